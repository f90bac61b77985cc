import { describe, expect, it } from "vitest";
import { nextOrder, sortRows } from "../../../webview/shared/sortRows.ts";

interface Row {
  readonly name: string;
  readonly value: number | string | null;
}

const rows: Row[] = [
  { name: "a", value: 2 },
  { name: "b", value: null },
  { name: "c", value: -1 },
  { name: "d", value: 2 },
  { name: "e", value: Number.NaN },
  { name: "f", value: 10 },
];

function order(direction: "ascending" | "descending"): string {
  return sortRows(rows, ({ value }) => value, direction)
    .map(({ name }) => name)
    .join("");
}

describe("sorting rows", () => {
  it("keeps equal ones in their order and puts missing ones last, in both directions", () => {
    expect(order("ascending")).toBe("cadfbe");
    expect(order("descending")).toBe("fadcbe");
  });

  it("orders texts as people do, after numbers", () => {
    const texts = ["run 10", "run 2", 5, "Alpha", null];
    expect(sortRows(texts, (text) => text, "ascending")).toEqual([5, "Alpha", "run 2", "run 10", null]);
  });

  it("leaves its rows alone", () => {
    const before = rows.map(({ name }) => name);
    order("descending");
    expect(rows.map(({ name }) => name)).toEqual(before);
  });

  it("goes from ascending to descending to unsorted, and begins anew with another column", () => {
    const first = nextOrder(null, "loss");
    expect(first).toEqual({ column: "loss", direction: "ascending" });
    const second = nextOrder(first, "loss");
    expect(second).toEqual({ column: "loss", direction: "descending" });
    expect(nextOrder(second, "loss")).toBeNull();
    expect(nextOrder(second, "name")).toEqual({ column: "name", direction: "ascending" });
  });
});
