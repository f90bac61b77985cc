import type { MetricValues } from "../../src/runs/comparison/compareRuns.ts";
import { formatSequences, formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import type { CompareView, ViewRun, ViewUnit } from "./compareView.ts";
import { meanPhaseChange } from "./meanPhaseChange.ts";
import { rangeCell, type NumberTexts } from "./rangeCell.ts";
import type { TableCell, TableColumn } from "./tableColumn.ts";
import { unitStates } from "./unitStates.ts";

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
export interface ValueColumn extends TableColumn<ViewUnit> {
  readonly kind: (typeof columnKinds)[number]["key"];
}

/**
 * The columns of the table of values: what is known of a run, then last, best and "at" of each chosen metric. Of a group,
 * the mean and the range.
 */
export function valueColumns({ ui, comparison, baselineUnit, runs }: CompareView): ValueColumn[] {
  const place = new Map(runs.map(({ id }) => [id, comparison.runs.findIndex((run) => run.id === id)]));
  const { at } = ui;
  const since = ui.align === "phase-change" ? " since the phase change" : "";
  const columns: ValueColumn[] = [
    {
      kind: "state",
      key: "state",
      title: "State",
      isNumber: false,
      cell: (unit) => {
        const text = unitStates(unit);
        const reasons = unit.runs.flatMap(({ status }) => status?.reason ?? []);
        return { text, value: text, title: reasons.length > 0 ? reasons.join("\n") : text };
      },
    },
    {
      kind: "sequences",
      key: "sequences",
      title: "Sequences",
      note: "Sequences seen so far",
      isNumber: true,
      cell: (unit) =>
        cellOf(
          unit,
          ({ summary }) => summary.sequences,
          sequencesTexts,
          ({ summary }) =>
            sequencesCell(summary.sequences, `${exact(summary.sequences)} of ${exact(summary.total)}`),
        ),
    },
    {
      kind: "phaseChange",
      key: "phaseChange",
      title: "Phase change",
      note: "When the run had its phase change, in sequences",
      isNumber: true,
      cell: (unit) =>
        cellOf(
          unit,
          ({ summary }) => summary.phaseChange,
          sequencesTexts,
          ({ summary }) => sequencesCell(summary.phaseChange),
        ),
    },
    {
      kind: "shift",
      key: "shift",
      title: "Shift",
      note: `How much later than that of ${baselineUnit?.name ?? "the baseline"}, in sequences`,
      isNumber: true,
      cell: (unit) =>
        unit.isBaseline ? { text: "baseline", value: null } : shiftCell(shift(unit, baselineUnit)),
    },
  ];
  for (const key of ui.metrics) {
    const metric = comparison.metrics.find((one) => one.key === key);
    if (!metric) continue;
    const { title, group } = metricInfo(key);
    const values = ({ id }: Pick<ViewRun, "id">): MetricValues | undefined =>
      metric.runs[place.get(id) ?? -1];
    const best = group === "loss" || group === "toy" ? "lowest" : "highest";
    columns.push(
      {
        kind: "last",
        key: `${key}:last`,
        title: `${title}, last`,
        note: `${title} at the last evaluation`,
        isNumber: true,
        cell: (unit) =>
          cellOf(
            unit,
            (run) => values(run)?.last,
            valueTexts,
            (run) => valueCell(values(run)?.last, run.summary.lastAt),
          ),
      },
      {
        kind: "best",
        key: `${key}:best`,
        title: `${title}, ${best}`,
        note: `${title}: the ${best} of all evaluations`,
        isNumber: true,
        cell: (unit) =>
          cellOf(
            unit,
            (run) => values(run)?.best,
            valueTexts,
            (run) => valueCell(values(run)?.best, values(run)?.bestAt),
          ),
      },
    );
    if (at === null) continue;
    columns.push({
      kind: "at",
      key: `${key}:at`,
      title: `${title} at ${formatSequences(at)}`,
      note: `${title} at the last evaluation that is not after ${exact(at)} sequences${since}`,
      isNumber: true,
      cell: (unit) =>
        cellOf(
          unit,
          (run) => values(run)?.at,
          valueTexts,
          (run) => valueCell(values(run)?.at, run.summary.at),
        ),
    });
  }
  return columns.filter(({ kind }) => !ui.hiddenColumns.includes(kind));
}

const valueTexts: NumberTexts = { short: formatValue, exact: String };
const sequencesTexts: NumberTexts = { short: formatSequences, exact };

/** The cell of a unit: for a run its own, for a group of all its members. */
function cellOf(
  { runs, isGroup }: ViewUnit,
  value: (run: ViewRun) => number | null | undefined,
  texts: NumberTexts,
  cell: (run: ViewRun) => TableCell,
): TableCell {
  const [only] = runs;
  return isGroup || only === undefined ? rangeCell(runs.map(value), texts) : cell(only);
}

/** How much later the phase changes of one were than those of the other, in the mean of those that have one. */
function shift(unit: ViewUnit, baseline: ViewUnit | null): number | null {
  const [own, other] = [meanPhaseChange(unit), baseline === null ? null : meanPhaseChange(baseline)];
  return own === null || other === null ? null : own - other;
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
