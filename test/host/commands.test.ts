import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commands } from "../../src/ids.ts";
import { expectPolite } from "./expectPolite.ts";
import { situations } from "./hostReport.ts";
import { optoscope } from "./optoscope.ts";
import { runFolders } from "./runFolders.ts";
import { situation } from "./situation.ts";

/** What a user sees of these is in a view, or in the panel below the editors: they need not say anything. */
const actsSilently: ReadonlySet<string> = new Set([
  commands.refreshRuns,
  commands.focusRuns,
  commands.clearTickedHeads,
  commands.showLog,
]);

describe(`commands ${situations[situation]}`, () => {
  let runsBefore: readonly string[] = [];

  before(async () => {
    await optoscope().activate();
    runsBefore = runFolders();
  });

  beforeEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("are all registered", async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = Object.values(commands).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
  });

  for (const command of Object.values(commands)) {
    it(`${command} ends and says what it needs`, async () => {
      const shown = await expectPolite(command);
      if (!actsSilently.has(command)) assert.notDeepEqual(shown, [], "it did nothing that a user can see");
    });
  }

  /** What is no run: a run that is gone, heads of nothing, and what no menu gives. */
  const strange: readonly (readonly unknown[])[] = [
    ["no-such-run"],
    [["no-such-run", "another", "a third"]],
    [{ kind: "run", id: "../../etc" }],
    [{ kind: "head", id: "head:L9H9", heads: ["L9H9"] }, [null, { kind: "head", heads: 7 }]],
    [{ kind: "run-group", runs: [{}] }],
    [7],
  ];
  for (const command of [commands.inspectHeads, commands.showWiring]) {
    it(`${command} opens no panel for what is no run`, async () => {
      for (const args of strange) await expectPolite(command, ...args);
      assert.deepEqual(
        vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
        [],
      );
    });
  }

  it("have started no run", () => {
    assert.deepEqual(runFolders(), runsBefore);
  });
});
