import type { GroupTest } from "./compareGroups.ts";
import { csvCell, csvNumber } from "./csvCell.ts";

const heads = [
  ...["a", "b", "measure", "where", "at", "pairs", "missing", "mean_a", "mean_b", "difference"],
  ...["ci95_low", "ci95_high", "sd_of_differences", "t", "df", "p", "d_z", "hedges_g_z", "note"],
];

/**
 * The tests of groups as CSV (RFC 4180), one row for each measure of two groups, in full precision and empty where
 * there is no number. `difference` is b minus a; `note` says why there is no t.
 */
export function groupTestsCsv(groups: readonly GroupTest[]): string {
  const number = (value: number | null): string => csvNumber(value ?? undefined);
  const rows = groups.flatMap(({ nameA, nameB, measures }) =>
    measures.map((test) =>
      [
        ...[nameA, nameB, test.measure, test.where].map(csvCell),
        ...[test.at, test.pairs, test.missing, test.meanA, test.meanB, test.meanDifference].map(number),
        ...[test.interval?.low ?? null, test.interval?.high ?? null, test.deviation, test.t].map(number),
        ...[test.degreesOfFreedom, test.p, test.effect, test.correctedEffect].map(number),
        csvCell(test.reason ?? ""),
      ].join(","),
    ),
  );
  return `${[heads.join(","), ...rows].join("\r\n")}\r\n`;
}
