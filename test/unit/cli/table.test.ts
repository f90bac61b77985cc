import { expect, test } from "vitest";
import { table } from "../../../src/cli/table.ts";

test("columns are aligned, the first to the left and the others to the right", () => {
  expect(
    table([
      ["engine", "steps/s", "ratio"],
      ["a", "1984", "4.9"],
      ["long name", "5", ""],
    ]),
  ).toBe(["engine     steps/s  ratio", "a             1984    4.9", "long name        5"].join("\n"));
});

test("no rows are no text", () => {
  expect(table([])).toBe("");
});
