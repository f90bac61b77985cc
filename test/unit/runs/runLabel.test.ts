import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readLabel, writeLabel } from "../../../src/runs/runLabel.ts";
import { UserError } from "../../../src/userError.ts";
import { temporaryFolder } from "./runFixtures.ts";

it("keeps a name and a slot", () => {
  const folder = temporaryFolder();
  expect(readLabel(folder)).toEqual({ name: null, slot: null });
  writeLabel(folder, { name: "Frühe Köpfe", slot: 3 });
  writeLabel(folder, { name: "Frühe Köpfe", slot: 4 });
  expect(readLabel(folder)).toEqual({ name: "Frühe Köpfe", slot: 4 });
  expect(readdirSync(folder)).toEqual(["label.json"]);
});

it.each([
  "",
  "{",
  "[]",
  '"x"',
  '{"name": 1}',
  '{"slot": -1}',
  '{"name": "", "slot": 1}',
  "\0".repeat(70_000),
])("counts a damaged one as empty: %j", (text) => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "label.json"), text);
  expect(readLabel(folder)).toEqual({ name: null, slot: null });
});

it("counts a folder of that name as empty, and explains why nothing can be written", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "label.json", "x"), { recursive: true });
  expect(readLabel(folder)).toEqual({ name: null, slot: null });
  expect(() => {
    writeLabel(folder, { name: "x", slot: null });
  }).toThrow(UserError);
});
