import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import { extensionHosts } from "../editor/processes.ts";
import type { RunningEditor } from "../editor/startEditor.ts";
import { metricsOf, runFolders, stateOf, until } from "./runFiles.ts";

/** How many runs, and by how many MiB the extension host may have grown after them, compared to after the first. */
const [runs, allowed] = [10, 60];

const experiment = {
  name: "short",
  training: { sequences: 64_000, optimizer: { kind: "adam", rate: 1e-4 } },
  evaluation: { every: 640, sequences: 100 },
};

describeInEditor("the extension host", (vsix) => {
  let session: Session;

  beforeAll(async () => {
    session = await openSession({
      extensions: [vsix],
      files: { "short.opto.json": JSON.stringify(experiment) },
    });
    await session.workbench.openFolder();
    await session.workbench.showContainer("Optoscope");
  });

  afterAll(() => session.close());

  test(`grows by under ${allowed} MiB from the first to the last of ${runs} runs, each with its Live panel`, async () => {
    onTestFailed(() => session.keep("memory"));
    const { workbench, editor } = session;
    const sizes: number[] = [];
    for (let run = 0; run < runs; run++) {
      await workbench.runCommand("Optoscope: Run Experiment");
      // With its file in no editor, it is asked for.
      await workbench.pick("short");
      await until("it has finished", () => states(editor)[run] === "finished");
      await workbench.tab("Live: short").nth(run).waitFor();
      await workbench.panel("#panel .run");
      await until("the view shows it", async () => (await workbench.rows("Runs", "finished").count()) > 0);
      sizes.push(residentSize(editor));
    }
    process.stdout.write(
      `resident memory of the extension host after each run, in MiB: ${sizes.join(", ")}\n`,
    );
    expect(sizes.at(-1)! - sizes[0]!).toBeLessThan(allowed);
  });
});

function states(editor: RunningEditor): string[] {
  return runFolders(editor.workspace).map((folder) =>
    metricsOf(folder).length > 0 ? stateOf(folder) : "starting",
  );
}

/** In MiB. */
function residentSize(editor: RunningEditor): number {
  const [host] = extensionHosts(editor);
  const status = readFileSync(`/proc/${host?.pid ?? 0}/status`, "utf8");
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024);
}
