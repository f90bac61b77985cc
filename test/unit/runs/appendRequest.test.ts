import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { appendRequest } from "../../../src/runs/appendRequest.ts";
import { RequestReader } from "../../../src/runs/requestReader.ts";
import { UserError } from "../../../src/userError.ts";
import { temporaryFolder } from "./runFixtures.ts";

it("appends lines that a trainer reads, also after one that was left unfinished", () => {
  const folder = temporaryFolder();
  const file = join(folder, "control.jsonl");
  writeFileSync(file, "");
  const reader = new RequestReader(file);
  const clamp = { kind: "clamp", id: "0", clamp: { kind: "ablate", heads: ["L1H0"] } } as const;
  appendRequest(folder, { kind: "pause" });
  appendRequest(folder, clamp);
  expect(reader.take()).toEqual({ requests: [{ kind: "pause" }, clamp], problems: [] });
  appendFileSync(file, '{"kind":"st');
  appendRequest(folder, { kind: "resume" });
  const read = reader.take();
  expect(read.requests).toEqual([{ kind: "resume" }]);
  expect(read.problems).toHaveLength(1);
  expect(readFileSync(file, "utf8").endsWith('{"kind":"resume"}\n')).toBe(true);
});

it("explains a folder that is gone", () => {
  const folder = join(temporaryFolder(), "gone");
  expect(() => {
    appendRequest(folder, { kind: "stop" });
  }).toThrow(UserError);
});
