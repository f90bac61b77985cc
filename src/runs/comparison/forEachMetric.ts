import type { MetricsLine } from "../metricsLine.ts";

/**
 * Calls `use` with each value of an evaluation and the key of its column: what it is of and its name (`train.loss`,
 * `L1H3.induction`, `toy.alignment`). Of sets, the toy model has losses only.
 */
export function forEachMetric(
  { sets, heads, toy }: MetricsLine,
  use: (key: string, value: number) => void,
): void {
  const each = (owner: string, values: Readonly<Record<string, number | undefined>>): void => {
    for (const name in values) {
      const value = values[name];
      if (value !== undefined) use(`${owner}.${name}`, value);
    }
  };
  for (const [owner, values] of Object.entries(sets)) {
    if (values === undefined) continue;
    each(owner, toy === undefined ? values : { loss: values.loss });
  }
  for (const owner in heads) each(owner, heads[owner]!);
  if (toy !== undefined) each("toy", toy);
}
