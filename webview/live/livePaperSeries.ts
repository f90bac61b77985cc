import type { PaperCurve, PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { paperSeries } from "../shared/paperSeries.ts";
import type { ChartKey } from "../shared/runCharts.ts";
import type { Series } from "../shared/series.ts";
import { columnOf, membersOf, strongest } from "../shared/runSeries.ts";
import type { LiveUi } from "./liveUi.ts";

/**
 * The paper's published curves in a chart: those of the sets and heads that it shows. Where there is one run, a set or
 * head has the same colour in both. Where the strongest head is shown, the paper's are, of which that is one.
 */
export function livePaperSeries(
  sets: readonly PaperCurveSet[],
  runs: readonly RunSnapshot[],
  chart: ChartKey,
  ui: LiveUi,
): Series[] {
  const members = membersOf(runs, chart, ui);
  const chosenSets = sets.filter(({ id }) => ui.paper.includes(id));
  const slot = ({ metric, label }: PaperCurve, index: number): number | null => {
    if (!fits(metric, runs, chart, ui)) return null;
    const own = runs.length === 1 ? members.indexOf(label) : -1;
    return own >= 0 ? own : index;
  };
  return paperSeries(chosenSets, { slot, isFromPhaseChange: false });
}

/** Whether a published curve of a metric fits one of these charts. */
export function livePaperFits(
  metric: string,
  runs: readonly RunSnapshot[],
  charts: readonly ChartKey[],
  ui: LiveUi,
): boolean {
  return charts.some((chart) => fits(metric, runs, chart, ui));
}

function fits(metric: string, runs: readonly RunSnapshot[], chart: ChartKey, ui: LiveUi): boolean {
  // The toy model's loss is another.
  if (runs.every(({ record }) => record.experiment.toy !== undefined)) return false;
  const owner = metric.slice(0, metric.lastIndexOf("."));
  if (columnOf(chart, owner, ui) !== metric) return false;
  const chosen = ui.chosen[chart];
  return runs.length === 1 || chosen.includes(owner) || chosen.includes(strongest);
}
