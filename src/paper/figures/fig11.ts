import type { FigureTable, HeatPlot } from "../../figures/figure.ts";
import type { CompositionValue, WiringValue } from "../../measures/measureValues.ts";
import { formatValue } from "../../runs/comparison/formatNumbers.ts";
import { measured } from "../measured.ts";
import type { PaperFigure } from "../paperFigure.ts";
import { figureRuns } from "../paperRuns.ts";
import { quickNote, quickReason } from "../paperTime.ts";
import { previousTokenHeads } from "../previousTokenHeads.ts";
import { rankCorrelation } from "../rankCorrelation.ts";
import { fig11Verdicts } from "./fig11Verdicts.ts";
import { accuracyChanges } from "./wires.ts";

type Matrix = readonly (readonly number[])[];

/** Figure 11: which heads of layer 0 the heads of layer 1 need, and through what. */
export const fig11: PaperFigure = {
  id: "fig11",
  title: "Wiring diagrams, and composition at the end and at initialisation",
  seeds: [5],
  async build(lab, [seed = 5]) {
    const [run, heads] = await Promise.all([lab.base(seed), lab.heads(seed)]);
    const end = run.record.experiment.training.sequences;
    const [wiring] = await measured(lab, run, "wiring", { at: [end] });
    const [initial, final] = await measured(lab, run, "composition", { at: [0, end] });
    if (wiring === undefined || initial === undefined || final === undefined)
      throw new TypeError("a measure gave fewer results than places");
    const { found, others } = previousTokenHeads(heads);
    const names = (list: readonly number[]): string => list.map((head) => `L0H${head}`).join(", ");
    return {
      id: "fig11",
      title: "Figure 11: wiring of the two layers",
      caption:
        `One head of layer 1 is left active. Previous-token heads: ${names(found)}. With values preserved, an ablated ` +
        "head of layer 0 is missed in what layer 1 attends to; with patterns preserved, in what it moves. Composition " +
        `scores say how much a head's output could be read, not whether it is.${quickNote(lab)}`,
      plots: plots(wiring.value, initial.value, final.value),
      plotColumns: 3,
      tables: [correlations(wiring.value, initial.value, final.value)],
      verdicts: fig11Verdicts({ wiring: wiring.value, found, others }, seed, quickReason(lab)),
      runs: figureRuns([run]),
    };
  },
};

/** Three rows of the paper's figure as columns: one head taken away, one head left, composition. */
function plots(wiring: WiringValue, initial: CompositionValue, final: CompositionValue): HeatPlot[] {
  const { patternsPreserved, valuesPreserved } = wiring.only;
  const [byPattern, byValue] = [
    accuracyChanges(wiring, "valuesPreserved"),
    accuracyChanges(wiring, "patternsPreserved"),
  ];
  const largest = Math.max(...[byPattern, byValue].flat(2).map(Math.abs));
  const changes = [-largest, largest] as const;
  const scores = [final.k, final.v, final.q, initial.k, initial.v, initial.q].flat(2);
  const composition = [Math.min(...scores), Math.max(...scores)] as const;
  return [
    heat("Accuracy change without a layer-0 head, values preserved", byPattern, changes),
    heat("Accuracy with one layer-0 head, values preserved", valuesPreserved.accuracy, [0, 1]),
    heat("K composition at the end", final.k, composition),
    heat("Accuracy change without a layer-0 head, patterns preserved", byValue, changes),
    heat("Accuracy with one layer-0 head, patterns preserved", patternsPreserved.accuracy, [0, 1]),
    heat("V composition at the end", final.v, composition),
    heat("K composition at initialisation", initial.k, composition),
    heat("V composition at initialisation", initial.v, composition),
    heat("Q composition at the end", final.q, composition),
  ];
}

function heat(title: string, matrix: Matrix, range: readonly [number, number]): HeatPlot {
  return {
    kind: "heat",
    title,
    rowTitle: "layer-1 head",
    columnTitle: "layer-0 head",
    rows: matrix.map((_, to) => `L1H${to}`),
    columns: (matrix[0] ?? []).map((_, from) => `L0H${from}`),
    values: matrix.flat(),
    range,
  };
}

/** How well composition goes with what is missed: Spearman's rank correlation over all connections. */
function correlations(wiring: WiringValue, initial: CompositionValue, final: CompositionValue): FigureTable {
  const missed = {
    k: accuracyChanges(wiring, "valuesPreserved")
      .flat()
      .map((change) => -change),
    v: accuracyChanges(wiring, "patternsPreserved")
      .flat()
      .map((change) => -change),
  };
  const row = (name: string, composition: CompositionValue) => [
    name,
    formatValue(rankCorrelation(composition.k.flat(), missed.k)),
    formatValue(rankCorrelation(composition.v.flat(), missed.v)),
  ];
  return {
    title: "Rank correlation of composition scores with the accuracy lost",
    columns: ["", "K, values preserved", "V, patterns preserved"],
    rows: [row("at initialisation", initial), row("at the end", final)],
  };
}
