import { describe, expect, it } from "vitest";
import { dataTable } from "../../../webview/shared/dataTable.ts";

const format = { x: String, y: String };
const series = (label: string, x: number[], y: number[]) => ({
  ...{ key: label, label, slot: 0 },
  x: Float64Array.from(x),
  y: Float64Array.from(y),
});

describe("dataTable", () => {
  it("has a row for each place and nothing where a series has no point", () => {
    const table = dataTable(
      [series("a", [1, 2], [10, 20]), series("b", [2, 3], [5, 6])],
      { from: 0, to: 9 },
      200,
      "x",
      format,
    );
    expect(table).toEqual({
      columns: ["x", "a", "b"],
      rows: [
        ["1", "10", ""],
        ["2", "20", "5"],
        ["3", "", "6"],
      ],
      note: null,
    });
  });

  it("has the last points in range and says what is left out", () => {
    const x = Array.from({ length: 500 }, (_, i) => i);
    const table = dataTable([series("a", x, x)], { from: 0, to: 399 }, 200, "x", format);
    expect(table.rows).toHaveLength(200);
    expect(table.rows.at(-1)).toEqual(["399", "399"]);
    expect(table.note).toBe("The last 200 of 400 points in view.");
  });
});
