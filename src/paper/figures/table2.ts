import type { Verdict } from "../../figures/figure.ts";
import type { ComplementValue } from "../../measures/measureValues.ts";
import { formatCount, formatValue } from "../../runs/comparison/formatNumbers.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { verdict } from "../verdicts.ts";

/** Table 2: what each head alone gets right of the strongest head's mistakes. */
export const table2: PaperFigure = {
  id: "table2",
  title: "What each head alone gets right of the strongest head's mistakes",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const run = await lab.base(seed);
    const [complement] = await measured(lab, run, "complement");
    const { value } = complement!;
    return {
      id: "table2",
      title: "Table 2: the strongest head's mistakes",
      caption:
        `${value.strongest} alone fails at ${formatCount(value.mistakes)} of ${formatCount(value.on.count)} training ` +
        `sequences. The share of these that each other head alone gets right.${quickNote(lab)}`,
      plots: [],
      tables: [
        {
          title: `Of the mistakes of ${value.strongest} alone`,
          columns: ["head alone", "accuracy", "right of the mistakes", "ratio"],
          rows: value.heads.map(({ head, accuracy, right, ratio }) => [head, accuracy, right, ratio]),
        },
      ],
      verdicts: table2Verdicts(value, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

/**
 * What the paper says about heads that complement each other. Its table's numbers are of heads that do not correspond.
 * @param reason why numbers may differ here
 */
export function table2Verdicts(
  { strongest, heads }: Pick<ComplementValue, "strongest" | "heads">,
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const others = heads
    .filter(({ head }) => head !== strongest)
    .map(({ head, right }) => ({ head, right: right ?? Number.NaN }));
  const shown = others.map(({ head, right }) => `${head} ${formatValue(right)}`).join(" · ");
  const best = Math.max(...others.map(({ right }) => right));
  return [
    verdict(
      {
        statement:
          "Heads complement each other: another head alone gets more of the strongest head's mistakes right than picking one of the context's two labels would (0.5).",
        paper: "other heads get a part of them right",
        seed,
        ...why,
      },
      shown,
      Number.isFinite(best) ? best > 0.5 : null,
    ),
  ];
}
