import { expect, test } from "vitest";
import { isSilent } from "../../../src/views/isSilent.ts";
import { sampleStatus } from "../runs/runFixtures.ts";
import { sampleEntry } from "./sampleEntry.ts";

const heartbeat = "2026-03-01T12:31:00.000Z";
const beat = Date.parse(heartbeat);
const hung = sampleEntry({ status: sampleStatus({ heartbeat }), problem: "no sign of life" });

test("a run is silent when its trainer is there and has long said nothing", () => {
  expect(isSilent(hung, beat + 60_000)).toBe(true);
  expect(isSilent({ ...hung, state: "paused" }, beat + 60_000)).toBe(true);
  expect(isSilent(hung, beat + 5000)).toBe(false);
});

test("a run is not silent where its state says what has become of it, or nothing is wrong", () => {
  expect(isSilent({ ...hung, state: "crashed" }, beat + 60_000)).toBe(false);
  expect(isSilent({ ...hung, state: "stopped" }, beat + 60_000)).toBe(false);
  // The window itself was asleep: the list has not looked again yet.
  expect(isSilent({ ...hung, problem: null }, beat + 60_000)).toBe(false);
  expect(isSilent({ ...hung, status: null }, beat + 60_000)).toBe(false);
});
