import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { optoscope } from "./optoscope.ts";
import { report } from "./report.ts";

describe("activation", () => {
  it("succeeds, and VS Code's own timers say how long it took", async () => {
    const extension = optoscope();
    await extension.activate();
    assert.ok(extension.isActive);
    await vscode.commands.executeCommand("perfview.show");
    const row = await activationRow();
    report({ kind: "note", text: `VS Code's startup performance: ${row}` });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
  });
});

/** The extension's row in "Developer: Startup Performance", with the names of its columns. */
async function activationRow(): Promise<string> {
  for (let attempt = 0; attempt < 50; attempt++) {
    for (const document of vscode.workspace.textDocuments) {
      const lines = document.uri.scheme === "perf" ? document.getText().split("\n") : [];
      const row = lines.find((line) => line.includes(optoscope().id));
      const header = lines.find((line) => /\bExtension\b.*\bLoad Code\b/.test(line));
      if (row !== undefined) return `${header ?? ""} ${row}`.replace(/\s+/g, " ");
    }
    await sleep(100);
  }
  throw new Error("the extension has no row in VS Code's startup performance");
}
