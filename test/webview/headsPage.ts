import { build } from "esbuild";
import { readFileSync } from "node:fs";
import type { Browser, Page } from "playwright-core";
import type { MeasureJob } from "../../src/protocol/measureMessages.ts";
import type { FromPanel, PanelRequest, ToPanel } from "../../src/protocol/panelMessages.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { sampleAttention, sampleMetrics } from "./headsSamples.ts";

/** The page of the panel, with a host that the test speaks for. */
const entry = `
import { HeadsPanel } from "./webview/heads/headsPanel.ts";
import { PanelClient } from "./webview/shared/panelClient.ts";
import { keepSeriesVariables } from "./webview/shared/keepSeriesVariables.ts";
let state = JSON.parse(window.keptState);
window.lastState = '{"ui":{}}';
const port = {
  post: (message) => window.hostGets(message),
  listen: (listener) => { window.panelGets = (text) => listener(JSON.parse(text, (key, value) =>
    value !== null && typeof value === "object" && "float64" in value ? Float64Array.from(value.float64) : value)); },
  getState: () => state,
  setState: (next) => { state = next; window.lastState = JSON.stringify(next); },
};
keepSeriesVariables();
const client = new PanelClient(port);
new HeadsPanel(document.getElementById("panel"), client);
client.start();
`;

const colours = {
  dark: { foreground: "#cccccc", "editor-background": "#1f1f1f", "panel-border": "#2b2b2b" },
  light: { foreground: "#3b3b3b", "editor-background": "#ffffff", "panel-border": "#e5e5e5" },
  "high-contrast": { foreground: "#ffffff", "editor-background": "#000000", contrastBorder: "#6fc3df" },
} as const;

/** A theme that the page has, roughly. */
export type PageTheme = keyof typeof colours;

/** What a measure was asked for. */
export type AskedMeasure = Omit<MeasureJob, "runFolder"> & { readonly run: string };

/** A Heads panel in a browser. Measures are answered with made-up numbers, unless they are held. */
export class HeadsPage {
  readonly page: Page;
  /** All that was asked for, but measures. */
  readonly requests: PanelRequest[] = [];
  readonly measures: AskedMeasure[] = [];
  readonly cancelled: number[] = [];
  /** Answers every measure with this problem. */
  problem: string | null = null;
  /** The run whose measures alone have the problem; null: all have it. */
  problemOf: string | null = null;
  #isHeld = false;
  #held: (() => void)[] = [];
  #answering: Promise<void> = Promise.resolve();
  readonly #gone = new Set<number>();

  private constructor(page: Page) {
    this.page = page;
  }

  static async open(
    browser: Browser,
    runs: readonly RunSnapshot[],
    {
      theme = "dark",
      width = 1200,
      state = null,
      isTrusted = true,
      isHeld = false,
    }: {
      readonly theme?: PageTheme;
      readonly width?: number;
      readonly state?: unknown;
      readonly isTrusted?: boolean;
      readonly isHeld?: boolean;
    } = {},
  ): Promise<HeadsPage> {
    const script = await bundled();
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const host = new HeadsPage(page);
    host.#isHeld = isHeld;
    await page.exposeFunction("hostGets", (message: FromPanel) => {
      host.#get(message, runs, isTrusted);
    });
    const css = ["panel.css", "heads.css"].map((file) => readFileSync(`media/${file}`, "utf8")).join("\n");
    const variables = Object.entries({ ...shared, ...colours[theme] })
      .map(([name, value]) => `--vscode-${name}: ${value};`)
      .join(" ");
    await page.setContent(
      `<!DOCTYPE html><html lang="en" style="${variables}"><head><title>Heads</title><style>${css}</style></head>` +
        `<body class="vscode-${theme}"><main id="panel"></main></body></html>`,
    );
    await page.evaluate(`window.keptState = ${JSON.stringify(JSON.stringify(state))}`);
    await page.addScriptTag({ content: script });
    return host;
  }

  /** Sends the panel a message. */
  async send(message: ToPanel): Promise<void> {
    const text = JSON.stringify(message, (_, value: unknown) =>
      value instanceof Float64Array ? { float64: [...value] } : value,
    );
    if (!this.page.isClosed()) await this.page.evaluate(`window.panelGets?.(${JSON.stringify(text)})`);
  }

  /** Answers nothing any more. */
  async close(): Promise<void> {
    this.#isHeld = true;
    await this.#answering;
    await this.page.close();
  }

  /** Lets measures wait, or answers all that wait and those that come. */
  hold(isHeld: boolean): void {
    this.#isHeld = isHeld;
    if (isHeld) return;
    for (const answer of this.#held.splice(0)) answer();
  }

  /** What the panel has kept for after a reload. */
  async state(): Promise<{ readonly ui: Readonly<Record<string, unknown>> | null }> {
    return JSON.parse(await this.page.evaluate<string>("window.lastState")) as {
      readonly ui: Readonly<Record<string, unknown>> | null;
    };
  }

  #get(message: FromPanel, runs: readonly RunSnapshot[], isTrusted: boolean): void {
    switch (message.kind) {
      case "ready":
        void this.send({ kind: "hydrate", runs, missing: [], isTrusted });
        return;
      case "cancel":
        this.cancelled.push(message.number);
        this.#gone.add(message.number);
        void this.send({
          kind: "answer",
          number: message.number,
          answer: { ok: false, message: "The measure was cancelled." },
        });
        return;
      case "request": {
        const { number, request } = message;
        if (request.kind !== "measure") {
          this.requests.push(request);
          void this.send({ kind: "answer", number, answer: { ok: true, done: true } });
          return;
        }
        this.measures.push({ run: request.run, ...request.measure });
        const answer = (): void => {
          if (!this.#gone.has(number)) this.#answering = this.#measure(number, request);
        };
        if (this.#isHeld) this.#held.push(answer);
        else answer();
      }
    }
  }

  async #measure(number: number, { run, measure }: PanelRequest & { kind: "measure" }): Promise<void> {
    if (this.problem !== null && (this.problemOf ?? run) === run) {
      await this.send({ kind: "answer", number, answer: { ok: false, message: this.problem } });
      return;
    }
    const ablated = measure.clamps.flatMap((clamp) => (clamp as { heads: readonly string[] }).heads);
    const sequence = (measure.options["sequence"] as number | undefined) ?? null;
    const of = (at: number): unknown =>
      measure.name === "metrics"
        ? sampleMetrics(ablated.length)
        : sampleAttention({ at: run === "b" ? at / 2 : at, sequence, ablated });
    const results = (measure.at ?? [0]).map((sequences) => ({ sequences, value: of(sequences) }));
    const result = { name: measure.name, run, experimentHash: "", results } as (ToPanel & {
      kind: "measured";
    })["result"];
    await this.send({ kind: "progress", number, fraction: 0.5, text: "halfway" });
    await this.send({ kind: "measured", number, result });
    await this.send({ kind: "answer", number, answer: { ok: true, done: true } });
  }
}

let script: Promise<string> | null = null;

function bundled(): Promise<string> {
  script ??= build({
    stdin: { contents: entry, resolveDir: process.cwd(), loader: "ts" },
    bundle: true,
    write: false,
    platform: "browser",
    target: "es2022",
    format: "iife",
  }).then(({ outputFiles }) => outputFiles[0]?.text ?? "");
  return script;
}

const shared = {
  "font-family": "sans-serif",
  "font-size": "13px",
  descriptionForeground: "#8b8b8b",
  focusBorder: "#0078d4",
  "button-background": "#0078d4",
  "button-foreground": "#ffffff",
  "button-secondaryBackground": "#5f6a79",
  "button-secondaryForeground": "#ffffff",
  "badge-background": "#616161",
  "badge-foreground": "#f8f8f8",
  "charts-blue": "#3794ff",
  "charts-orange": "#d18616",
  "charts-green": "#89d185",
  "charts-purple": "#b180d7",
  "charts-red": "#f14c4c",
  "charts-yellow": "#cca700",
};
