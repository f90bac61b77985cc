import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import { commands, views } from "../../ids.ts";
import type { ExperimentFiles } from "../experimentFiles.ts";
import type { ExperimentItem } from "../experimentItem.ts";
import { experimentItemKey } from "../experimentItemKey.ts";
import { experimentRow } from "../experimentRow.ts";
import { experimentTooltip } from "../experimentTooltip.ts";
import { treeItem } from "./treeItem.ts";

/** A heading, shown only where there are both files and presets. */
interface Group {
  readonly kind: "group";
  readonly of: ExperimentItem["kind"];
}

const groups: readonly Group[] = [
  { kind: "group", of: "file" },
  { kind: "group", of: "preset" },
];

type Element = Group | ExperimentItem;

/** The Experiments view. Menus of the view give commands an `ExperimentItem` (and a list of all selected). */
export class ExperimentsTree extends Disposable implements vscode.TreeDataProvider<Element> {
  readonly #experiments: ExperimentFiles;
  readonly #view: vscode.TreeView<Element>;
  readonly #treeChanged = this.register(new Emitter<undefined>());
  readonly #selectionChanged = this.register(new Emitter<readonly ExperimentItem[]>());

  readonly onDidChangeTreeData = this.#treeChanged.event;
  /** The items that are selected now. */
  readonly onDidChangeSelection = this.#selectionChanged.event;

  constructor(experiments: ExperimentFiles) {
    super();
    this.#experiments = experiments;
    this.#view = this.register(
      vscode.window.createTreeView<Element>(views.experiments, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: false,
      }),
    );
    const tellFolder = () => {
      const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
      this.#view.message = hasFolder
        ? ""
        : "Open a folder to run experiments: they live in it, next to their runs.";
    };
    tellFolder();
    this.register(vscode.workspace.onDidChangeWorkspaceFolders(tellFolder));
    this.register(
      experiments.onDidChange(() => {
        this.#treeChanged.fire(undefined);
      }),
    );
    this.register(
      this.#view.onDidChangeSelection(() => {
        this.#selectionChanged.fire(this.selected);
      }),
    );
  }

  /** What is selected in the view, as it stands now. */
  get selected(): readonly ExperimentItem[] {
    const keys = new Set(this.#view.selection.filter(isItem).map(experimentItemKey));
    return keys.size === 0 ? [] : this.#experiments.items.filter((item) => keys.has(experimentItemKey(item)));
  }

  getTreeItem(element: Element): vscode.TreeItem {
    const { None, Expanded } = vscode.TreeItemCollapsibleState;
    if (element.kind === "group") {
      const group = new vscode.TreeItem(element.of === "file" ? "Workspace" : "Presets", Expanded);
      group.id = `group:${element.of}`;
      group.contextValue = "experiment-group";
      return group;
    }
    const item = treeItem(experimentItemKey(element), experimentRow(element), None);
    if (element.kind === "file") {
      item.resourceUri = element.uri;
      item.command = { command: "vscode.open", title: "Open", arguments: [element.uri] };
    } else {
      item.command = {
        command: commands.showArchitecture,
        title: "Show Architecture",
        arguments: [element],
      };
    }
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, element: Element): vscode.TreeItem {
    if (element.kind !== "group") item.tooltip = new vscode.MarkdownString(experimentTooltip(element));
    return item;
  }

  getChildren(element?: Element): Element[] {
    const { items } = this.#experiments;
    if (element === undefined) return items.some(({ kind }) => kind === "file") ? [...groups] : [...items];
    return element.kind === "group" ? items.filter(({ kind }) => kind === element.of) : [];
  }

  getParent(element: Element): Element | undefined {
    if (element.kind === "group") return undefined;
    const hasGroups = this.#experiments.items.some(({ kind }) => kind === "file");
    return hasGroups ? groups.find(({ of }) => of === element.kind) : undefined;
  }
}

function isItem(element: Element): element is ExperimentItem {
  return element.kind !== "group";
}
