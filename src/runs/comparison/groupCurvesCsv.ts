import type { Curves } from "./curves.ts";
import { csvCell, csvNumber } from "./csvCell.ts";
import { groupCurves } from "./groupCurves.ts";
import { metricKeys } from "./metricInfo.ts";

/** Runs to be written as one. */
export interface NamedGroup {
  readonly name: string;
  readonly runs: readonly { readonly curves: Curves }[];
}

const parts = ["mean", "low", "high"] as const;
const titles = { mean: "mean", low: "min", high: "max" } as const;

/**
 * The means and ranges of groups as CSV (RFC 4180), one row for each point that all members have which are evaluated
 * there: `group`, `sequences`, `runs` (how many those are), and `METRIC.mean`, `METRIC.min` and `METRIC.max` of every
 * metric, in full precision and empty where there is no number.
 */
export function groupCurvesCsv(groups: readonly NamedGroup[]): string {
  const all = groups.flatMap(({ runs }) => runs);
  const columns = Object.fromEntries(all.flatMap(({ curves }) => Object.entries(curves.columns)));
  const keys = metricKeys({ columns });
  const heads = keys.flatMap((key) => parts.map((part) => `${key}.${titles[part]}`));
  const rows = [["group", "sequences", "runs", ...heads].map((text) => csvCell(text)).join(",")];
  for (const { name, runs } of groups) {
    const curves = runs.map((run) => run.curves);
    const { sequences, members } = groupCurves(
      curves.map((one) => ({ sequences: one.sequences, values: one.sequences })),
    );
    const metrics = keys.map((key) => {
      const measured = curves.flatMap((one) => {
        const values = one.columns[key];
        return values === undefined ? [] : [{ sequences: one.sequences, values }];
      });
      const curve = groupCurves(measured);
      const places = new Map(Array.from(curve.sequences, (at, place) => [at, place]));
      return { curve, places };
    });
    sequences.forEach((at, place) => {
      const cells = metrics.flatMap(({ curve, places }) =>
        parts.map((part) => csvNumber(curve[part][places.get(at) ?? -1])),
      );
      rows.push([csvCell(name), csvNumber(at), csvNumber(members[place]), ...cells].join(","));
    });
  }
  return `${rows.join("\r\n")}\r\n`;
}
