import { join, resolve } from "node:path";

/** Versions that tests run with. code-server 4.139.1 is VS Code 1.139.1; it wants Node 24, whatever runs the tests. */
export const pinned = { codeServer: "4.139.1", node: "24.21.0" } as const;

/** Where large and passing things of tests go; not in git. */
export const testFolder = resolve(import.meta.dirname, "../../.vscode-test");

/** Where screenshots go. */
export const screenshotFolder = join(testFolder, "screenshots");

/** A real VS Code: its workbench is served to a browser, its extension host is a Node process. */
export interface TestHost {
  /** Path of the Node that it runs on. */
  readonly node: string;
  /** Path of the script that starts it. */
  readonly entry: string;
}

/** The package of npm that has Node for this machine; null where there is none, and so no test host. */
export function nodePackage(): string | null {
  if (process.platform !== "linux") return null;
  return process.arch === "x64" || process.arch === "arm64" ? `node-linux-${process.arch}` : null;
}
