import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import type { SharedMeasures } from "../../execution/sharedMeasures.ts";
import { Emitter } from "../../emitter.ts";
import type { PanelKind, PanelRequest } from "../../protocol/panelMessages.ts";
import { whyNoHeads } from "../whyNoHeads.ts";
import type { PanelDefaults } from "./panelDefaults.ts";
import { panelHtml, panelRoots } from "./panelHtml.ts";
import { panelMessageSchema } from "./panelMessageSchema.ts";
import { inParts } from "./inParts.ts";
import { keptMetrics } from "./keptMetrics.ts";
import { PanelPage } from "./panelPage.ts";
import { panelRules } from "./panelRules.ts";
import { ToldRuns, type Everything } from "./toldRuns.ts";

/** What a panel stands on. */
export interface RunPanelOptions {
  readonly panel: vscode.WebviewPanel;
  readonly kind: PanelKind;
  readonly extension: vscode.Uri;
  readonly library: RunLibrary;
  readonly measures: SharedMeasures;
  readonly defaults: PanelDefaults;
  readonly runs: readonly string[];
}

/** What a page asks for, to be answered to that page by its number. */
export interface PageRequest {
  readonly page: PanelPage;
  readonly number: number;
  readonly request: PanelRequest;
}

/** Milliseconds between two messages with news. */
const interval = 100;

/**
 * A panel with runs. It is told everything when its page has loaded (VS Code unloads hidden pages), and then what is
 * new, at most ten times a second.
 */
export class RunPanel extends Disposable {
  readonly kind: PanelKind;
  readonly #options: RunPanelOptions;
  readonly #panel: vscode.WebviewPanel;
  readonly #told: ToldRuns;
  readonly #requested = this.register(new Emitter<PageRequest>());
  readonly #activated = this.register(new Emitter<undefined>());
  readonly #disposed = this.register(new Emitter<undefined>());
  #runs: readonly string[];
  #page: PanelPage | null = null;
  /** Keys of the columns that its page shows first; null where it needs all at once, and once it has been told of them. */
  #first: readonly string[] | null = null;
  /** The head that its page is still to be told of. */
  #head: string | null = null;
  #wasActive: boolean;
  /** Read while its first page is loaded, which takes as long; null where there is nothing for it. */
  #prepared: Everything | null = null;
  #preparing: NodeJS.Immediate | null = null;
  #timer: NodeJS.Timeout | null = null;

  /** A request of the page. */
  readonly onRequest = this.#requested.event;
  /** The panel became the active editor. */
  readonly onDidActivate = this.#activated.event;
  /** The panel was closed. */
  readonly onDidDispose = this.#disposed.event;

  constructor(options: RunPanelOptions) {
    super();
    const { panel, kind, extension, library, runs } = options;
    this.kind = kind;
    this.#options = options;
    this.#panel = panel;
    const whyNot = (run: RunEntry) => (panelRules[kind].needsHeads ? whyNoHeads(run) : null);
    this.#told = new ToldRuns(library, whyNot);
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
        if (!panel.visible) this.#unload();
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
        this.#unload();
        this.#page?.close();
      },
    });
    this.#retitle();
    panel.webview.html = panelHtml(panel.webview, extension, kind);
    if (runs.length > 0) {
      this.#preparing = setImmediate(() => {
        this.#prepared = this.#told.everything(this.#runs);
      });
    }
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
    this.#forgetPrepared();
    this.#retitle();
    this.hydrate();
  }

  /** Brings the panel to the front. */
  reveal(): void {
    this.#panel.reveal();
  }

  /** Enlarges a head: in its page, or in the one that comes. */
  lookAt(head: string): void {
    this.#head = head;
    this.#tellHead();
  }

  /** Closes the panel. */
  close(): void {
    this.#panel.dispose();
  }

  /** Tells the page everything, from the beginning, where there is one. */
  hydrate(): void {
    if (this.#page?.isLoaded !== true) return;
    const prepared = this.#prepared;
    this.#forgetPrepared();
    const { runs, missing } = prepared ?? this.#told.everything(this.#runs);
    const { isTrusted } = vscode.workspace;
    const defaults = this.#options.defaults.get(this.kind);
    const first = this.#first === null ? null : new Set([...this.#first, ...keptMetrics(defaults)]);
    // Later, what is shown must not go away to come again a second later.
    this.#first = null;
    void this.#page.postSnapshot(inParts(runs, first), { missing, isTrusted, defaults });
    // What has come since it was read.
    if (prepared !== null) this.#schedule();
  }

  #receive(message: unknown): void {
    const parsed = panelMessageSchema.safeParse(message);
    if (!parsed.success) return;
    const said = parsed.data;
    switch (said.kind) {
      case "ready":
        this.#load(said.runs, said.first ?? null);
        return;
      case "request":
        if (this.#page !== null)
          this.#requested.fire({ page: this.#page, number: said.number, request: said.request });
        return;
      case "cancel":
        this.#page?.measures.cancel(said.number);
        return;
    }
  }

  /** Its page has come, once more after it was hidden. */
  #load(runs: readonly string[], first: readonly string[] | null): void {
    const { library, measures } = this.#options;
    this.#page?.replace();
    this.#page = new PanelPage((message) => this.#panel.webview.postMessage(message), {
      find: (id) => library.find(id),
      measures,
      isTrusted: () => vscode.workspace.isTrusted,
    });
    this.#first = first;
    // A panel that VS Code restored knows its runs from its own state.
    if (this.#runs.length === 0) this.#runs = runs.slice(0, panelRules[this.kind].mostRuns);
    this.#retitle();
    this.hydrate();
    this.#tellHead();
  }

  #tellHead(): void {
    if (this.#head === null || this.#page?.isLoaded !== true) return;
    this.#page.post({ kind: "look-at", head: this.#head });
    this.#head = null;
  }

  #schedule(): void {
    if (this.#timer !== null || this.#page?.isLoaded !== true || !this.#panel.visible) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#page?.isSending === true) this.#schedule();
      else this.#tellNews();
    }, interval);
  }

  #tellNews(): void {
    const deltas = this.#told.news(this.#runs);
    if (deltas === null || deltas.some(({ name }) => name !== undefined)) this.#retitle();
    if (deltas === null) this.hydrate();
    else if (deltas.length > 0) this.#page?.post({ kind: "delta", runs: deltas });
  }

  #retitle(): void {
    const names = this.#runs.map((id) => this.#options.library.find(id)?.name ?? id);
    const what = names.length === 1 ? (names[0] ?? "") : `${names.length} runs`;
    this.#panel.title = `${panelRules[this.kind].title}: ${what}`;
  }

  #forgetPrepared(): void {
    if (this.#preparing !== null) clearImmediate(this.#preparing);
    this.#preparing = null;
    this.#prepared = null;
  }

  #unload(): void {
    this.#forgetPrepared();
    this.#page?.unload();
    this.#told.forget();
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
