import type { HeadMeasures, SetMetrics } from "../runs/metricsLine.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import type { Progress } from "../training/train.ts";
import { formatCount } from "./progressBar.ts";

/** The last evaluation of a run as two tables: its sets, and its heads. */
export function summarise(record: RunRecord, { metrics, phaseChange }: Progress): string {
  if (metrics === null) return "";
  const change = phaseChange === null ? "no phase change" : `phase change at ${formatCount(phaseChange)}`;
  const title = `${record.name} at ${formatCount(metrics.sequences)} sequences, ${change}`;
  return `\n${title}\n\n${setTable(metrics.sets)}\n\n${headTable(metrics.heads, record)}\n`;
}

function setTable(sets: Readonly<Record<string, SetMetrics | undefined>>): string {
  const rows = Object.entries(sets).flatMap(([name, metrics]) =>
    metrics === undefined
      ? []
      : [[name, number(metrics.loss), number(metrics.accuracy), number(metrics.inContextAccuracy)]],
  );
  return table([["set", "loss", "accuracy", "in context"], ...rows]);
}

function headTable(heads: Readonly<Record<string, HeadMeasures>>, record: RunRecord): string {
  const { layers, heads: count } = record.experiment.model;
  const numbers = Array.from({ length: count }, (_, head) => head);
  const rows: string[][] = [];
  for (let layer = 0; layer < layers; layer++) {
    const measured = numbers.map((head) => heads[`L${layer}H${head}`] ?? {});
    for (const [label, key] of [
      ["previous token", "previousToken"],
      ["induction", "induction"],
    ] as const) {
      if (measured.every((measures) => measures[key] === undefined)) continue;
      rows.push([`L${layer} ${label}`, ...measured.map((measures) => number(measures[key] ?? Number.NaN))]);
    }
  }
  return table([["head", ...numbers.map((head) => `H${head}`)], ...rows]);
}

function number(value: number): string {
  return Number.isFinite(value) ? value.toFixed(3) : "–";
}

/** Columns aligned: the first to the left, the others to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? "").length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
        .join("  "),
    )
    .join("\n");
}
