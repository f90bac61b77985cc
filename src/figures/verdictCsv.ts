import { csvRow } from "./csvRow.ts";
import type { Figure } from "./figure.ts";
import { outcomeOf, verdictWords } from "./verdictWords.ts";

/** The verdicts of figures as CSV: `figure`, `seed`, `statement`, `paper`, `measured`, `verdict` in words, `why`. */
export function verdictCsv(figures: readonly Pick<Figure, "id" | "verdicts">[]): string {
  const rows = figures.flatMap(({ id, verdicts }) =>
    verdicts.map((verdict) => {
      const { statement, paper, measured, seed, why } = verdict;
      return [id, seed, statement, paper, measured, verdictWords[outcomeOf(verdict)].words, why];
    }),
  );
  return [["figure", "seed", "statement", "paper", "measured", "verdict", "why"], ...rows]
    .map(csvRow)
    .join("");
}
