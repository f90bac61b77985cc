import type { Figure, Verdict } from "../figures/figure.ts";
import { outcomeOf, verdictWords } from "../figures/verdictWords.ts";
import { wrap } from "./terminalText.ts";

/** The verdicts of figures as text of at most `width` columns: each with what the paper saw and what was measured. */
export function formatVerdicts(figures: readonly Figure[], width: number): string {
  return figures
    .map(({ title, verdicts }) =>
      [wrap(title, width), ...verdicts.map((verdict) => ofVerdict(verdict, width))].join("\n"),
    )
    .join("\n\n");
}

function ofVerdict(verdict: Verdict, width: number): string {
  const { statement, paper, measured, why, seed } = verdict;
  const { words, sign } = verdictWords[outcomeOf(verdict)];
  const about = `${words}: ${seed === undefined ? "" : `seed ${seed}: `}${statement}`;
  const lines = [["paper", paper], ["here", measured], ...(why === undefined ? [] : [["why", why]])];
  return [
    `${sign} ${wrap(about, width, 2)}`,
    ...lines.map(([label = "", text = ""]) => `    ${label.padEnd(7)}${wrap(text, width, 11)}`),
  ].join("\n");
}
