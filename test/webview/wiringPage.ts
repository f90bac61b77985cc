import { readFileSync } from "node:fs";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { FromPanel, PanelRequest, ToPanel } from "../../src/protocol/panelMessages.ts";

const folder = new URL("../../", import.meta.url).pathname;

/** What runs in the page: the panel, with a port that keeps what it posts and gives on what the test sends. */
const script = `
  import { PanelClient } from "./webview/shared/panelClient.ts";
  import { WiringPanel } from "./webview/wiring/wiringPanel.ts";
  window.startPanel = (kept) => {
    const host = { posted: [], state: kept, send: () => undefined };
    window.host = host;
    const client = new PanelClient({
      post: (message) => host.posted.push(message),
      listen: (listener) => { host.send = listener; },
      getState: () => host.state,
      setState: (state) => { host.state = JSON.parse(JSON.stringify(state)); },
    });
    new WiringPanel(document.getElementById("panel"), client);
    client.start();
  };
`;

let bundled: Promise<string> | undefined;

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: folder, loader: "ts" },
    bundle: true,
    write: false,
    platform: "browser",
    target: "es2022",
    format: "iife",
  });
  return outputFiles[0]!.text;
}

/** A Wiring panel in a browser, and its host. */
export interface WiringPage {
  readonly page: Page;
  /** What it has asked for so far, each with its number. */
  asked(): Promise<{ readonly number: number; readonly request: PanelRequest }[]>;
  posted(): Promise<FromPanel[]>;
  send(...messages: readonly ToPanel[]): Promise<void>;
  /** What would be kept over a reload of the window. */
  state(): Promise<{ readonly runs: readonly string[]; readonly ui: unknown }>;
}

/**
 * Opens the panel.
 * @param kept as VS Code would give it back after a reload
 * @param nonce of its page: the same where a hidden page is loaded again, another in a window that is loaded anew
 */
export async function openWiringPage(
  browser: Browser,
  kept: unknown = null,
  nonce = "first",
): Promise<WiringPage> {
  const sheets = ["panel.css", "wiring.css"].map((name) => readFileSync(`${folder}media/${name}`, "utf8"));
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><meta property="csp-nonce" content="${nonce}"><style>${sheets.join("\n")}</style></head>
     <body class="vscode-light"><main id="panel"></main></body></html>`,
  );
  bundled ??= bundle();
  await page.addScriptTag({ content: await bundled });
  const run = (code: string, argument?: unknown): Promise<unknown> =>
    page.evaluate(`(${code})(${JSON.stringify(argument ?? null)})`);
  await run("(kept) => startPanel(kept)", kept);
  const posted = async () => (await run("() => host.posted")) as FromPanel[];
  return {
    page,
    posted,
    asked: async () => (await posted()).filter((message) => message.kind === "request"),
    send: async (...messages) => {
      await run("(messages) => messages.forEach((message) => host.send(message))", messages);
    },
    state: async () => (await run("() => host.state")) as { runs: string[]; ui: unknown },
  };
}
