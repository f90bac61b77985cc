import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { curvesCsv } from "../../../../src/runs/comparison/curvesCsv.ts";
import { curvesJson } from "../../../../src/runs/comparison/curvesJson.ts";
import { create, finish, runFolder } from "../../training/tinyRun.ts";
import { curvesOf, readComparedRun } from "./sampleRuns.ts";

/** Reads CSV as RFC 4180 has it. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cell = /("(?:[^"]|"")*"|[^,\r\n"]*)(,|\r\n)/y;
  for (let row: string[] = []; cell.lastIndex < text.length;) {
    const found = cell.exec(text);
    if (found === null) throw new Error(`not CSV: ${JSON.stringify(text)}`);
    const [, content = "", end] = found;
    row.push(content.startsWith('"') ? content.slice(1, -1).replaceAll('""', '"') : content);
    if (end === ",") continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe("curvesCsv", () => {
  it("has a row for each evaluation of each run, and the metrics of all", () => {
    const runs = [
      { name: "one", curves: curvesOf([0, 32], { "train.loss": [2.354644767068598, Number.NaN] }) },
      { name: "two", curves: curvesOf([0], { "L1H3.induction": [-1e-7] }) },
    ];
    expect(curvesCsv(runs)).toBe(
      "run,sequences,train.loss,L1H3.induction\r\none,0,2.354644767068598,\r\none,32,,\r\ntwo,0,,-1e-7\r\n",
    );
    expect(curvesCsv([])).toBe("run,sequences\r\n");
  });

  it("keeps any name and any number", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), fc.double(), (start, end, value) => {
        const name = `${start},"\r\n${end}`;
        const [head, row, ...rest] = parseCsv(
          curvesCsv([{ name, curves: curvesOf([8], { "train.loss": [value] }) }]),
        );
        expect([head, rest]).toEqual([["run", "sequences", "train.loss"], []]);
        expect(row![0]!.replace(/^'(?=[=+\-@\t\r])/, "")).toBe(name);
        expect(row!.slice(1)).toEqual(["8", Number.isFinite(value) ? String(value) : ""]);
      }),
    );
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\r=1"])("takes the power from %j", (name) => {
    const [, row] = parseCsv(curvesCsv([{ name, curves: curvesOf([0], {}) }]));
    expect(row![0]).toBe(`'${name}`);
  });
});

describe("curvesJson", () => {
  it("has the evaluations as the trainer wrote them", async () => {
    const folder = runFolder();
    await finish(await create(folder));
    const { curves } = readComparedRun(folder, "a");
    const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
    const json = JSON.parse(curvesJson([{ name: "a", curves }])) as unknown;
    expect(json).toEqual([{ run: "a", evaluations: lines.map((line) => JSON.parse(line) as unknown) }]);
    expect(lines).toHaveLength(5);
  });
});
