import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commands } from "../../src/ids.ts";
import { expectPolite } from "./expectPolite.ts";
import { runFolders } from "./runFolders.ts";
import { situation } from "./situation.ts";

const ofRuns = [
  commands.pauseRun,
  commands.resumeRun,
  commands.stopRun,
  commands.forkRun,
  commands.forkRunHere,
  commands.renameRun,
  commands.deleteRun,
  commands.clampHeadWhileRunning,
  commands.releaseClamp,
  commands.showArchitecture,
  commands.openLivePanel,
  commands.compareRuns,
  commands.inspectHeads,
  commands.showWiring,
  commands.showRunFolder,
  commands.copyRunSummary,
  commands.exportMetrics,
  commands.showLog,
] as const;

const ofExperiments = [
  commands.runExperiment,
  commands.runExperimentWithChanges,
  commands.duplicateExperiment,
  commands.showArchitecture,
] as const;

if (situation === "broken-files") {
  describe("a corrupt run folder", () => {
    for (const command of ofRuns) {
      it(`is no trouble for ${command}`, async () => {
        const [id] = runFolders();
        assert.ok(id);
        await expectPolite(command, id);
        assert.deepEqual(runFolders(), [id], "it is still there, and nothing was started");
      });
    }
  });

  describe("a broken experiment", () => {
    const runsBefore = runFolders();

    for (const command of ofExperiments) {
      it(`is no trouble for ${command}`, async () => {
        await expectPolite(command, (await brokenExperiment()).fsPath);
        assert.deepEqual(runFolders(), runsBefore);
      });
    }

    it("is not run from its editor, and the problem is told with its file", async () => {
      await vscode.window.showTextDocument(await brokenExperiment());
      const shown = await expectPolite(commands.runExperiment, (await brokenExperiment()).fsPath);
      assert.match(shown.join("\n"), /broken\.opto\.json/);
      assert.deepEqual(runFolders(), runsBefore);
    });
  });
}

async function brokenExperiment(): Promise<vscode.Uri> {
  const [file] = await vscode.workspace.findFiles("broken.opto.json");
  assert.ok(file);
  return file;
}
