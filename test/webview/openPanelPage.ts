import { readFileSync } from "node:fs";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";

const folder = new URL("../../", import.meta.url).pathname;

/** What runs in the page: the panel, with a port that keeps what it posts and gives on what the test sends. */
const scriptOf = (kind: "compare" | "wiring", panel: string): string => `
  import { PanelClient } from "./webview/shared/panelClient.ts";
  import { ${panel} } from "./webview/${kind}/${kind}Panel.ts";
  window.startPanel = (kept) => {
    const host = { posted: [], state: kept, send: () => undefined };
    window.host = host;
    const client = new PanelClient({
      post: (message) => host.posted.push(message),
      listen: (listener) => { host.send = listener; },
      getState: () => host.state,
      setState: (state) => { host.state = JSON.parse(JSON.stringify(state)); },
    });
    new ${panel}(document.getElementById("panel"), client);
    client.start();
  };
`;

const panels = { compare: "ComparePanel", wiring: "WiringPanel" } as const;
const bundled = new Map<string, Promise<string>>();

async function bundle(kind: keyof typeof panels): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: scriptOf(kind, panels[kind]), resolveDir: folder, loader: "ts" },
    bundle: true,
    write: false,
    platform: "browser",
    target: "es2022",
    format: "iife",
  });
  return outputFiles[0]!.text;
}

/** How a panel's page is opened. */
export interface PanelPageOptions {
  /** In CSS pixels. */
  readonly height: number;
  /** As VS Code would give it back after a reload. */
  readonly kept: unknown;
  /** Of the page: the same where a hidden page is loaded again, another in a window that is loaded anew. */
  readonly nonce?: string;
}

/** A panel in a browser. */
export interface PanelPage {
  readonly page: Page;
  /** Calls a function in the page, where `host` has what was `posted`, `state`, and `send`, with a plain argument. */
  readonly run: (code: string, argument?: unknown) => Promise<unknown>;
  /** What would be kept over a reload of the window. */
  readonly state: () => Promise<{ readonly runs: readonly string[]; readonly ui: unknown }>;
}

/** Opens a panel in a light theme, with a host that is the test. */
export async function openPanelPage(
  browser: Browser,
  kind: keyof typeof panels,
  { height, kept, nonce = "" }: PanelPageOptions,
): Promise<PanelPage> {
  const sheets = ["panel.css", `${kind}.css`].map((name) => readFileSync(`${folder}media/${name}`, "utf8"));
  const page = await browser.newPage({ viewport: { width: 1200, height } });
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><meta property="csp-nonce" content="${nonce}"><style>${sheets.join("\n")}</style></head>
     <body class="vscode-light"><main id="panel"></main></body></html>`,
  );
  const script = bundled.get(kind) ?? bundle(kind);
  bundled.set(kind, script);
  await page.addScriptTag({ content: await script });
  const run = (code: string, argument?: unknown): Promise<unknown> =>
    page.evaluate(`(${code})(${JSON.stringify(argument ?? null)})`);
  await run("(kept) => startPanel(kept)", kept);
  const state = async () => (await run("() => host.state")) as { runs: string[]; ui: unknown };
  return { page, run, state };
}
