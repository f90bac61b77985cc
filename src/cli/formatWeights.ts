import { formatCount, formatValue } from "../runs/comparison/formatNumbers.ts";
import type { WeightsComparison } from "./compareWeights.ts";
import { tablesInWidth } from "./tablesInWidth.ts";
import { wrap } from "./terminalText.ts";

/** Most places that are shown; the JSON has all. */
const mostPlaces = 6;

/**
 * Distances of weights as text of at most `width` columns: for each run a table of parameters and heads by place.
 * @param names of runs, by id
 */
export function formatWeights(
  compared: readonly WeightsComparison[],
  baseline: string,
  names: ReadonlyMap<string, string>,
  width: number,
): string {
  const name = (run: string): string => names.get(run) ?? run;
  const parts = compared.map(({ run, results, reason }) => {
    const title = wrap(
      `Weights: distance of ${name(run)} from ${name(baseline)}, relative to the latter`,
      width,
    );
    if (reason !== null) return `${title}\n${wrap(reason, width)}`;
    const shown = spread(results);
    const [first] = shown;
    const rows = [
      ["sequences", ...shown.map(({ sequences }) => formatCount(sequences))],
      ["all parameters", ...shown.map(({ value }) => formatValue(value.all))],
      ...Object.keys(first?.value.parameters ?? {}).map((parameter) => [
        parameter,
        ...shown.map(({ value }) => formatValue(value.parameters[parameter] ?? Number.NaN)),
      ]),
      ...Object.keys(first?.value.heads ?? {}).map((head) => [
        head,
        ...shown.map(({ value }) => formatValue(value.heads[head]?.all ?? Number.NaN)),
      ]),
    ];
    const left = results.length - shown.length;
    const note = left === 0 ? "" : `\n${wrap(`${left} checkpoints more are in the JSON (--json).`, width)}`;
    return `${title}\n${tablesInWidth(rows, width)}${note}`;
  });
  return parts.map((part) => `\n${part}\n`).join("");
}

/** The first, the last, and some between them. */
function spread<T>(all: readonly T[]): T[] {
  if (all.length <= mostPlaces) return [...all];
  return Array.from(
    { length: mostPlaces },
    (_, place) => all[Math.round((place * (all.length - 1)) / (mostPlaces - 1))]!,
  );
}
