import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { panelOptions } from "../../src/build/bundle.ts";

const variables = `--vscode-foreground: #cccccc; --vscode-editor-background: #1f1f1f;
  --vscode-descriptionForeground: #9d9d9d; --vscode-focusBorder: #0078d4; --vscode-button-background: #0078d4;`;

/** A page of a panel's policy with its style sheet and a script, in a browser. */
export interface OpenPage {
  readonly page: Page;
  /** What went wrong in it. */
  readonly errors: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Opens a page in a dark theme.
 * @param script TypeScript, with imports from the folder of the repository
 * @param kind of the panel that the page says it is
 */
export async function openPage(browser: Browser, script: string, kind = "none"): Promise<OpenPage> {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-page-"));
  await build({
    ...panelOptions(folder),
    entryPoints: { page: "page.ts" },
    plugins: [
      {
        name: "script",
        setup: (bundler) => {
          bundler.onResolve({ filter: /^page\.ts$/ }, ({ path }) => ({ path, namespace: "script" }));
          bundler.onLoad({ filter: /.*/, namespace: "script" }, () => ({
            contents: script,
            loader: "ts",
            resolveDir: process.cwd(),
          }));
        },
      },
    ],
  });
  writeFileSync(
    join(folder, "page.css"),
    `:root { ${variables} }\n${readFileSync("media/panel.css", "utf8")}`,
  );
  writeFileSync(
    join(folder, "page.html"),
    `<!DOCTYPE html><html lang="en"><head><title>Panel</title>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src file: 'nonce-toolkit'; script-src file:">
    <meta property="csp-nonce" content="toolkit">
    <link rel="stylesheet" href="page.css"></head>
    <body class="vscode-dark"><main id="panel" data-panel="${kind}"></main><script src="page.js"></script></body></html>`,
  );
  const page = await browser.newPage({ viewport: { width: 700, height: 700 } });
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  await page.goto(pathToFileURL(join(folder, "page.html")).href);
  const close = async (): Promise<void> => {
    await page.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { page, errors, close };
}
