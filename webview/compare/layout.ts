/** How the curves of a metric are laid out. */
export const layoutChoices = [
  { value: "automatic", label: "automatic" },
  { value: "overlay", label: "overlay" },
  { value: "multiples", label: "small multiples" },
] as const;

/** One of these. */
export type LayoutChoice = (typeof layoutChoices)[number]["value"];

/** Above so many curves, a chart of all of them is a tangle. */
const mostInOverlay = 8;

/**
 * Whether each curve gets a small chart of its own.
 * @param units how many curves there are: of runs, and of groups that are shown as their mean
 */
export function isMultiples(choice: LayoutChoice, units: number): boolean {
  return choice === "multiples" || (choice === "automatic" && units > mostInOverlay);
}

/** Reads what was kept of the choice. */
export function readLayoutChoice(kept: unknown): LayoutChoice {
  return layoutChoices.find(({ value }) => value === kept)?.value ?? "automatic";
}
