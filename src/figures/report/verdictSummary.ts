import type { Figure } from "../figure.ts";
import { countVerdicts } from "./countVerdicts.ts";

/** How many of all statements hold, in a sentence. */
export function verdictSummary(figures: readonly Pick<Figure, "verdicts">[]): string {
  const all = figures.flatMap(({ verdicts }) => verdicts);
  const { holds, fails, unknown } = countVerdicts(all);
  const open = unknown === 0 ? "" : `, ${unknown} cannot be told`;
  const statements = `${all.length} ${all.length === 1 ? "statement" : "statements"} of the paper`;
  return `${statements}: ${holds} hold, ${fails} do not${open}.`;
}
