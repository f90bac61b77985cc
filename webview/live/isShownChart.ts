import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import type { ChartKey } from "../shared/runCharts.ts";

/** Whether there is anything to show of runs in a chart, sooner or later: the toy model has losses and its own measures. */
export function isShownChart(chart: ChartKey, runs: readonly RunSnapshot[]): boolean {
  switch (chart) {
    case "loss":
      return true;
    case "toy":
      return runs.some(isToyRun);
    case "accuracy":
    case "previousToken":
    case "induction":
      return runs.length === 0 || !runs.every(isToyRun);
  }
}
