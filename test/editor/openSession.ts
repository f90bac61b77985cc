import { join } from "node:path";
import { writeFileSync } from "node:fs";
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { startEditor } from "./startEditor.ts";
import type { EditorOptions, RunningEditor } from "./startEditor.ts";
import { testFolder } from "./testHost.ts";
import { Workbench } from "./workbench.ts";

/** A VS Code, a browser, and a window of 1280 × 800 in it. */
export interface Session {
  readonly editor: RunningEditor;
  readonly browser: Browser;
  readonly workbench: Workbench;
  /** What the window has printed to the browser's console. */
  readonly consoleLines: readonly string[];
  /** Keeps a picture and the console's lines in `.vscode-test`, under this name. */
  keep(name: string): Promise<void>;
  /** Ends all of it. */
  close(): Promise<void>;
}

/** Starts a VS Code and a browser. Nothing is open yet: see `Workbench.openFolder`. */
export async function openSession(options: EditorOptions): Promise<Session> {
  const editor = await startEditor(options);
  let browser: Browser | null = null;
  try {
    browser = await launchBrowser();
    const context = await browser.newContext({
      viewport: { width: 1280, height: 800 },
      permissions: ["clipboard-read", "clipboard-write"],
    });
    context.setDefaultTimeout(30_000);
    const page = await context.newPage();
    const consoleLines: string[] = [];
    page.on("console", (message) => consoleLines.push(`${message.type()} ${message.text()}`));
    page.on("pageerror", (error) => consoleLines.push(`uncaught ${error.message}`));
    const workbench = new Workbench(page, editor);
    return {
      editor,
      browser,
      workbench,
      consoleLines,
      keep: async (name) => {
        await workbench.screenshot(name);
        writeFileSync(join(testFolder, `${name}.log`), [...consoleLines, editor.log()].join("\n"));
      },
      close: async () => {
        await browser?.close();
        await editor.stop();
      },
    };
  } catch (error) {
    await browser?.close();
    await editor.stop();
    throw error;
  }
}
