import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Lab, PaperRun } from "../lab.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { previousTokenHeads, previousTokenScore } from "../previousTokenHeads.ts";
import type { Table1Accuracies } from "./table1Verdicts.ts";
import { table1Verdicts } from "./table1Verdicts.ts";

/** Table 1: what previous-token heads and the other heads of layer 0 are needed for. */
export const table1: PaperFigure = {
  id: "table1",
  title: "Ablating previous-token heads, or all others of layer 0",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const [run, heads] = await Promise.all([lab.base(seed), lab.heads(seed)]);
    const { found, others } = previousTokenHeads(heads);
    const accuracies: Table1Accuracies = {
      none: await accuracy(lab, run, null, []),
      found: {
        patterns: await accuracy(lab, run, "pattern", found),
        values: await accuracy(lab, run, "v", found),
      },
      others: {
        patterns: await accuracy(lab, run, "pattern", others),
        values: await accuracy(lab, run, "v", others),
      },
    };
    const row = (name: string, list: readonly number[], { patterns, values }: Table1Accuracies["found"]) => [
      name,
      list.map((head) => `L0H${head}`).join(", "),
      formatValue(patterns),
      formatValue(values),
    ];
    const scores = heads.previousToken.map((score, head) => `L0H${head} ${formatValue(score)}`);
    return {
      id: "table1",
      title: "Table 1: what heads of layer 0 are needed for",
      caption:
        `Accuracy on all training sequences (${formatValue(accuracies.none)} with nothing ablated). Previous-token heads ` +
        `have a score above ${previousTokenScore}; scores: ${scores.join(", ")}.${quickNote(lab)}`,
      plots: [],
      tables: [
        {
          title: "Accuracy",
          columns: ["ablated", "heads", "patterns preserved", "values preserved"],
          rows: [
            row("previous-token heads", found, accuracies.found),
            row("all others", others, accuracies.others),
            ["previous-token heads (paper)", "L0H1, L0H2, L0H5", "0.999", "0.699"],
            ["all others (paper)", "L0H0, L0H3, L0H4, L0H6, L0H7", "0.343", "0.993"],
          ],
        },
      ],
      verdicts: table1Verdicts(accuracies, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

/** Accuracy on all training sequences with heads of layer 0 ablated, while something is held at what it was before. */
async function accuracy(
  lab: Lab,
  run: PaperRun,
  preserved: "pattern" | "v" | null,
  heads: readonly number[],
): Promise<number> {
  const clamps = [
    ...(preserved === null ? [] : [{ kind: "preserve", what: [preserved] }]),
    ...(heads.length === 0 ? [] : [{ kind: "ablate", heads: heads.map((head) => `L0H${head}`) }]),
  ];
  const [result] = await measured(lab, run, "metrics", { clamps, options: { sequences: "all" } });
  return result?.value.sets.all?.accuracy ?? Number.NaN;
}
