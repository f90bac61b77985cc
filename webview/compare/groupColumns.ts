import type { MeasureTest } from "../../src/runs/comparison/compareGroups.ts";
import { testTexts, type TestTexts } from "../../src/runs/comparison/testTexts.ts";
import type { SortValue } from "../shared/sortRows.ts";
import type { TableColumn } from "./tableColumn.ts";

/** The columns of the table of groups, a row for each measure. Notes have one only where there are any. */
export function groupColumns(rows: readonly MeasureTest[]): TableColumn<MeasureTest>[] {
  const column = (
    key: keyof TestTexts,
    title: string,
    note: string,
    value: (test: MeasureTest) => SortValue,
    exact?: (test: MeasureTest) => string | undefined,
  ): TableColumn<MeasureTest> => ({
    ...{ key, title, note, isNumber: key !== "note" },
    cell: (test) => {
      const said = exact?.(test);
      return {
        text: testTexts(test)[key],
        value: value(test),
        ...(said === undefined ? {} : { title: said }),
      };
    },
  });
  const all = [
    column(
      "a",
      "A: mean (range)",
      "Mean, lowest and highest of A's runs that are paired",
      (test) => test.meanA,
    ),
    column(
      "b",
      "B: mean (range)",
      "Mean, lowest and highest of B's runs that are paired",
      (test) => test.meanB,
    ),
    column(
      "difference",
      "B − A (95 % CI)",
      "Mean difference of the pairs, and the interval that holds the true one with 95 % confidence",
      (test) => test.meanDifference,
      ({ meanDifference, interval, deviation }) =>
        meanDifference === null
          ? undefined
          : [
              `mean difference ${meanDifference}`,
              ...(interval === null ? [] : [`95 % confidence: ${interval.low} to ${interval.high}`]),
              ...(deviation === null ? [] : [`standard deviation of the differences ${deviation}`]),
            ].join("\n"),
    ),
    column("t", "t (df)", "Student's t of the pairs, with its degrees of freedom", ({ t }) => t),
    column("p", "p", "Two-sided, not corrected for the number of tests", ({ p }) => p),
    column(
      "effect",
      "d_z",
      "Cohen's d_z: the mean difference in standard deviations of the differences",
      ({ effect }) => effect,
      ({ effect, correctedEffect }) =>
        effect === null
          ? undefined
          : `Cohen's d_z ${effect}\nHedges' g_z, corrected for few pairs: ${correctedEffect ?? "not defined for two pairs"}`,
    ),
    column("pairs", "Pairs", "Pairs of runs that have both numbers", ({ pairs }) => pairs),
    column(
      "note",
      "Note",
      "Why there is no test, and what was left out",
      (test) => testTexts(test).note || null,
    ),
  ];
  const hasNotes = rows.some((test) => testTexts(test).note !== "");
  return all.filter(({ key }) => key !== "note" || hasNotes);
}
