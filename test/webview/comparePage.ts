import { readFileSync } from "node:fs";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";

const folder = new URL("../../", import.meta.url).pathname;

/** What runs in the page: the panel, with a port that keeps what it posts and gives on what the test sends. */
const script = `
  import { PanelClient } from "./webview/shared/panelClient.ts";
  import { ComparePanel } from "./webview/compare/comparePanel.ts";
  const host = { posted: [], state: null, send: () => undefined };
  window.host = host;
  const numbers = (values) => Float64Array.from(values);
  window.toRun = ({ curves, ...run }) => ({
    ...run,
    curves: {
      sequences: numbers(curves.sequences),
      columns: Object.fromEntries(Object.entries(curves.columns).map(([key, values]) => [key, numbers(values)])),
    },
  });
  window.startPanel = (kept) => {
    host.state = kept;
    const client = new PanelClient({
      post: (message) => host.posted.push(message),
      listen: (listener) => { host.send = listener; },
      getState: () => host.state,
      setState: (state) => { host.state = JSON.parse(JSON.stringify(state)); },
    });
    new ComparePanel(document.getElementById("panel"), client);
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

/** A Compare panel in a browser, and its host. */
export interface ComparePage {
  readonly page: Page;
  /** What it has asked for so far. */
  readonly requests: () => Promise<readonly PanelRequest[]>;
  /** Gives it runs. @param defaults what another panel has kept */
  readonly hydrate: (runs: readonly RunSnapshot[], defaults?: unknown) => Promise<void>;
  /** What would be kept over a reload of the window. */
  readonly state: () => Promise<{ readonly runs: readonly string[]; readonly ui: unknown }>;
}

/** Opens the panel. @param kept as VS Code would give it back after a reload */
export async function openComparePage(browser: Browser, kept: unknown = null): Promise<ComparePage> {
  const sheets = ["panel.css", "compare.css"].map((name) => readFileSync(`${folder}media/${name}`, "utf8"));
  const page = await browser.newPage({ viewport: { width: 1200, height: 600 } });
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><head><style>${sheets.join("\n")}</style></head>
     <body class="vscode-light"><main id="panel"></main></body></html>`,
  );
  bundled ??= bundle();
  await page.addScriptTag({ content: await bundled });
  const run = (code: string, argument?: unknown): Promise<unknown> =>
    page.evaluate(`(${code})(${JSON.stringify(argument ?? null)})`);
  await run("(kept) => startPanel(kept)", kept);
  return {
    page,
    requests: async () =>
      (await run(
        "() => host.posted.filter(({ kind }) => kind === 'request').map(({ request }) => request)",
      )) as PanelRequest[],
    hydrate: async (runs, defaults) => {
      const plain = runs.map(({ curves, ...rest }) => ({
        ...rest,
        curves: {
          sequences: [...curves.sequences],
          columns: Object.fromEntries(
            Object.entries(curves.columns).map(([key, values]) => [key, [...values]]),
          ),
        },
      }));
      const hydrate =
        "(m) => host.send({ kind: 'hydrate', missing: [], isTrusted: true, ...m, runs: m.runs.map(toRun) })";
      await run(hydrate, { runs: plain, defaults });
    },
    state: async () => (await run("() => host.state")) as { runs: string[]; ui: unknown },
  };
}
