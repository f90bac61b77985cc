import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { PaperFigure } from "../../../src/paper/paperFigure.ts";
import { paperFigures } from "../../../src/paper/paperFigures.ts";
import { PaperLab } from "../../../src/paper/paperLab.ts";
import { reproduce } from "../../../src/paper/reproduce.ts";
import { UserError } from "../../../src/userError.ts";

function place() {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-reproduce-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const lab = new PaperLab({
    ...{
      root: join(folder, "runs"),
      folder,
      trainer: "",
      measurer: "",
      parallel: 1,
      quick: false,
      group: "",
    },
    signal: new AbortController().signal,
    log: () => undefined,
  });
  return { lab, out: join(folder, "new", "out") };
}

/** A figure that says which seeds it was asked for. */
const telling = (id: string, seeds?: readonly number[]): PaperFigure => ({
  ...{ id, title: id, ...(seeds === undefined ? {} : { seeds }) },
  build: (_, asked) =>
    Promise.resolve({
      ...{ id, title: id, caption: asked.join(" "), plots: [], runs: [] },
      tables: [{ title: "T", columns: ["a"], rows: [[1]] }],
      verdicts: [{ statement: "S", paper: "p", measured: "m", holds: true }],
    }),
});

const failing = (error: Error): PaperFigure => ({
  ...{ id: "bad", title: "Bad" },
  build: () => Promise.reject(error),
});

test("a figure that fails does not keep the others from being made, and the report tells it", async () => {
  const { lab, out } = place();
  const figures = [telling("a"), failing(new UserError("the disk is full")), telling("b", [1, 2])];
  const result = await reproduce({ figures, lab, seeds: null, out });
  expect(result.figures.map(({ id, caption }) => [id, caption])).toEqual([
    ["a", "5 6 7"],
    ["b", "1 2"],
  ]);
  expect(result.failures).toEqual([{ id: "bad", reason: "the disk is full" }]);
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain("bad could not be made: the disk is full");
  for (const name of ["a.svg", "a-dark.svg", "a.png", "a.csv", "a-verdicts.csv", "b.svg"])
    expect(existsSync(join(out, name)), name).toBe(true);
  // It has a table and no plot.
  expect(readFileSync(join(out, "a.csv"), "utf8")).toBe("a\r\n1\r\n");
});

test("a mistake of ours is thrown, when all else is done", async () => {
  const { lab, out } = place();
  const figures = [failing(new TypeError("oops")), telling("a")];
  await expect(reproduce({ figures, lab, seeds: [9], out })).rejects.toThrow(TypeError);
  expect(readFileSync(join(out, "report.json"), "utf8")).toContain('"caption": "9"');
});

test("every figure and table of the paper is there, once", () => {
  expect(paperFigures.map(({ id }) => id)).toEqual([
    ...["fig3a", "fig3b", "fig4a", "fig4b", "fig5a", "fig5b", "fig6", "fig7", "fig8", "fig9", "fig10"],
    ...["fig11", "fig12", "fig13", "fig14", "fig15", "fig16", "fig17", "fig18", "table1", "table2", "table3"],
  ]);
});
