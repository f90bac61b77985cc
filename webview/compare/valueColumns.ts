import type { MetricValues } from "../../src/runs/comparison/compareRuns.ts";
import { formatSequences, formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import type { CompareView, ViewRun } from "./compareView.ts";
import type { TableCell, TableColumn } from "./tableColumn.ts";

/** Kinds of columns of the table of values, each of which can be hidden. */
export const columnKinds = [
  { key: "state", title: "State" },
  { key: "sequences", title: "Sequences" },
  { key: "phaseChange", title: "Phase change" },
  { key: "shift", title: "Shift" },
  { key: "last", title: "Last" },
  { key: "best", title: "Best" },
  { key: "at", title: "At" },
] as const;

/** A column of the table of values, and which kind it is of. */
export interface ValueColumn extends TableColumn<ViewRun> {
  readonly kind: (typeof columnKinds)[number]["key"];
}

/** The columns of the table of values: what is known of a run, then last, best and "at" of each chosen metric. */
export function valueColumns({ ui, comparison, baseline, runs }: CompareView): ValueColumn[] {
  const place = new Map(runs.map(({ id }) => [id, comparison.runs.findIndex((run) => run.id === id)]));
  const { at } = ui;
  const since = ui.align === "phase-change" ? " since the phase change" : "";
  const columns: ValueColumn[] = [
    {
      kind: "state",
      key: "state",
      title: "State",
      isNumber: false,
      cell: ({ state, status }) => ({ text: state, value: state, title: status?.reason ?? state }),
    },
    {
      kind: "sequences",
      key: "sequences",
      title: "Sequences",
      note: "Sequences seen so far",
      isNumber: true,
      cell: ({ summary }) =>
        sequencesCell(summary.sequences, `${exact(summary.sequences)} of ${exact(summary.total)}`),
    },
    {
      kind: "phaseChange",
      key: "phaseChange",
      title: "Phase change",
      note: "When the run had its phase change, in sequences",
      isNumber: true,
      cell: ({ summary }) => sequencesCell(summary.phaseChange),
    },
    {
      kind: "shift",
      key: "shift",
      title: "Shift",
      note: `How much later than that of ${baseline?.name ?? "the baseline"}, in sequences`,
      isNumber: true,
      cell: ({ summary, isBaseline }) =>
        isBaseline ? { text: "baseline", value: null } : shiftCell(summary.phaseChangeShift),
    },
  ];
  for (const key of ui.metrics) {
    const metric = comparison.metrics.find((one) => one.key === key);
    if (!metric) continue;
    const { title, group } = metricInfo(key);
    const values = ({ id }: ViewRun): MetricValues | undefined => metric.runs[place.get(id) ?? -1];
    const best = group === "loss" ? "lowest" : "highest";
    columns.push(
      {
        kind: "last",
        key: `${key}:last`,
        title: `${title}, last`,
        note: `${title} at the last evaluation`,
        isNumber: true,
        cell: (run) => valueCell(values(run)?.last, run.summary.lastAt),
      },
      {
        kind: "best",
        key: `${key}:best`,
        title: `${title}, ${best}`,
        note: `${title}: the ${best} of all evaluations`,
        isNumber: true,
        cell: (run) => valueCell(values(run)?.best, values(run)?.bestAt),
      },
    );
    if (at === null) continue;
    columns.push({
      kind: "at",
      key: `${key}:at`,
      title: `${title} at ${formatSequences(at)}`,
      note: `${title} at the last evaluation that is not after ${exact(at)} sequences${since}`,
      isNumber: true,
      cell: (run) => valueCell(values(run)?.at, run.summary.at),
    });
  }
  return columns.filter(({ kind }) => !ui.hiddenColumns.includes(kind));
}

function valueCell(value: number | null | undefined, at: number | null | undefined): TableCell {
  if (value === null || value === undefined) return { text: "–", value: null, title: "not measured" };
  const where = at === null || at === undefined ? "" : ` at ${exact(at)} sequences`;
  return { text: formatValue(value), value, title: `${value}${where}` };
}

function sequencesCell(value: number | null, title?: string): TableCell {
  if (value === null) return { text: "–", value: null, title: "none yet" };
  return { text: formatSequences(value), value, title: title ?? exact(value) };
}

function shiftCell(shift: number | null): TableCell {
  if (shift === null) return { text: "–", value: null, title: "one of the two has no phase change" };
  const text = `${shift > 0 ? "+" : ""}${formatSequences(shift)}`;
  const words =
    shift === 0
      ? "at the same time"
      : `${exact(Math.abs(shift))} sequences ${shift > 0 ? "later" : "earlier"}`;
  return { text, value: shift, title: words };
}

function exact(value: number): string {
  return value.toLocaleString("en-US");
}
