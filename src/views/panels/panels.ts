import * as vscode from "vscode";
import * as z from "zod";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import type { SharedMeasures } from "../../execution/sharedMeasures.ts";
import { panels } from "../../ids.ts";
import type { PanelKind } from "../../protocol/panelMessages.ts";
import { UserError } from "../../userError.ts";
import type { ExperimentLaunch } from "../commands/launchExperiment.ts";
import { whyNoHeads } from "../whyNoHeads.ts";
import type { PanelDefaults } from "./panelDefaults.ts";
import { panelRoots } from "./panelHtml.ts";
import { performRequest, type PanelRequestsOptions } from "./panelRequests.ts";
import { panelKindNames, panelRules } from "./panelRules.ts";
import { RunDocuments } from "./runDocuments.ts";
import { RunPanel } from "./runPanel.ts";

/** What panels stand on. */
export interface PanelsOptions {
  readonly extension: vscode.Uri;
  readonly library: RunLibrary;
  readonly log: vscode.LogOutputChannel;
  readonly measures: SharedMeasures;
  readonly defaults: PanelDefaults;
  /** Offers an experiment; false when the user thought better of it. */
  readonly launch: (launch: ExperimentLaunch) => Promise<boolean>;
}

const savedState = z.object({ runs: z.array(z.string()) });

/** The open panels: makes them, brings them back after a reload of the window, and has done what their pages ask for. */
export class Panels extends Disposable {
  readonly #options: PanelsOptions;
  readonly #requests: PanelRequestsOptions;
  readonly #open = new Set<RunPanel>();
  readonly #activated = this.register(new Emitter<undefined>());

  /** Another panel has the focus. */
  readonly onDidActivate = this.#activated.event;

  constructor(options: PanelsOptions) {
    super();
    const { library, defaults, launch } = options;
    this.#options = options;
    this.#requests = {
      documents: this.register(new RunDocuments(library)),
      open: this.open.bind(this),
      ...{ library, defaults, launch },
    };
    for (const kind of panelKindNames) {
      this.register(
        vscode.window.registerWebviewPanelSerializer(panels[kind], {
          deserializeWebviewPanel: (panel, state: unknown) => {
            const saved = savedState.safeParse(state);
            const runs = saved.success ? saved.data.runs : [];
            this.#take(panel, kind, runs.slice(0, panelRules[kind].mostRuns));
            return Promise.resolve();
          },
        }),
      );
    }
    this.register({
      dispose: () => {
        for (const panel of [...this.#open]) panel.close();
      },
    });
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        for (const panel of this.#open) panel.hydrate();
      }),
    );
  }

  /** Shows runs in a Live panel: the one that already has exactly these, or a new one. */
  openLive(runs: readonly string[]): void {
    this.open("live", runs);
  }

  /**
   * Shows runs in a Compare panel: the one that already has exactly these, or a new one. The oldest is the first, which
   * the others are compared with.
   */
  openCompare(runs: readonly string[]): void {
    this.open("compare", runs);
  }

  /**
   * Shows one or two runs in a Heads panel, as `openLive`, and a head enlarged, if one is given.
   * @throws UserError where these cannot be shown there
   */
  openHeads(runs: readonly string[], head: string | null = null): void {
    const panel = this.open("heads", runs);
    if (head !== null) panel.lookAt(head);
  }

  /** Shows a run in a Wiring panel, as `openLive`. @throws UserError where it cannot be shown there */
  openWiring(run: string): void {
    this.open("wiring", [run]);
  }

  /** Shows runs in a panel of a kind. @throws UserError where these cannot be shown there */
  open(kind: PanelKind, given: readonly string[]): RunPanel {
    const { library } = this.#options;
    const { title, mostRuns, needsHeads } = panelRules[kind];
    const different = [...new Set(given)];
    const runs = kind === "compare" ? this.#byAge(different) : different;
    if (runs.length > mostRuns) {
      const limit = mostRuns === 1 ? "one run" : `up to ${mostRuns} runs`;
      throw new UserError(`The ${title} panel shows ${limit} at a time.`);
    }
    const reasons = runs.flatMap((id) => {
      const run = library.find(id);
      return needsHeads && run !== undefined ? (whyNoHeads(run) ?? []) : [];
    });
    if (reasons[0] !== undefined) throw new UserError(reasons[0]);
    return this.#show(kind, runs);
  }

  /** The runs of the panel that has the focus; none without one. */
  activeRuns(): readonly string[] {
    return [...this.#open].find((panel) => panel.isActive)?.runs ?? [];
  }

  #byAge(runs: readonly string[]): readonly string[] {
    const created = (id: string) => this.#options.library.find(id)?.record?.created ?? "";
    return runs.toSorted((a, b) => created(a).localeCompare(created(b)));
  }

  #show(kind: PanelKind, runs: readonly string[]): RunPanel {
    const same = [...this.#open].find(
      (panel) => panel.kind === kind && panel.runs.join("\n") === runs.join("\n"),
    );
    if (same !== undefined) {
      same.reveal();
      return same;
    }
    const panel = vscode.window.createWebviewPanel(panels[kind], "", vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: panelRoots(this.#options.extension),
    });
    return this.#take(panel, kind, runs);
  }

  #take(webviewPanel: vscode.WebviewPanel, kind: PanelKind, runs: readonly string[]): RunPanel {
    const { extension, library, log, measures, defaults } = this.#options;
    webviewPanel.iconPath = {
      light: vscode.Uri.joinPath(extension, "media", "panel-light.svg"),
      dark: vscode.Uri.joinPath(extension, "media", "panel-dark.svg"),
    };
    const panel = new RunPanel({ panel: webviewPanel, kind, extension, library, measures, defaults, runs });
    this.#open.add(panel);
    panel.onDidDispose(() => this.#open.delete(panel));
    panel.onDidActivate(() => {
      this.#activated.fire(undefined);
    });
    if (panel.isActive) this.#activated.fire(undefined);
    panel.onRequest((asked) => {
      const { page, number, request } = asked;
      performRequest(this.#requests, panel, asked).then(
        (done) => {
          page.post({ kind: "answer", number, answer: { ok: true, done } });
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          log.warn(`${request.kind}: ${message}`);
          page.post({ kind: "answer", number, answer: { ok: false, message } });
        },
      );
    });
    return panel;
  }
}
