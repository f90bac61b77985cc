import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import { views } from "../../ids.ts";
import type { ExperimentFiles } from "../experimentFiles.ts";
import { clampTooltip } from "../clampTooltip.ts";
import { Throttle } from "../throttle.ts";
import type { ArchitectureTree } from "./architectureTree.ts";
import type { ClampItem } from "./clampItem.ts";
import { clampItemKey } from "./clampItemKey.ts";
import { clampItems, type ClampEntry } from "./clampItems.ts";
import { treeItem } from "./treeItem.ts";

/** The Clamps view: what is clamped in the subject of the Architecture view. Menus give commands a `ClampItem`. */
export class ClampsTree extends Disposable implements vscode.TreeDataProvider<ClampItem> {
  readonly #view: vscode.TreeView<ClampItem>;
  readonly #treeChanged = this.register(new Emitter<undefined>());
  readonly #entries: () => readonly ClampEntry[];
  #shown = "";

  readonly onDidChangeTreeData = this.#treeChanged.event;

  constructor(architecture: ArchitectureTree, library: RunLibrary, experiments: ExperimentFiles) {
    super();
    this.#entries = () => clampItems(architecture.subject, { library, experiments });
    this.#view = this.register(
      vscode.window.createTreeView<ClampItem>(views.clamps, { treeDataProvider: this, canSelectMany: true }),
    );
    const refresh = this.register(
      new Throttle(250, () => {
        this.#update();
      }),
    );
    const request = () => {
      refresh.request();
    };
    this.register(architecture.onDidChange(request));
    this.register(this.#view.onDidChangeVisibility(request));
    this.register(
      library.onDidChange(({ changed, removed }) => {
        const { subject } = architecture;
        if (subject?.kind === "run" && [...changed, ...removed].includes(subject.id)) request();
      }),
    );
    this.register(experiments.onDidChange(request));
  }

  /** The clamps selected in the view, as they stand now. */
  get selected(): readonly ClampItem[] {
    const keys = new Set(this.#view.selection.map(clampItemKey));
    if (keys.size === 0) return [];
    return this.#entries().flatMap(({ item }) => (keys.has(clampItemKey(item)) ? [item] : []));
  }

  getTreeItem(item: ClampItem): vscode.TreeItem {
    const { None } = vscode.TreeItemCollapsibleState;
    const entry = this.#entries().find((each) => clampItemKey(each.item) === clampItemKey(item));
    return entry === undefined
      ? new vscode.TreeItem("", None)
      : treeItem(clampItemKey(item), entry.row, None);
  }

  resolveTreeItem(treeItem: vscode.TreeItem, item: ClampItem): vscode.TreeItem {
    treeItem.tooltip = new vscode.MarkdownString(clampTooltip(item));
    return treeItem;
  }

  getChildren(item?: ClampItem): ClampItem[] {
    if (item !== undefined) return [];
    const entries = this.#entries();
    this.#shown = JSON.stringify(entries.map(({ item, row }) => [clampItemKey(item), row]));
    return entries.map((each) => each.item);
  }

  getParent(): undefined {
    return undefined;
  }

  #update(): void {
    if (!this.#view.visible) return;
    const shown = JSON.stringify(this.#entries().map(({ item, row }) => [clampItemKey(item), row]));
    if (shown !== this.#shown) this.#treeChanged.fire(undefined);
  }
}
