import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { version } from "../../src/version.ts";
import { startEditor } from "./startEditor.ts";

// Opens the built extension in a real VS Code, on a copy of the sample workspace: in the desktop's where there is one,
// else in the test host, whose page any browser shows.
const root = resolve(import.meta.dirname, "../..");
const sample = join(root, "test/fixtures/sample");

if (spawnSync("code", ["--version"]).status === 0) {
  const workspace = mkdtempSync(join(tmpdir(), "optoscope-sample-"));
  cpSync(sample, workspace, { recursive: true });
  print(`Opening VS Code on ${workspace}, with the extension from ${root}.`);
  spawn("code", ["--new-window", `--extensionDevelopmentPath=${root}`, workspace], { stdio: "inherit" });
} else {
  const editor = await startEditor({
    extensions: [join(root, `optoscope-${version}.vsix`)],
    copyOf: sample,
    settings: { "workbench.startupEditor": "welcomePage" },
  });
  print(`VS Code with Optoscope is at ${editor.address}/?folder=${encodeURIComponent(editor.workspace)}`);
  print("Its workspace is a copy and goes with it. Ctrl-C ends it.");
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void editor.stop().then(() => process.exit(0));
    });
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
