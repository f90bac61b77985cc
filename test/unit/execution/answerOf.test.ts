import { expect, it } from "vitest";
import { answerOf } from "../../../src/execution/answerOf.ts";
import type { ClampRequest } from "../../../src/runs/runRequests.ts";
import type { RunEvent } from "../../../src/runs/runEvents.ts";

const base = { sequences: 0, time: "2026-03-01T14:25:30.000Z" };
const clamp = { kind: "ablate" };
const warning = (message: string): RunEvent => ({ kind: "warning", ...base, message });
const set: ClampRequest = { kind: "clamp", id: "1", clamp };
const release: ClampRequest = { kind: "unclamp", id: "1" };

it.each<[ClampRequest, RunEvent, "done" | "refused" | null]>([
  [set, { kind: "clamp-on", ...base, id: "1", clamp }, "done"],
  [set, { kind: "clamp-set", ...base, id: "1", clamp }, "done"],
  [set, { kind: "clamp-on", ...base, id: "10", clamp }, null],
  [set, { kind: "clamp-off", ...base, id: "1", clamp }, null],
  [set, warning("clamp 1: no such head"), "refused"],
  [set, warning("clamp 10: no such head"), null],
  [set, warning("unclamp 1: there is no clamp 1"), null],
  [release, { kind: "clamp-off", ...base, id: "1", clamp }, "done"],
  [release, warning("unclamp 1: there is no clamp 1"), "refused"],
  [release, { kind: "checkpoint", ...base, file: "x" }, null],
])("to %j, %j is %s", (request, event, answer) => {
  expect(answerOf(request, event)).toBe(answer);
});
