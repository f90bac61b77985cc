import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import { views } from "../../ids.ts";
import { changedRows } from "../changedRows.ts";
import { runRow } from "../runRow.ts";
import { HeldRows } from "../heldRows.ts";
import { Later } from "../later.ts";
import { runTooltip } from "../runTooltip.ts";
import { Throttle } from "../throttle.ts";
import type { TreeRow } from "../treeRow.ts";
import type { RunNode } from "./runNode.ts";
import { treeItem } from "./treeItem.ts";

/** Milliseconds between two refreshes of the view, and for which the row under the mouse keeps still. */
const [interval, tooltipTime] = [1000, 5000];

/** The Runs view. Menus of the view give commands a `RunNode` (and a list of all selected). */
export class RunsTree extends Disposable implements vscode.TreeDataProvider<RunNode> {
  readonly #library: RunLibrary;
  readonly #view: vscode.TreeView<RunNode>;
  readonly #treeChanged = this.register(new Emitter<RunNode[] | undefined>());
  readonly #selectionChanged = this.register(new Emitter<readonly RunEntry[]>());
  readonly #refresh = this.register(
    new Throttle(interval, () => {
      this.#update();
    }),
  );
  readonly #held = this.register(
    new HeldRows(() => {
      this.#refresh.request();
    }),
  );
  /** The element of each run: VS Code goes by the object, so there is one for as long as the run is there. */
  #nodes = new Map<string, RunNode>();
  /** What is shown, in its order. */
  #rows: ReadonlyMap<string, TreeRow> = new Map();
  #wasAsked = false;

  readonly onDidChangeTreeData = this.#treeChanged.event;
  /** The runs that are selected now. */
  readonly onDidChangeSelection = this.#selectionChanged.event;
  /** Whether the view is seen. */
  readonly onDidChangeVisibility: vscode.TreeView<RunNode>["onDidChangeVisibility"];

  constructor(library: RunLibrary) {
    super();
    this.#library = library;
    this.#view = this.register(
      vscode.window.createTreeView<RunNode>(views.runs, { treeDataProvider: this, canSelectMany: true }),
    );
    this.onDidChangeVisibility = this.#view.onDidChangeVisibility;
    this.register(
      library.onDidChange(() => {
        this.#refresh.request();
      }),
    );
    this.register(
      this.#view.onDidChangeSelection(() => {
        this.#selectionChanged.fire(this.selected);
      }),
    );
    this.register(
      vscode.workspace.onDidGrantWorkspaceTrust(() => {
        this.#refresh.request();
      }),
    );
    // For the badge, which is seen while the view is not.
    this.register(
      new Later(() => {
        this.#refresh.request();
      }),
    );
  }

  /** Whether the view is seen. */
  get isVisible(): boolean {
    return this.#view.visible;
  }

  /** The runs selected in the view, as they stand now. */
  get selected(): readonly RunEntry[] {
    return this.#view.selection.flatMap(({ id }) => this.#library.find(id) ?? []);
  }

  /** Selects a run and scrolls to it; opens the view. Does nothing for a run that is not there. */
  async reveal(id: string): Promise<void> {
    if (this.#library.find(id) === undefined) return;
    this.#update();
    const node = this.#nodes.get(id);
    if (node !== undefined) await this.#view.reveal(node, { select: true, focus: false });
  }

  getTreeItem({ id }: RunNode): vscode.TreeItem {
    const { None } = vscode.TreeItemCollapsibleState;
    const row = this.#rows.get(id);
    return row === undefined ? new vscode.TreeItem(id, None) : treeItem(id, row, None);
  }

  resolveTreeItem(item: vscode.TreeItem, { id }: RunNode): vscode.TreeItem {
    const entry = this.#library.find(id);
    this.#held.hold(id, tooltipTime);
    if (entry !== undefined) item.tooltip = new vscode.MarkdownString(runTooltip(entry));
    return item;
  }

  getChildren(element?: RunNode): RunNode[] {
    if (element !== undefined) return [];
    if (!this.#wasAsked) {
      this.#wasAsked = true;
      this.#read();
      this.#decorate();
    }
    return [...this.#nodes.values()];
  }

  getParent(): undefined {
    return undefined;
  }

  #update(): void {
    const before = this.#rows;
    this.#read();
    this.#decorate();
    const isOrderKept = [...this.#rows.keys()].join("\n") === [...before.keys()].join("\n");
    if (!isOrderKept) {
      this.#treeChanged.fire(undefined);
      return;
    }
    const changed = changedRows(before, this.#rows).flatMap((id) => this.#nodes.get(id) ?? []);
    if (changed.length > 0) this.#treeChanged.fire(changed);
  }

  #read(): void {
    const { runs } = this.#library;
    const rows = new Map(runs.map((entry) => [entry.id, runRow(entry)]));
    this.#rows = this.#held.keep(this.#rows, rows);
    this.#nodes = new Map(runs.map(({ id }) => [id, this.#nodes.get(id) ?? { kind: "run", id }] as const));
  }

  #decorate(): void {
    const running = this.#library.runs.filter(({ state }) => state === "running").length;
    const tooltip = running === 1 ? "1 run is running" : `${running} runs are running`;
    if ((this.#view.badge?.value ?? 0) !== running)
      this.#view.badge = running === 0 ? undefined : { value: running, tooltip };
    const message = this.#message();
    if (this.#view.message !== message) this.#view.message = message;
  }

  #message(): string {
    const { problem } = this.#library;
    if (problem !== null) return problem;
    if (vscode.workspace.isTrusted) return "";
    return "This workspace is not trusted: runs can be looked at, and none can be started.";
  }
}
