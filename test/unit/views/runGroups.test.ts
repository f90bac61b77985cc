import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { RunEntry } from "../../../src/execution/runEntry.ts";
import { commands } from "../../../src/ids.ts";
import { groupEndMessage } from "../../../src/views/groupEndMessage.ts";
import { groupRow } from "../../../src/views/groupRow.ts";
import { groupTooltip } from "../../../src/views/groupTooltip.ts";
import { runGroups } from "../../../src/views/runGroups.ts";
import { runsTreeModel } from "../../../src/views/trees/runsTreeModel.ts";
import { sampleMetrics } from "../runs/runFixtures.ts";
import { sampleEntry } from "./sampleEntry.ts";

const member = (seed: number, changes: Partial<RunEntry> = {}, group = "g"): RunEntry =>
  sampleEntry({
    ...{ id: `run${seed}`, name: `sweep · seed ${seed}`, state: "finished" },
    group: { id: group, name: "sweep", values: { "seeds.init": seed } },
    ...changes,
  });
const alone = (id: string) => sampleEntry({ id, group: null });

/** A member with this train loss at its end. */
const withLoss = (seed: number, loss: number, changes: Partial<RunEntry> = {}): RunEntry => {
  const metrics = sampleMetrics(1000);
  const sets = { ...metrics.sets, train: { ...metrics.sets.train!, loss } };
  return member(seed, { metrics: { ...metrics, sets }, ...changes });
};

describe("groups of runs", () => {
  it("stand where their first member was, in the order of their values", () => {
    const list = runGroups([alone("a"), member(10), alone("b"), member(2), member(9)]);
    expect(list.map(({ id }) => id)).toEqual(["a", "g", "b"]);
    expect("runs" in list[1]! ? list[1].runs.map(({ id }) => id) : []).toEqual(["run2", "run9", "run10"]);
  });

  it("need two runs, and a run of another launch is none of them", () => {
    expect(runGroups([member(1), member(2, {}, "h")]).map(({ id }) => id)).toEqual(["run1", "run2"]);
  });

  it("have a row in the tree, with their members below; others are as before", () => {
    const { rows, top, members } = runsTreeModel([alone("a"), member(2), member(1)]);
    expect(top).toEqual(["a", "group:g"]);
    expect(members).toEqual(new Map([["group:g", ["run1", "run2"]]]));
    expect([...rows.keys()]).toEqual(["a", "group:g", "run1", "run2"]);
    expect(rows.get("run1")!.label).toBe("seed 1");
    expect(runsTreeModel([alone("a")]).members.size).toBe(0);
  });
});

describe("the row of a group", () => {
  const row = (...runs: RunEntry[]) => groupRow({ id: "g", name: "sweep", runs });

  it("says how many have finished and what their loss is on average", () => {
    expect(
      row(withLoss(1, 0.1), withLoss(2, 0.3, { state: "running" }), member(3, { metrics: null })),
    ).toEqual({
      label: "sweep",
      description: "2 of 3 finished · 1 training · mean loss 0.200",
      icon: { id: "sync~spin", color: null },
      contextValue: "group shown active running ended",
      spoken: "group sweep, 2 of 3 finished · 1 training · mean loss 0.200",
      isTicked: null,
    });
  });

  it("points at members that have failed", () => {
    const failed = row(member(1), member(2, { state: "crashed", metrics: null }));
    expect(failed).toMatchObject({ icon: { id: "warning" }, contextValue: "group shown ended resumable" });
    expect(failed.description).toContain("1 of 2 finished · 1 failed");
  });

  it("has nothing to show before anything has begun", () => {
    const queued = { state: "queued", record: null, metrics: null, status: null } as const;
    expect(row(member(1, queued), member(2, queued))).toMatchObject({
      description: "0 of 2 finished",
      contextValue: "group queued",
    });
  });

  it("offers what can be done with several runs, and nothing for one alone", () => {
    const { contributes } = JSON.parse(readFileSync("package.json", "utf8")) as {
      contributes: { menus: Record<string, { command: string; when: string }[]> };
    };
    const offered = (contextValue: string) =>
      new Set(
        contributes.menus["view/item/context"]!.filter(({ when }) => {
          const [, pattern] = /^view == optoscope\.runs && viewItem =~ \/(.*?)\/( |$)/.exec(when) ?? [];
          return pattern !== undefined && new RegExp(pattern).test(contextValue);
        }).map(({ command }) => command),
      );
    const shares = [
      commands.openLivePanel,
      commands.compareRuns,
      commands.copyRunSummary,
      commands.exportMetrics,
      commands.measureUnderClamp,
      commands.inspectHeads,
      commands.showWiring,
    ];
    const running = row(member(1, { state: "running" }), member(2, { state: "paused" })).contextValue;
    expect([...offered(running)].sort()).toEqual(
      [...shares, commands.pauseRun, commands.resumeRun, commands.stopRun].sort(),
    );
    const ended = row(member(1), member(2, { state: "stopped" })).contextValue;
    expect([...offered(ended)].sort()).toEqual([...shares, commands.resumeRun, commands.deleteRun].sort());
  });

  it("is explained by how each member stands", () => {
    const text = groupTooltip({ id: "g", name: "sweep", runs: [withLoss(1, 0.25), member(2)] });
    expect(text).toContain("**sweep** — 2 runs");
    expect(text).toContain("seed 1\\: finished · loss 0\\.250");
    const many = Array.from({ length: 25 }, (_, seed) => member(seed));
    expect(groupTooltip({ id: "g", name: "sweep", runs: many })).toContain("and 5 more");
  });
});

it("the end of a group is told when nothing of it trains or waits any more", () => {
  const { group } = member(1);
  const runs = [member(1), member(2, { state: "failed" }), member(3, {}, "other")];
  expect(groupEndMessage(group!, runs)).toEqual({
    message: { severity: "information", text: "sweep: 1 of 2 runs have finished" },
    ids: ["run1", "run2"],
  });
  expect(groupEndMessage(group!, [...runs, member(4, { state: "queued" })])).toBeNull();
});
