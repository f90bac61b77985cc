import type { SetMetrics } from "../measures/setMetrics.ts";
import { formatCount, formatValue } from "../runs/comparison/formatNumbers.ts";
import { metricInfo } from "../runs/comparison/metricInfo.ts";
import type { HeadMeasures, MetricsLine } from "../runs/metricsLine.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import type { Progress } from "../training/train.ts";
import { table } from "./table.ts";
import { wrap } from "./terminalText.ts";

/**
 * The last evaluation of a run as two tables: its sets, and its heads, at most `width` columns wide. Of the toy
 * model, which has no heads, as one.
 */
export function summarise(record: RunRecord, { metrics, phaseChange }: Progress, width: number): string {
  if (metrics === null) return "";
  if (metrics.toy !== undefined) return summariseToy(record, metrics, metrics.toy, width);
  const change = phaseChange === null ? "no phase change" : `phase change at ${formatCount(phaseChange)}`;
  const title = wrap(`${record.name} at ${formatCount(metrics.sequences)} sequences, ${change}`, width);
  const heads = headTables(metrics.heads, record, width).join("\n\n");
  return `\n${title}\n\n${setTable(metrics.sets)}\n\n${heads}\n`;
}

function summariseToy(
  { name }: RunRecord,
  { sequences, sets }: MetricsLine,
  toy: NonNullable<MetricsLine["toy"]>,
  width: number,
): string {
  const title = wrap(`${name} at ${formatCount(sequences)} iterations`, width);
  const rows = [
    ["Loss", formatValue(sets.train?.loss ?? Number.NaN)],
    ...Object.entries(toy).map(([key, value]) => [metricInfo(`toy.${key}`).title, formatValue(value)]),
  ];
  return `\n${title}\n\n${table([["toy model", "value"], ...rows])}\n`;
}

function setTable(sets: Readonly<Record<string, SetMetrics | undefined>>): string {
  const rows = Object.entries(sets).flatMap(([name, metrics]) =>
    metrics === undefined
      ? []
      : [[name, number(metrics.loss), number(metrics.accuracy), number(metrics.inContextAccuracy)]],
  );
  return table([["set", "loss", "accuracy", "in context"], ...rows]);
}

/** One table, or several below each other where there are too many heads for the width. */
function headTables(
  heads: Readonly<Record<string, HeadMeasures>>,
  { experiment }: RunRecord,
  width: number,
): string[] {
  const { heads: count, layers } = experiment.model;
  for (let perTable = count; ; perTable--) {
    const tables = Array.from({ length: Math.ceil(count / perTable) }, (_, part) => {
      const first = part * perTable;
      const length = Math.min(perTable, count - first);
      const numbers = Array.from({ length }, (_, head) => first + head);
      return headTable(heads, layers, numbers);
    });
    const widest = Math.max(...tables.flatMap((text) => text.split("\n").map((line) => line.length)));
    if (widest <= width || perTable === 1) return tables;
  }
}

function headTable(
  heads: Readonly<Record<string, HeadMeasures>>,
  layers: number,
  numbers: readonly number[],
): string {
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
  return Number.isFinite(value) ? value.toFixed(3).replace(/^-(?=0\.000$)/, "") : "–";
}
