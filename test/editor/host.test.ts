import { test } from "vitest";
import type { Situation } from "../host/hostReport.ts";
import { situations } from "../host/hostReport.ts";
import { describeInEditor } from "./describeInEditor.ts";
import { packageHostTests } from "./packageHostTests.ts";
import { runHostTests } from "./runHostTests.ts";
import type { HostWorkspace } from "./runHostTests.ts";

const runFolder = ".optoscope/runs/2026-01-01-000000-corrupt-0000";

const workspaces: Readonly<Record<Situation, HostWorkspace>> = {
  "nothing-selected": {},
  "no-folder": {},
  untrusted: { isTrusted: false, files: { "fine.opto.json": "{}\n" } },
  "broken-files": {
    files: {
      "broken.opto.json": '{\n  "model": { "heds": 8 },\n  "clamps": [\n',
      [`${runFolder}/run.json`]: '{"format": 1, "exper',
      [`${runFolder}/status.json`]: "\0\0\0",
      [`${runFolder}/metrics.jsonl`]: "{}\n[]\nnull\n",
    },
  },
};

let hostTests: Promise<string> | undefined;

// Each test inside of the extension host is shown as one here.
for (const situation of Object.keys(situations) as Situation[]) {
  describeInEditor(`in the extension host, ${situations[situation]}`, async (vsix) => {
    hostTests ??= packageHostTests();
    const lines = await runHostTests(situation, [vsix, await hostTests], workspaces[situation]);
    for (const line of lines) {
      if (line.kind === "note") process.stdout.write(`${line.text}\n`);
      if (line.kind === "test") {
        test(line.title, () => {
          if (line.error !== null) throw new Error(line.error);
        });
      }
      if (line.kind === "end" && line.error !== null) throw new Error(line.error);
    }
    if (!lines.some(({ kind }) => kind === "test")) throw new Error("no test has run");
  });
}
