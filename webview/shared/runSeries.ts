import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { metricInfo, metricKeys } from "../../src/runs/comparison/metricInfo.ts";
import { groupCurves } from "../../src/runs/comparison/groupCurves.ts";
import { groupSeries } from "./groupSeries.ts";
import type { ChartKey, SetMeasure } from "./runCharts.ts";
import { runUnits, type GroupChoice, type RunUnit } from "./runUnits.ts";
import type { Series } from "./series.ts";

/** What is shown of runs in their charts. */
export interface SeriesChoice {
  /** Of the evaluation sets. */
  readonly measure: SetMeasure;
  /** How runs that were started together are shown; null: as it fits them. */
  readonly groups: GroupChoice | null;
  /** With several runs: the sets (`train` …) and heads (`L1H3`, `strongest`) that each chart shows. */
  readonly chosen: Readonly<Partial<Record<ChartKey, readonly string[]>>>;
}

const toyPrefix = "toy.";

/** A pseudo head: at each evaluation, the highest value of any head. */
export const strongest = "strongest";

/** The sets, heads or measures that any of the runs has curves of in a chart, in reading order. */
export function membersOf(
  runs: readonly RunSnapshot[],
  chart: ChartKey,
  ui: Pick<SeriesChoice, "measure">,
): string[] {
  const columns = Object.assign(
    {},
    ...runs.map(({ curves }) => curves.columns),
  ) as RunSnapshot["curves"]["columns"];
  const keys = metricKeys({ columns });
  if (chart === "toy")
    return keys.flatMap((key) => (key.startsWith(toyPrefix) ? [key.slice(toyPrefix.length)] : []));
  const suffix = `.${measureOf(chart, ui)}`;
  return keys.filter((key) => key.endsWith(suffix)).map((key) => key.slice(0, -suffix.length));
}

/** Whether a chart's members are heads. */
export function isOfHeads(chart: ChartKey): chart is "previousToken" | "induction" {
  return chart === "previousToken" || chart === "induction";
}

/**
 * The curves of a chart. One run: a curve for each set or head, which differ by colour and dash. Several: the colour is
 * the run's, and the chosen sets or heads differ by dash; where only one is chosen, runs differ by dash as well. A group
 * may be one curve, its mean.
 */
export function runSeries(runs: readonly RunSnapshot[], chart: ChartKey, ui: SeriesChoice): Series[] {
  const members = membersOf(runs, chart, ui);
  const column = (member: string): string => columnOf(chart, member, ui);
  const [only] = runs;
  if (runs.length === 1 && only !== undefined) {
    return members.map((member, slot) => ({
      key: member,
      label: chart === "toy" ? metricInfo(column(member)).title : member,
      title: metricInfo(column(member)).title,
      slot,
      x: only.curves.sequences,
      y: only.curves.columns[column(member)] ?? missing(only),
    }));
  }
  const offered = isOfHeads(chart) ? [strongest, ...members] : members;
  const chosen = offered.filter((member) => ui.chosen[chart]?.includes(member));
  const valuesOf = (run: RunSnapshot, member: string): Float64Array | undefined =>
    member === strongest ? highest(run, members.map(column)) : run.curves.columns[column(member)];
  return runUnits(runs, ui.groups).flatMap((unit) =>
    chosen.flatMap((member): Series[] => {
      const isAlone = chosen.length === 1;
      const name = isAlone ? unit.name : `${unit.name} · ${member}`;
      const look = {
        key: `${unit.key} ${member}`,
        slot: unit.slot,
        ...(isAlone ? {} : { dash: offered.indexOf(member) }),
      };
      if (unit.isGroup) return seriesOfGroup(unit, (run) => valuesOf(run, member), { ...look, name });
      const [run] = unit.runs;
      const y = run === undefined ? undefined : valuesOf(run, member);
      if (run === undefined || y === undefined) return [];
      const title = `${run.name} · ${member === strongest ? "strongest head" : member} (${run.id})`;
      return [{ ...look, label: name, title, x: run.curves.sequences, y }];
    }),
  );
}

/** The column of curves that a chart shows of a set, head or measure. */
export function columnOf(chart: ChartKey, member: string, ui: Pick<SeriesChoice, "measure">): string {
  return chart === "toy" ? toyPrefix + member : `${member}.${measureOf(chart, ui)}`;
}

/** The mean of those members that have the values; none where none has. */
function seriesOfGroup(
  { runs }: RunUnit<RunSnapshot>,
  valuesOf: (run: RunSnapshot) => Float64Array | undefined,
  look: Pick<Series, "key" | "slot" | "dash"> & { readonly name: string },
): Series[] {
  const measured = runs.flatMap((run) => {
    const { sequences } = run.curves;
    const values = sequences.length === 0 ? undefined : valuesOf(run);
    return values === undefined ? [] : [{ name: run.name, sequences, values }];
  });
  if (measured.length === 0) return [];
  return [groupSeries(groupCurves(measured), { ...look, members: measured.map(({ name }) => name) })];
}

/** The part of a column's name after the set or head. */
function measureOf(chart: Exclude<ChartKey, "toy">, ui: Pick<SeriesChoice, "measure">): string {
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

function highest(run: RunSnapshot, heads: readonly string[]): Float64Array | undefined {
  const columns = heads.map((key) => run.curves.columns[key]).filter((y) => y !== undefined);
  if (columns.length === 0) return undefined;
  return run.curves.sequences.map((_, i) => {
    const values = columns.map((column) => column[i]!).filter((value) => Number.isFinite(value));
    return values.length > 0 ? Math.max(...values) : Number.NaN;
  });
}
