import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import { views } from "../../ids.ts";
import { changedRows } from "../changedRows.ts";
import { groupTooltip } from "../groupTooltip.ts";
import { runGroups } from "../runGroups.ts";
import { HeldRows } from "../heldRows.ts";
import { Later } from "../later.ts";
import { runTooltip } from "../runTooltip.ts";
import { Throttle } from "../throttle.ts";
import type { RunTreeNode } from "./runNode.ts";
import type { RunsTreeModel } from "./runsTreeModel.ts";
import { groupKey, runsTreeModel } from "./runsTreeModel.ts";
import { treeItem } from "./treeItem.ts";

/** Milliseconds between two refreshes of the view, and for which the row under the mouse keeps still. */
const [interval, tooltipTime] = [1000, 5000];

/** The Runs view. Menus of the view give commands a `RunTreeNode` (and a list of all selected). */
export class RunsTree extends Disposable implements vscode.TreeDataProvider<RunTreeNode> {
  readonly #library: RunLibrary;
  readonly #view: vscode.TreeView<RunTreeNode>;
  readonly #treeChanged = this.register(new Emitter<RunTreeNode[] | undefined>());
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
  /** The element of each row: VS Code goes by the object, so there is one for as long as the run or group is there. */
  #nodes = new Map<string, RunTreeNode>();
  #model: RunsTreeModel = { rows: new Map(), top: [], members: new Map() };
  #wasAsked = false;

  readonly onDidChangeTreeData = this.#treeChanged.event;
  /** The runs that are selected now. */
  readonly onDidChangeSelection = this.#selectionChanged.event;
  /** Whether the view is seen. */
  readonly onDidChangeVisibility: vscode.TreeView<RunTreeNode>["onDidChangeVisibility"];

  constructor(library: RunLibrary) {
    super();
    this.#library = library;
    this.#view = this.register(
      vscode.window.createTreeView<RunTreeNode>(views.runs, { treeDataProvider: this, canSelectMany: true }),
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

  /** The runs selected in the view, as they stand now; of a selected group, all. */
  get selected(): readonly RunEntry[] {
    const ids = this.#view.selection.flatMap((node) => (node.kind === "run" ? [node.id] : node.runs));
    return [...new Set(ids)].flatMap((id) => this.#library.find(id) ?? []);
  }

  /** Selects a run and scrolls to it; opens the view. Does nothing for a run that is not there. */
  async reveal(id: string): Promise<void> {
    if (this.#library.find(id) !== undefined) await this.#reveal(id);
  }

  /** As `reveal`, for a group of runs. */
  async revealGroup(id: string): Promise<void> {
    await this.#reveal(groupKey(id));
  }

  async #reveal(key: string): Promise<void> {
    this.#update();
    const node = this.#nodes.get(key);
    if (node !== undefined) await this.#view.reveal(node, { select: true, focus: false });
  }

  getTreeItem(node: RunTreeNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const collapsible = node.kind === "run" ? None : Collapsed;
    const key = keyOf(node);
    const row = this.#model.rows.get(key);
    return row === undefined ? new vscode.TreeItem(node.id, None) : treeItem(key, row, collapsible);
  }

  resolveTreeItem(item: vscode.TreeItem, node: RunTreeNode): vscode.TreeItem {
    this.#held.hold(keyOf(node), tooltipTime);
    const tooltip = this.#tooltip(node);
    if (tooltip !== null) item.tooltip = new vscode.MarkdownString(tooltip);
    return item;
  }

  getChildren(element?: RunTreeNode): RunTreeNode[] {
    if (!this.#wasAsked) {
      this.#wasAsked = true;
      this.#read();
      this.#decorate();
    }
    const keys = element === undefined ? this.#model.top : (this.#model.members.get(keyOf(element)) ?? []);
    return keys.flatMap((key) => this.#nodes.get(key) ?? []);
  }

  getParent({ kind, id }: RunTreeNode): RunTreeNode | undefined {
    if (kind !== "run") return undefined;
    const [parent] = [...this.#model.members].find(([, members]) => members.includes(id)) ?? [];
    return parent === undefined ? undefined : this.#nodes.get(parent);
  }

  #tooltip({ kind, id }: RunTreeNode): string | null {
    if (kind === "run") {
      const entry = this.#library.find(id);
      return entry === undefined ? null : runTooltip(entry);
    }
    const group = runGroups(this.#library.runs).find((each) => "runs" in each && each.id === id);
    return group !== undefined && "runs" in group ? groupTooltip(group) : null;
  }

  #update(): void {
    const before = this.#model;
    this.#read();
    this.#decorate();
    const isOrderKept = structure(this.#model) === structure(before);
    if (!isOrderKept) {
      this.#treeChanged.fire(undefined);
      return;
    }
    const changed = changedRows(before.rows, this.#model.rows).flatMap((key) => this.#nodes.get(key) ?? []);
    if (changed.length > 0) this.#treeChanged.fire(changed);
  }

  #read(): void {
    const model = runsTreeModel(this.#library.runs);
    this.#model = { ...model, rows: this.#held.keep(this.#model.rows, model.rows) };
    this.#nodes = new Map(
      [...model.rows.keys()].map((key) => [key, this.#node(key, model.members.get(key))]),
    );
  }

  #node(key: string, runs: readonly string[] | undefined): RunTreeNode {
    const known = this.#nodes.get(key);
    if (runs === undefined) return known ?? { kind: "run", id: key };
    if (known?.kind !== "run-group") return { kind: "run-group", id: key.slice(groupKey("").length), runs };
    known.runs = runs;
    return known;
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

function keyOf({ kind, id }: RunTreeNode): string {
  return kind === "run" ? id : groupKey(id);
}

/** What stands where. */
function structure({ rows, members }: RunsTreeModel): string {
  return [...rows.keys(), ...[...members].flatMap(([key, runs]) => [key, ...runs])].join("\n");
}
