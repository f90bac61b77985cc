import type { WeightsValue } from "../../src/measures/measureValues.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import type { HeatPlot } from "../../src/figures/figure.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import type { Series } from "../shared/series.ts";

/** What distances can be shown of: parameters, or heads, all of one or one of its matrices. */
export const weightRows = [
  { value: "parameters", label: "Parameters" },
  { value: "all", label: "Heads: all four matrices" },
  { value: "W_Q", label: "Heads: W_Q" },
  { value: "W_K", label: "Heads: W_K" },
  { value: "W_V", label: "Heads: W_V" },
  { value: "W_O", label: "Heads: W_O" },
] as const;

/** One of these. */
export type WeightRows = (typeof weightRows)[number]["value"];

/** Reads what was kept of the choice. */
export function readWeightRows(kept: unknown): WeightRows {
  return weightRows.find(({ value }) => value === kept)?.value ?? "parameters";
}

type Distances = Pick<MeasureResult<"weights">, "results">;

/** Distances over training as a matrix: a row for each parameter or head, a column for each place. */
export function weightsPlot({ results }: Distances, rows: WeightRows, title: string): HeatPlot {
  const columns = results.map(({ value }) => distances(value, rows));
  const names = Object.keys(columns[0] ?? {});
  const values = names.flatMap((name) => columns.map((column) => column[name] ?? Number.NaN));
  const highest = Math.max(0, ...values.filter(Number.isFinite));
  return {
    kind: "heat",
    title,
    rowTitle: rows === "parameters" ? "Parameter" : "Head",
    columnTitle: "Sequences",
    rows: names,
    columns: results.map(({ sequences }) => formatSequences(sequences)),
    values,
    // Runs with the same first weights begin at 0, and the same run stays there.
    range: [0, highest > 0 ? highest : 1],
    scale: "sequential",
  };
}

/**
 * The same as curves: first all parameters together, then each row.
 * @param origin what is taken from sequences to place them on the x-axis
 */
export function weightsSeries({ results }: Distances, rows: WeightRows, origin: number): Series[] {
  const x = Float64Array.from(results, ({ sequences }) => sequences - origin);
  const columns = results.map(({ value }) => distances(value, rows));
  const curve = (values: readonly (number | null | undefined)[]): Float64Array =>
    Float64Array.from(values, (value) => value ?? Number.NaN);
  return [
    {
      ...{ key: "all parameters", label: "all parameters", slot: 0, x },
      y: curve(results.map(({ value }) => value.all)),
    },
    ...Object.keys(columns[0] ?? {}).map((name, row) => ({
      ...{ key: name, label: name, slot: row + 1, x },
      y: curve(columns.map((column) => column[name])),
    })),
  ];
}

function distances(value: WeightsValue, rows: WeightRows): Readonly<Record<string, number | null>> {
  if (rows === "parameters") return value.parameters;
  return Object.fromEntries(Object.entries(value.heads).map(([head, of]) => [head, of[rows]]));
}
