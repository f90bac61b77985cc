import * as vscode from "vscode";
import { Disposable } from "../disposable.ts";
import { badEnds, isOngoing } from "../execution/stateKinds.ts";
import type { RunLibrary } from "../execution/runLibrary.ts";
import { commands } from "../ids.ts";
import { Later } from "./later.ts";
import { statusText } from "./statusText.ts";
import { Throttle } from "./throttle.ts";
import type { RunsTree } from "./trees/runsTree.ts";

/** Milliseconds between two changes of the item. */
const interval = 500;

/** One item in the status bar: how many runs are running, and whether one ended badly. A click opens the Runs view. */
export class StatusBar extends Disposable {
  readonly #library: RunLibrary;
  readonly #runsTree: RunsTree;
  readonly #item: vscode.StatusBarItem;
  readonly #refresh = this.register(
    new Throttle(interval, () => {
      this.#update();
    }),
  );
  /** Runs that this window has seen alive. */
  readonly #wereActive = new Set<string>();
  /** Runs that ended badly since, while nobody saw the Runs view. */
  readonly #unseen = new Set<string>();

  constructor(library: RunLibrary, runsTree: RunsTree) {
    super();
    this.#library = library;
    this.#runsTree = runsTree;
    this.#item = this.register(
      vscode.window.createStatusBarItem("optoscope.runs", vscode.StatusBarAlignment.Left, 10),
    );
    this.#item.name = "Optoscope Runs";
    this.#item.command = commands.focusRuns;
    const request = () => {
      this.#refresh.request();
    };
    this.register(library.onDidChange(request));
    this.register(runsTree.onDidChangeVisibility(request));
    this.register(vscode.window.onDidChangeWindowState(request));
    this.register(new Later(request));
  }

  #update(): void {
    const { runs } = this.#library;
    for (const { id, state } of runs) {
      if (isOngoing(state)) this.#wereActive.add(id);
      else if (this.#wereActive.delete(id) && badEnds.includes(state)) this.#unseen.add(id);
    }
    if (this.#runsTree.isVisible && vscode.window.state.focused) this.#unseen.clear();
    const status = statusText(runs, this.#unseen);
    if (status === null) {
      this.#item.hide();
      return;
    }
    const { text, tooltip, spoken, isWarning } = status;
    this.#item.text = text;
    this.#item.tooltip = new vscode.MarkdownString(tooltip);
    this.#item.accessibilityInformation = { label: spoken };
    this.#item.backgroundColor = isWarning
      ? new vscode.ThemeColor("statusBarItem.warningBackground")
      : undefined;
    this.#item.show();
  }
}
