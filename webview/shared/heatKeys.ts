import type { HeatPlot } from "../../src/figures/figure.ts";
import { isMissing } from "../../src/figures/isMissing.ts";
import type { HeatCell } from "./heatMapOptions.ts";

/**
 * The cell that a key leads to: arrows to the next, Home and End to the ends of the row, with Ctrl to the first and the
 * last of all, Escape to none. Undefined: the key means nothing here. Cells that do not exist are never reached.
 */
export function cellAfter(
  plot: HeatPlot,
  cell: HeatCell | null,
  key: string,
  isCtrl = false,
): HeatCell | null | undefined {
  const steps: Readonly<Record<string, readonly [down: number, right: number]>> = {
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    Home: [0, -Infinity],
    End: [0, Infinity],
  };
  if (key === "Escape") return cell === null ? undefined : null;
  const step = steps[key];
  const isJump = key === "Home" || key === "End";
  if (step === undefined || plot.rows.length === 0 || plot.columns.length === 0) return undefined;
  if (isCtrl && !isJump) return undefined;
  const start = { row: Math.max(0, plot.markedRow ?? 0), column: 0 };
  if (cell === null && !isJump) return held(plot, start.row, start.column);
  const at = cell ?? start;
  const row = isCtrl ? (key === "Home" ? 0 : Infinity) : at.row + step[0];
  const next = held(plot, row, at.column + step[1]);
  return isMissing(plot, next.row, next.column) ? at : next;
}

/** The cell, or the nearest that there is; in its row, the last that exists where it is asked for the end. */
function held(plot: HeatPlot, row: number, column: number): HeatCell {
  const within = (at: number, count: number): number => Math.max(0, Math.min(count - 1, at));
  const r = within(row, plot.rows.length);
  let c = within(column, plot.columns.length);
  if (column === Infinity) while (c > 0 && isMissing(plot, r, c)) c--;
  return { row: r, column: c };
}
