import assert from "node:assert/strict";
import { availableParallelism, loadavg } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";
import { optoscope } from "./optoscope.ts";
import { report } from "./report.ts";

/** Milliseconds that a window may wait for Optoscope on a machine with nothing else to do. */
const allowed = 150;

describe("activation", () => {
  it(`takes less than ${allowed} ms by VS Code's own timers`, async () => {
    const extension = optoscope();
    await extension.activate();
    assert.ok(extension.isActive);
    // A machine with more to do than it has processors is slower by so much.
    const busy = Math.max(1, (loadavg()[0] ?? 0) / availableParallelism());
    await vscode.commands.executeCommand("perfview.show");
    const { load, activate } = await activationTimes();
    report({
      kind: "note",
      text: `Load Code ${load} ms, Activate ${activate} ms (load of the machine per processor: ${busy.toFixed(1)})`,
    });
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    assert.ok(load + activate < allowed * busy, `loading took ${load} ms, activating ${activate} ms`);
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
