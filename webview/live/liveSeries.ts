import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { metricInfo, metricKeys } from "../../src/runs/comparison/metricInfo.ts";
import type { Series } from "../shared/series.ts";
import type { ChartKey, LiveUi } from "./liveUi.ts";

/** A pseudo head: at each evaluation, the highest value of any head. */
export const strongest = "strongest";

/** The sets or heads that any of the runs has curves of in a chart, in reading order. */
export function membersOf(
  runs: readonly RunSnapshot[],
  chart: ChartKey,
  ui: Pick<LiveUi, "measure">,
): string[] {
  const suffix = `.${measureOf(chart, ui)}`;
  const columns = Object.assign(
    {},
    ...runs.map(({ curves }) => curves.columns),
  ) as RunSnapshot["curves"]["columns"];
  return metricKeys({ columns })
    .filter((key) => key.endsWith(suffix))
    .map((key) => key.slice(0, -suffix.length));
}

/** Whether a chart's members are heads. */
export function isOfHeads(chart: ChartKey): chart is "previousToken" | "induction" {
  return chart === "previousToken" || chart === "induction";
}

/**
 * The curves of a chart. One run: a curve for each set or head, which differ by colour and dash. Several: the colour is
 * the run's, and the chosen sets or heads differ by dash; where only one is chosen, runs differ by dash as well.
 */
export function liveSeries(runs: readonly RunSnapshot[], chart: ChartKey, ui: LiveUi): Series[] {
  const members = membersOf(runs, chart, ui);
  const measure = measureOf(chart, ui);
  const [only] = runs;
  if (runs.length === 1 && only !== undefined) {
    return members.map((member, slot) => ({
      key: member,
      label: member,
      title: metricInfo(`${member}.${measure}`).title,
      slot,
      x: only.curves.sequences,
      y: only.curves.columns[`${member}.${measure}`] ?? missing(only),
    }));
  }
  const offered = isOfHeads(chart) ? [strongest, ...members] : members;
  const chosen = offered.filter((member) => ui.chosen[chart].includes(member));
  return runs.flatMap((run) =>
    chosen.flatMap((member): Series[] => {
      const y =
        member === strongest ? highest(run, members, measure) : run.curves.columns[`${member}.${measure}`];
      if (y === undefined) return [];
      const isAlone = chosen.length === 1;
      return [
        {
          key: `${run.id} ${member}`,
          label: isAlone ? run.name : `${run.name} · ${member}`,
          title: `${run.name} · ${member === strongest ? "strongest head" : member} (${run.id})`,
          slot: run.slot,
          ...(isAlone ? {} : { dash: offered.indexOf(member) }),
          x: run.curves.sequences,
          y,
        },
      ];
    }),
  );
}

/** The part of a column's name after the set or head. */
function measureOf(chart: ChartKey, ui: Pick<LiveUi, "measure">): string {
  switch (chart) {
    case "accuracy":
      return ui.measure;
    case "loss":
    case "previousToken":
    case "induction":
      return chart;
  }
}

function missing({ curves }: RunSnapshot): Float64Array {
  return new Float64Array(curves.sequences.length).fill(Number.NaN);
}

function highest(run: RunSnapshot, members: readonly string[], measure: string): Float64Array | undefined {
  const columns = members
    .map((head) => run.curves.columns[`${head}.${measure}`])
    .filter((y) => y !== undefined);
  if (columns.length === 0) return undefined;
  return run.curves.sequences.map((_, i) => {
    const values = columns.map((column) => column[i]!).filter((value) => Number.isFinite(value));
    return values.length > 0 ? Math.max(...values) : Number.NaN;
  });
}
