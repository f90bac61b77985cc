import type { HeatPlot } from "./figure.ts";

/** Whether a cell of a matrix does not exist, so that nothing is drawn and nothing is said of it. */
export function isMissing({ missing }: Pick<HeatPlot, "missing">, row: number, column: number): boolean {
  return missing === "above-diagonal" && column > row;
}
