import assert from "node:assert/strict";
import * as vscode from "vscode";
import { commands } from "../../src/ids.ts";
import { expectPolite } from "./expectPolite.ts";
import { runFolders } from "./runFolders.ts";
import { situation } from "./situation.ts";

if (situation === "untrusted") {
  describe("an untrusted workspace", () => {
    it("is one", () => {
      assert.equal(vscode.workspace.isTrusted, false);
    });

    const changing = [
      commands.runExperiment,
      commands.runExperimentWithChanges,
      commands.newExperiment,
      commands.duplicateExperiment,
    ];
    for (const command of changing) {
      it(`refuses ${command} and says why`, async () => {
        const [experiment] = await vscode.workspace.findFiles("fine.opto.json");
        assert.ok(experiment);
        const shown = await expectPolite(command, experiment.fsPath);
        assert.match(shown.join("\n"), /trust/i);
        assert.deepEqual(runFolders(), []);
      });
    }
  });
}
