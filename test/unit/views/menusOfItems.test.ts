import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commands, views } from "../../../src/ids.ts";
import type { RunState } from "../../../src/runs/runState.ts";
import { experimentClampRow, runClampRow } from "../../../src/views/clampRow.ts";
import { whyNot, type RunAction } from "../../../src/views/commands/runActions.ts";
import { runRow } from "../../../src/views/runRow.ts";
import { ablateL1H3, sampleEntry, sampleHistory } from "./sampleEntry.ts";

interface Manifest {
  readonly contributes: {
    readonly menus: {
      readonly "view/item/context": readonly { command: string; when: string; group: string }[];
    };
  };
}

const menu = (JSON.parse(readFileSync("package.json", "utf8")) as Manifest).contributes.menus[
  "view/item/context"
];

/** The commands that a trusted workspace offers on one selected item of a view, by its `contextValue`. */
function offered(view: string, contextValue: string): Set<string> {
  const fits = menu.filter(({ when }) => {
    const patterns = [...when.matchAll(/viewItem =~ \/((?:[^/\\]|\\.)*)\//g)].map(([, text = ""]) => text);
    return (
      when.startsWith(`view == ${view} `) && patterns.every((text) => new RegExp(text).test(contextValue))
    );
  });
  return new Set(fits.map(({ command }) => command));
}

const actions: readonly (readonly [string, RunAction])[] = [
  [commands.pauseRun, "pause"],
  [commands.resumeRun, "resume"],
  [commands.stopRun, "stop"],
  [commands.clampHeadWhileRunning, "clamp"],
  [commands.deleteRun, "delete"],
];
const readers: readonly (readonly [string, RunAction])[] = [
  [commands.openLivePanel, "show"],
  [commands.compareRuns, "show"],
  [commands.inspectHeads, "show"],
  [commands.showWiring, "show"],
  [commands.copyRunSummary, "show"],
  [commands.exportMetrics, "show"],
  [commands.forkRun, "fork"],
  [commands.renameRun, "rename"],
];

describe("the menu of a run", () => {
  const states: readonly RunState[] = [
    "running",
    "paused",
    "created",
    "stopped",
    "finished",
    "failed",
    "diverged",
    "crashed",
  ];

  test.each(states)("that is %s offers what applies to it, and nothing else", (state) => {
    const entry = sampleEntry({ state });
    const there = offered(views.runs, runRow(entry).contextValue);
    for (const [command, action] of [...actions, ...readers])
      expect(there.has(command), command).toBe(whyNot(action, entry) === null);
  });

  test.each(["queued", "starting"] as const)(
    "that is %s offers to stop it, and nothing that needs a folder",
    (state) => {
      const entry = sampleEntry({ state, record: null, status: null, metrics: null });
      const there = offered(views.runs, runRow(entry).contextValue);
      for (const [command, action] of [...actions, ...readers])
        expect(there.has(command), command).toBe(whyNot(action, entry) === null);
      expect(there).toContain(commands.stopRun);
    },
  );

  test("that cannot be read offers to look into it and to delete it", () => {
    const entry = sampleEntry({ state: "failed", record: null, experiment: null, problem: "not valid JSON" });
    const there = offered(views.runs, runRow(entry).contextValue);
    expect([...there].sort()).toEqual([commands.deleteRun, commands.showLog, commands.showRunFolder].sort());
  });
});

describe("the menu of a clamp", () => {
  const model = { layers: 2, heads: 8 };

  test("offers to release it while it holds or waits, and in a file", () => {
    const rows = [
      experimentClampRow(ablateL1H3, model),
      runClampRow(sampleHistory({ state: "on" }), model),
      runClampRow(sampleHistory({ state: "waiting" }), model),
    ];
    for (const { contextValue } of rows)
      expect([...offered(views.clamps, contextValue)].sort()).toEqual([
        commands.editClamp,
        commands.releaseClamp,
      ]);
    const { contextValue } = runClampRow(sampleHistory({ state: "off" }), model);
    expect(offered(views.clamps, contextValue).size).toBe(0);
  });
});
