import type { WeightsValue } from "../../measures/measureValues.ts";
import { formatCount, formatValue } from "./formatNumbers.ts";
import type { MeasureTable } from "./measureTables.ts";

const number = (value: number | null): string => formatValue(value ?? Number.NaN);
const matrices = ["W_Q", "W_K", "W_V", "W_O", "all"] as const;

/** Distances of parameters, and of heads. */
export function weightsTables({ reference, parameters, heads, all }: WeightsValue): MeasureTable[] {
  const other =
    reference === null
      ? "those that the run began with"
      : `those of ${reference.run} at ${formatCount(reference.sequences)} sequences`;
  return [
    {
      title: `Relative distance of parameters from ${other}`,
      columns: ["", "distance"],
      rows: [...Object.entries(parameters), ["all", all] as const].map(([name, distance]) => [
        name,
        number(distance),
      ]),
    },
    {
      title: "Of heads",
      columns: ["", ...matrices],
      rows: Object.entries(heads).map(([head, distances]) => [
        head,
        ...matrices.map((matrix) => number(distances[matrix])),
      ]),
    },
  ];
}
