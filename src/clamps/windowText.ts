import { UserError } from "../userError.ts";

const exponents: Readonly<Record<string, number>> = { "": 0, k: 3, m: 6, g: 9 };

/**
 * What is wrong with a number of sequences as a user types it, or null: `200000`, `200k`, `1.5M` and `1e6` are right,
 * and so is nothing at all.
 */
export function checkSequences(text: string): string | null {
  const expected = "expected a whole number of sequences, such as 200000, 200k or 1.5M, or nothing";
  const number = read(text);
  return number === null || !Number.isSafeInteger(number ?? 0) ? expected : null;
}

/** The number of sequences that a text says; `undefined` for an empty one. @throws UserError as `checkSequences` says */
export function parseSequences(text: string): number | undefined {
  const problem = checkSequences(text);
  if (problem !== null) throw new UserError(problem);
  return read(text) ?? undefined;
}

/** `undefined` where there is no text, null where it is no number. */
function read(text: string): number | undefined | null {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  const [, digits, exponent = "0", unit = ""] =
    /^(\d+\.?\d*|\.\d+)(?:e\+?(\d{1,2}))? ?([kmg])?$/i.exec(trimmed) ?? [];
  if (digits === undefined) return null;
  // One number with its exponent is read exactly: 1.1 × 1,000,000 is not quite 1,100,000.
  return Number(`${digits}e${Number(exponent) + (exponents[unit.toLowerCase()] ?? 0)}`);
}
