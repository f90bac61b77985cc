import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { HostReportLine, Situation } from "../host/hostReport.ts";
import { hostVariables } from "../host/hostReport.ts";
import { openSession } from "./openSession.ts";
import { startScreenServer } from "./screenServer.ts";
import type { EditorOptions } from "./startEditor.ts";
import { testFolder } from "./testHost.ts";

/** What workspace the tests find. */
export type HostWorkspace = Pick<EditorOptions, "files" | "copyOf" | "isTrusted" | "settings">;

/**
 * Runs test/host in an extension host with these extensions (the VSIX files of Optoscope and of the tests), and returns
 * its report.
 * @throws when it has not come to its end after five minutes
 */
export async function runHostTests(
  situation: Situation,
  extensions: readonly string[],
  workspace: HostWorkspace,
): Promise<HostReportLine[]> {
  const file = join(testFolder, `host-${situation}.jsonl`);
  rmSync(file, { force: true });
  const screen = await startScreenServer();
  try {
    const session = await openSession({
      ...workspace,
      extensions,
      env: {
        [hostVariables.report]: file,
        [hostVariables.screen]: screen.address,
        [hostVariables.situation]: situation,
      },
    });
    try {
      screen.show(session.workbench.page);
      await session.workbench.openFolder(situation === "no-folder" ? null : session.editor.workspace);
      for (const end = Date.now() + 300_000; Date.now() < end;) {
        await sleep(200);
        const lines = existsSync(file) ? readLines(file) : [];
        if (lines.some(({ kind }) => kind === "end")) return lines;
      }
      await session.keep(`host-${situation}`);
      throw new Error(`the tests did not end; see .vscode-test/host-${situation}.log`);
    } finally {
      await session.close();
    }
  } finally {
    screen.close();
  }
}

function readLines(file: string): HostReportLine[] {
  const complete = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return complete.map((line) => JSON.parse(line) as HostReportLine);
}
