import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { optoscope } from "./optoscope.ts";
import { report } from "./report.ts";

describe("activation", () => {
  it("is timed by VS Code", async () => {
    const extension = optoscope();
    await extension.activate();
    assert.ok(extension.isActive);
    const busy = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    await vscode.commands.executeCommand("perfview.show");
    const { load, activate } = await activationTimes();
    report({
      kind: "note",
      text: `Load Code ${load} ms, Activate ${activate} ms (load of the machine per processor: ${busy.toFixed(1)})`,
    });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    // How long it took is told, not judged: that depends on what else the machine does. What is loaded at activation is
    // held by test/unit/build.
    assert.ok(load > 0 && activate > 0, "VS Code has timed both");
  });
});

/** The extension's times in "Developer: Startup Performance", in milliseconds. */
async function activationTimes(): Promise<{ load: number; activate: number }> {
  for (let attempt = 0; attempt < 50; attempt++) {
    for (const document of vscode.workspace.textDocuments) {
      const lines = document.uri.scheme === "perf" ? document.getText().split("\n") : [];
      const cells = lines.filter(
        (line) => /\bExtension\b.*\bLoad Code\b/.test(line) || line.includes(optoscope().id),
      );
      const [titles, values] = cells.map((line) => line.split("|").map((cell) => cell.trim()));
      if (titles === undefined || values === undefined) continue;
      const time = (title: string) => Number(values[titles.indexOf(title)]);
      return { load: time("Load Code"), activate: time("Call Activate") + time("Finish Activate") };
    }
    await sleep(100);
  }
  throw new Error("the extension has no row in VS Code's startup performance");
}
