import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { lastLines } from "../../../src/execution/lastLines.ts";
import { RunWriter } from "../../../src/runs/runWriter.ts";
import { sampleRecord } from "../runs/runFixtures.ts";
import { emptyRoot } from "./libraryFixture.ts";

it("a run may begin in a folder that holds nothing but its trainer's log, which is kept", () => {
  const folder = emptyRoot();
  const log = join(folder, "trainer.log");
  writeFileSync(log, "early words\n");
  const writer = RunWriter.create(folder, sampleRecord());
  writer.log("later words");
  writer.close();
  expect(readFileSync(log, "utf8")).toMatch(/^early words\n.* later words\n$/);
});

it("a run that cannot begin leaves the log as it was", () => {
  const folder = emptyRoot();
  writeFileSync(join(folder, "trainer.log"), "early words\n");
  const cyclic: Record<string, unknown> = {};
  cyclic["self"] = cyclic;
  expect(() => RunWriter.create(folder, { ...sampleRecord(), ...cyclic })).toThrow();
  expect(readdirSync(folder)).toEqual(["trainer.log"]);
  expect(readFileSync(join(folder, "trainer.log"), "utf8")).toBe("early words\n");
});

it("gives the last lines of a log, however long it is", () => {
  const file = join(emptyRoot(), "trainer.log");
  expect(lastLines(file, 20)).toEqual([]);
  writeFileSync(file, Array.from({ length: 100_000 }, (_, number) => `line ${number}\n`).join(""));
  expect(lastLines(file, 2)).toEqual(["line 99998", "line 99999"]);
  writeFileSync(file, "one\ntwo, without an end");
  expect(lastLines(file, 20)).toEqual(["one", "two, without an end"]);
});
