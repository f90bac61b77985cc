import type { Curves } from "./curves.ts";
import { metricKeys } from "./metricInfo.ts";

/**
 * The curves of runs as JSON: an array of `{run, evaluations}`, the evaluations as in `metrics.jsonl`, with null for
 * what is not a number.
 */
export function curvesJson(runs: readonly { readonly name: string; readonly curves: Curves }[]): string {
  const parts = runs.map(({ name, curves }) => ({ run: name, evaluations: evaluations(curves) }));
  return `${JSON.stringify(parts, null, 1)}\n`;
}

function evaluations(curves: Curves): object[] {
  const columns = metricKeys(curves).map((key) => {
    const dot = key.lastIndexOf(".");
    return { owner: key.slice(0, dot), measure: key.slice(dot + 1), values: curves.columns[key]! };
  });
  return Array.from(curves.sequences, (sequences, place) => {
    const sets: Record<string, Record<string, number>> = {};
    const heads: Record<string, Record<string, number>> = {};
    const toy: Record<string, Record<string, number>> = {};
    for (const { owner, measure, values } of columns) {
      const owners = owner === "toy" ? toy : /^L\d+H\d+$/.test(owner) ? heads : sets;
      (owners[owner] ??= {})[measure] = values[place]!;
    }
    return { sequences, sets, heads, ...toy };
  });
}
