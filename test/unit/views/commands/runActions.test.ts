import { describe, expect, test } from "vitest";
import type { RunState } from "../../../../src/runs/runState.ts";
import { isOngoing } from "../../../../src/execution/stateKinds.ts";
import { whyNot, type RunAction } from "../../../../src/views/commands/runActions.ts";

const record = {};
const states: readonly RunState[] = [
  "queued",
  "starting",
  "created",
  "running",
  "paused",
  "stopped",
  "finished",
  "failed",
  "diverged",
  "crashed",
];

function statesFor(action: RunAction): RunState[] {
  return states.filter((state) => whyNot(action, { name: "base", state, record, problem: null }) === null);
}

describe("which commands apply to which runs", () => {
  test("pause what trains, resume what can go on, stop what has a process or waits for one", () => {
    expect(statesFor("pause")).toEqual(["running"]);
    expect(statesFor("resume")).toEqual(["created", "paused", "stopped", "failed", "crashed"]);
    expect(statesFor("stop")).toEqual(["queued", "starting", "running", "paused"]);
    expect(statesFor("stop")).toEqual(states.filter(isOngoing));
  });

  test("clamp while there is a trainer to ask, delete when there is none", () => {
    expect(statesFor("clamp")).toEqual(["running", "paused"]);
    expect(statesFor("delete")).toEqual(states.filter((state) => !isOngoing(state)));
  });

  test("say why not, with the run's name and state", () => {
    const run = { name: "base", state: "finished", record, problem: null } as const;
    expect(whyNot("pause", run)).toBe("“base” is finished: only a run that is training can be paused.");
  });

  test("a run without a folder has nothing to show, to fork or to rename", () => {
    const run = { name: "base", state: "queued", record: null, problem: null } as const;
    for (const action of ["show", "fork", "rename"] as const)
      expect(whyNot(action, run), action).toMatch(/^“base” is queued: /);
    expect(whyNot("stop", run)).toBeNull();
  });

  test("a run that cannot be read can be deleted and looked into, and says why nothing else", () => {
    const run = { name: "x", state: "failed", record: null, problem: "run.json: not valid JSON" } as const;
    expect(whyNot("delete", run)).toBeNull();
    expect(whyNot("folder", run)).toBeNull();
    for (const action of ["show", "fork", "rename", "resume"] as const)
      expect(whyNot(action, run), action).toBe("“x” cannot be read: run.json: not valid JSON");
  });
});
