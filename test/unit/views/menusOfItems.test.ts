import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import { commands, views } from "../../../src/ids.ts";
import type { RunState } from "../../../src/runs/runState.ts";
import { experimentClampRow, runClampRow } from "../../../src/views/clampRow.ts";
import { whyNot, type RunAction } from "../../../src/views/commands/runActions.ts";
import { groupRow } from "../../../src/views/groupRow.ts";
import { runRow } from "../../../src/views/runRow.ts";
import { architectureModel } from "../../../src/views/trees/architectureModel.ts";
import { architectureRows } from "../../../src/views/trees/architectureRows.ts";
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

describe("the menu of a group", () => {
  const runs = [sampleEntry(), sampleEntry({ id: "b", state: "finished" })];
  const group = (of: typeof runs) => groupRow({ id: "g", name: "sweep", runs: of }).contextValue;
  const looks = [commands.compareRuns, commands.inspectHeads, commands.showWiring];

  test("looks into its runs once there are two to look into, by commands that let the user choose of them", () => {
    const there = offered(views.runs, group(runs));
    for (const command of looks) expect(there.has(command), command).toBe(true);
    const queued = runs.map((run) => ({ ...run, state: "queued" as const, record: null }));
    for (const command of looks) expect(offered(views.runs, group(queued))).not.toContain(command);
  });
});

describe("the menu of the Architecture view", () => {
  const { model, ...parts } = experimentSchema.parse({});
  const roots = architectureModel({ model, ...parts });
  const state = { metrics: null, marks: new Map(), ticked: new Set<string>() };
  const menuOf = (id: string, context: string) => {
    const row = architectureRows(roots, { ...state, context }).get(id)!;
    return [...offered(views.architecture, row.contextValue)].sort();
  };
  const looks = [commands.inspectHeads, commands.showWiring, commands.compareRuns];

  test.each(["blocks.1.attn.L1H3", "blocks.1.attn", "blocks.1"])(
    "on %s clamps it, and looks into the run that is shown",
    (id) => {
      const clamps = [commands.clampSelectedHeads, commands.clampHeadWhileRunning];
      expect(menuOf(id, runRow(sampleEntry()).contextValue)).toEqual([...clamps, ...looks].sort());
      const ended = runRow(sampleEntry({ state: "finished" })).contextValue;
      expect(menuOf(id, ended)).toEqual([commands.clampSelectedHeads, ...looks].sort());
    },
  );

  test("on what has no heads has nothing of heads", () => {
    for (const id of ["embed", "unembed"]) expect(menuOf(id, "run active running")).toEqual([]);
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
