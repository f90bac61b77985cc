import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { RunFeed } from "../../execution/runFeed.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import { Emitter } from "../../emitter.ts";
import type { FromPanel, MissingRun, PanelKind, ToPanel } from "../../protocol/panelMessages.ts";
import type { RunDelta, RunSnapshot } from "../../protocol/panelRun.ts";
import type { PaperCurveSet } from "../../protocol/paperCurves.ts";
import { UserError } from "../../userError.ts";
import { panelHtml, panelRoots } from "./panelHtml.ts";
import { panelMessageSchema } from "./panelMessageSchema.ts";

/** What a panel stands on. */
export interface RunPanelOptions {
  readonly panel: vscode.WebviewPanel;
  readonly kind: PanelKind;
  readonly extension: vscode.Uri;
  readonly library: RunLibrary;
  readonly runs: readonly string[];
}

/** Milliseconds between two messages with news. */
const interval = 100;

/** A run as a panel was last told of it. */
interface Told {
  readonly feed: RunFeed;
  entry: RunEntry;
}

/**
 * A panel with runs. It is told everything when its page has loaded (VS Code unloads hidden pages), and then what is
 * new, at most ten times a second. It holds no curves: they are read from the run folders when they are asked for.
 */
export class RunPanel extends Disposable {
  readonly kind: PanelKind;
  readonly #panel: vscode.WebviewPanel;
  readonly #library: RunLibrary;
  readonly #told = new Map<string, Told>();
  /** How the runs stood that could not be shown. */
  readonly #missing = new Map<string, string>();
  readonly #requested = this.register(new Emitter<Extract<FromPanel, { kind: "request" }>>());
  readonly #activated = this.register(new Emitter<undefined>());
  readonly #disposed = this.register(new Emitter<undefined>());
  #runs: readonly string[];
  #isLoaded = false;
  #wasActive: boolean;
  #timer: NodeJS.Timeout | null = null;

  /** A request of the page, to be answered by `answer`. */
  readonly onRequest = this.#requested.event;
  /** The panel became the active editor. */
  readonly onDidActivate = this.#activated.event;
  /** The panel was closed. */
  readonly onDidDispose = this.#disposed.event;

  constructor({ panel, kind, extension, library, runs }: RunPanelOptions) {
    super();
    this.kind = kind;
    this.#panel = panel;
    this.#library = library;
    this.#runs = runs;
    this.#wasActive = panel.active;
    panel.webview.options = { enableScripts: true, localResourceRoots: panelRoots(extension) };
    this.register(
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#receive(message);
      }),
    );
    this.register(
      panel.onDidDispose(() => {
        this.#disposed.fire(undefined);
        this.dispose();
      }),
    );
    this.register(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#forget();
        const hasCome = panel.active && !this.#wasActive;
        this.#wasActive = panel.active;
        if (hasCome) this.#activated.fire(undefined);
      }),
    );
    this.register(
      library.onDidChange(({ added, changed, removed }) => {
        if ([...added, ...changed, ...removed].some((id) => this.#runs.includes(id))) this.#schedule();
      }),
    );
    this.register({
      dispose: () => {
        this.#forget();
      },
    });
    this.#retitle();
    panel.webview.html = panelHtml(panel.webview, extension, kind);
  }

  /** Ids of the runs that it shows, in the order in which they were chosen. */
  get runs(): readonly string[] {
    return this.#runs;
  }

  get isActive(): boolean {
    return this.#panel.active;
  }

  /** Shows other runs. */
  choose(runs: readonly string[]): void {
    this.#runs = runs;
    this.#retitle();
    if (this.#isLoaded) this.hydrate();
  }

  /** Brings the panel to the front. */
  reveal(): void {
    this.#panel.reveal();
  }

  /** Closes the panel. */
  close(): void {
    this.#panel.dispose();
  }

  /** Answers a request of the page. */
  answer(number: number, answer: Extract<ToPanel, { kind: "answer" }>["answer"]): void {
    this.#post({ kind: "answer", number, answer });
  }

  /** Gives the page the paper's published curves. */
  sendPaperCurves(sets: readonly PaperCurveSet[]): void {
    this.#post({ kind: "paper-curves", sets });
  }

  /** Tells the page everything, from the beginning. */
  hydrate(): void {
    this.#told.clear();
    this.#missing.clear();
    const runs: RunSnapshot[] = [];
    const missing: MissingRun[] = [];
    for (const id of this.#runs) {
      const shown = this.#snapshot(id);
      if (typeof shown === "string") {
        const entry = this.#library.find(id);
        const isComing = entry?.record === null && (entry.state === "queued" || entry.state === "starting");
        missing.push({ id, name: entry?.name ?? id, reason: shown, isComing });
        this.#missing.set(id, standing(entry));
      } else runs.push(shown);
    }
    this.#post({ kind: "hydrate", runs, missing, isTrusted: vscode.workspace.isTrusted });
  }

  #receive(message: unknown): void {
    const parsed = panelMessageSchema.safeParse(message);
    if (!parsed.success) return;
    if (parsed.data.kind === "request") {
      this.#requested.fire(parsed.data);
      return;
    }
    // A panel that VS Code restored knows its runs from its own state.
    if (this.#runs.length === 0) this.#runs = parsed.data.runs;
    this.#isLoaded = true;
    this.#retitle();
    this.hydrate();
  }

  /** A run with its curves, or the reason why it cannot be shown. */
  #snapshot(id: string): RunSnapshot | string {
    const entry = this.#library.find(id);
    if (entry === undefined) return "This run is not in the runs folder any more.";
    if (entry.state === "queued") return "Waits for a free processor.";
    if (entry.state === "starting" && entry.record === null) return "Is starting.";
    if (entry.record === null) return entry.problem ?? "This run cannot be read.";
    try {
      const feed = new RunFeed(entry.folder);
      const { curves, events } = feed.snapshot();
      this.#told.set(id, { feed, entry });
      const { name, slot, state, status, record } = entry;
      return { id, name, slot, state, status, record, curves, events };
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
  }

  #schedule(): void {
    if (this.#timer !== null || !this.#isLoaded || !this.#panel.visible) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#tellNews();
    }, interval);
  }

  #tellNews(): void {
    if (this.#runs.some((id) => this.#isToldOtherwise(id))) {
      this.#retitle();
      this.hydrate();
      return;
    }
    const deltas: RunDelta[] = [];
    try {
      for (const [id, told] of this.#told) {
        const entry = this.#library.find(id);
        const delta = entry === undefined ? "restarted" : newsOf(told, entry);
        if (delta === "restarted") {
          this.hydrate();
          return;
        }
        if (delta !== null) deltas.push({ id, ...delta });
      }
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      // The snapshot then says which run cannot be read, and why.
      this.hydrate();
      return;
    }
    if (deltas.some(({ name }) => name !== undefined)) this.#retitle();
    if (deltas.length > 0) this.#post({ kind: "delta", runs: deltas });
  }

  /** Whether a run cannot be shown any more, or one that could not now stands otherwise and has to be tried again. */
  #isToldOtherwise(id: string): boolean {
    const entry = this.#library.find(id);
    const before = this.#missing.get(id);
    if (before !== undefined) return standing(entry) !== before;
    return !this.#told.has(id) || entry?.record == null;
  }

  #retitle(): void {
    const names = this.#runs.map((id) => this.#library.find(id)?.name ?? id);
    const what = names.length === 1 ? (names[0] ?? "") : `${names.length} runs`;
    this.#panel.title = this.kind === "live" ? `Live: ${what}` : `Compare: ${what}`;
  }

  #forget(): void {
    this.#isLoaded = false;
    this.#told.clear();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #post(message: ToPanel): void {
    if (this.#isLoaded) void this.#panel.webview.postMessage(message);
  }
}

/** What decides whether a run can be shown, as far as the list knows. */
function standing(entry: RunEntry | undefined): string {
  return entry === undefined ? "" : JSON.stringify([entry.state, entry.record !== null, entry.problem]);
}

/** What is new of a run, null when nothing is, "restarted" when its files were cut. Remembers what it told. */
function newsOf(told: Told, entry: RunEntry): Omit<RunDelta, "id"> | "restarted" | null {
  const { curves, events, restarted } = told.feed.news();
  if (restarted) return "restarted";
  const before = told.entry;
  told.entry = entry;
  const delta = {
    ...(entry.name === before.name ? {} : { name: entry.name }),
    ...(entry.state === before.state ? {} : { state: entry.state }),
    ...(entry.status?.heartbeat === before.status?.heartbeat ? {} : { status: entry.status }),
    ...(curves === null ? {} : { curves }),
    ...(events.length === 0 ? {} : { events }),
  };
  return Object.keys(delta).length === 0 ? null : delta;
}
