import type { HeatPlot } from "../../src/figures/figure.ts";
import type { WireMatrix } from "./wireMatrices.ts";

/** What the axes of all matrices are. */
export interface WireAxes {
  readonly layers: readonly [from: number, to: number];
  /** Numbers of the later layer's heads from top to bottom. */
  readonly rows: readonly number[];
  /** Numbers of the earlier layer's heads from left to right. */
  readonly columns: readonly number[];
  /** Heads that the run itself ablates. */
  readonly ablated: ReadonlySet<string>;
}

/** Each matrix as a plot; those of one unit have the same colours for the same numbers. */
export function wirePlots(matrices: readonly WireMatrix[], axes: WireAxes): HeatPlot[] {
  const [from, to] = axes.layers;
  const name = (layer: number) => (head: number) => headLabel(`L${layer}H${head}`, axes.ablated);
  return matrices.map(({ title, numbers, unit }) => ({
    kind: "heat",
    title,
    rowTitle: `head of layer ${to}`,
    columnTitle: `head of layer ${from}`,
    rows: axes.rows.map(name(to)),
    columns: axes.columns.map(name(from)),
    values: axes.rows.flatMap((row) => axes.columns.map((column) => numbers[row]?.[column] ?? Number.NaN)),
    range: sharedRange(
      matrices.filter((other) => other.unit === unit).flatMap((other) => other.numbers.flat()),
      unit,
    ),
    scale: unit === "change" ? "diverging" : "sequential",
  }));
}

/** A head's name, with a mark where the run itself ablates it. */
export function headLabel(head: string, ablated: ReadonlySet<string>): string {
  return ablated.has(head) ? `⊘ ${head}` : head;
}

function sharedRange(values: readonly number[], unit: WireMatrix["unit"]): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  const highest = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const lowest = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  switch (unit) {
    case "share":
      return [0, 1];
    case "change": {
      const size = Math.max(Math.abs(highest), Math.abs(lowest));
      return Number.isFinite(size) && size > 0 ? [-size, size] : [-1, 1];
    }
    case "loss":
    case "score":
      if (finite.length === 0) return [0, 1];
      return [unit === "loss" ? 0 : lowest, highest];
  }
}
