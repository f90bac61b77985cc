import { join } from "node:path";
import * as vscode from "vscode";
import * as z from "zod";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import { commands, panels } from "../../ids.ts";
import type { PanelKind, PanelRequest } from "../../protocol/panelMessages.ts";
import { chooseRuns } from "./chooseRuns.ts";
import { panelRoots } from "./panelHtml.ts";
import { paperCurveSets } from "./paperCurveSets.ts";
import { RunDocuments } from "./runDocuments.ts";
import { RunPanel } from "./runPanel.ts";

const savedState = z.object({ runs: z.array(z.string()) });

/** The open panels: makes them, brings them back after a reload of the window, and does what their pages ask for. */
export class Panels extends Disposable {
  readonly #extension: vscode.Uri;
  readonly #library: RunLibrary;
  readonly #log: vscode.LogOutputChannel;
  readonly #documents: RunDocuments;
  readonly #open = new Set<RunPanel>();
  readonly #activated = this.register(new Emitter<undefined>());

  /** Another panel has the focus. */
  readonly onDidActivate = this.#activated.event;

  constructor(extension: vscode.Uri, library: RunLibrary, log: vscode.LogOutputChannel) {
    super();
    this.#extension = extension;
    this.#library = library;
    this.#log = log;
    this.#documents = this.register(new RunDocuments(library));
    for (const kind of ["live", "compare"] as const) {
      this.register(
        vscode.window.registerWebviewPanelSerializer(panels[kind], {
          deserializeWebviewPanel: (panel, state: unknown) => {
            const saved = savedState.safeParse(state);
            this.#take(panel, kind, saved.success ? saved.data.runs : []);
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
    this.#show("live", runs);
  }

  /**
   * Shows runs in a Compare panel: the one that already has exactly these, or a new one. The oldest is the first, which
   * the others are compared with.
   */
  openCompare(runs: readonly string[]): void {
    const created = (id: string) => this.#library.find(id)?.record?.created ?? "";
    this.#show(
      "compare",
      runs.toSorted((a, b) => created(a).localeCompare(created(b))),
    );
  }

  /** The runs of the panel that has the focus; none without one. */
  activeRuns(): readonly string[] {
    return [...this.#open].find((panel) => panel.isActive)?.runs ?? [];
  }

  #show(kind: PanelKind, runs: readonly string[]): void {
    const same = [...this.#open].find(
      (panel) => panel.kind === kind && panel.runs.join("\n") === runs.join("\n"),
    );
    if (same !== undefined) {
      same.reveal();
      return;
    }
    const panel = vscode.window.createWebviewPanel(panels[kind], "", vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: panelRoots(this.#extension),
    });
    this.#take(panel, kind, runs);
  }

  #take(webviewPanel: vscode.WebviewPanel, kind: PanelKind, runs: readonly string[]): void {
    const [extension, library] = [this.#extension, this.#library];
    webviewPanel.iconPath = {
      light: vscode.Uri.joinPath(extension, "media", "panel-light.svg"),
      dark: vscode.Uri.joinPath(extension, "media", "panel-dark.svg"),
    };
    const panel = new RunPanel({ panel: webviewPanel, kind, extension, library, runs });
    this.#open.add(panel);
    panel.onDidDispose(() => this.#open.delete(panel));
    panel.onDidActivate(() => {
      this.#activated.fire(undefined);
    });
    if (panel.isActive) this.#activated.fire(undefined);
    panel.onRequest(({ number, request }) => {
      this.#perform(panel, request).then(
        (done) => {
          panel.answer(number, { ok: true, done });
        },
        (error: unknown) => {
          const message = error instanceof Error ? error.message : String(error);
          this.#log.warn(`${request.kind}: ${message}`);
          panel.answer(number, { ok: false, message });
        },
      );
    });
  }

  /** Does what a page asks for. False when the user thought better of it. */
  async #perform(panel: RunPanel, request: PanelRequest): Promise<boolean> {
    switch (request.kind) {
      case "save":
        return this.#save(request.fileName, request.content);
      case "copy":
        await vscode.env.clipboard.writeText(request.text);
        return true;
      case "text-diff":
        await this.#documents.showDiff(request.left, request.right);
        return true;
      case "choose-runs": {
        const chosen = await chooseRuns(this.#library.runs, panel.runs);
        if (chosen !== null) panel.choose(chosen);
        return chosen !== null;
      }
      case "remove-runs":
        panel.choose(panel.runs.filter((id) => !request.runs.includes(id)));
        return true;
      case "paper-curves":
        panel.sendPaperCurves(paperCurveSets());
        return true;
      case "run-command":
        // By its id, also where the run is gone: without a target, commands take what is selected.
        await vscode.commands.executeCommand(commandOf[request.command], request.run);
        return true;
    }
  }

  async #save(fileName: string, content: string | Uint8Array): Promise<boolean> {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
    const chosen = await vscode.window.showSaveDialog({
      title: "Export",
      ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, join("/", fileName)) }),
    });
    if (chosen === undefined) return false;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    await vscode.workspace.fs.writeFile(chosen, bytes);
    return true;
  }
}

const commandOf = {
  pause: commands.pauseRun,
  resume: commands.resumeRun,
  stop: commands.stopRun,
  clamp: commands.clampHeadWhileRunning,
  release: commands.releaseClamp,
  "show-log": commands.showLog,
  compare: commands.compareRuns,
} as const;
