const largest = 0xffff_ffff;

/** What is wrong with seeds as a user types them, such as `5, 6, 7`; null if nothing. Empty: none. */
export function checkSeeds(text: string): string | null {
  const seeds = parseSeeds(text);
  if (seeds === null) return null;
  if (seeds.some((seed) => !Number.isSafeInteger(seed) || seed > largest))
    return `expected whole numbers from 0 to ${largest} with commas between, or nothing`;
  return new Set(seeds).size < seeds.length ? "a seed is given twice" : null;
}

/** The seeds that a text says; null for an empty one. Not a number where `checkSeeds` finds something wrong. */
export function parseSeeds(text: string): readonly number[] | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  return trimmed.split(/[\s,]+/).map((part) => (/^\d{1,10}$/.test(part) ? Number(part) : Number.NaN));
}
