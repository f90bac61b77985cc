import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import { presetCatalogue, presetSets } from "../../experiment/presets.ts";
import type { PresetSet } from "../../experiment/presets/presetSet.ts";
import { commands, views } from "../../ids.ts";
import { escapeMarkdown } from "../escapeMarkdown.ts";
import type { ExperimentFiles } from "../experimentFiles.ts";
import type { ExperimentItem } from "../experimentItem.ts";
import { experimentItemKey } from "../experimentItemKey.ts";
import { experimentRow } from "../experimentRow.ts";
import { experimentTooltip } from "../experimentTooltip.ts";
import { presetSetRow } from "../presetSetRow.ts";
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

/** A set of presets, with its members below. */
interface SetElement {
  readonly kind: "preset-set";
  readonly set: PresetSet;
}

const sets = presetSets.map((set): SetElement => ({ kind: "preset-set", set }));

type Element = Group | SetElement | ExperimentItem;

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

  /** The sets of presets that are selected in the view. */
  get selectedSets(): readonly PresetSet[] {
    return this.#view.selection.flatMap((element) => (element.kind === "preset-set" ? [element.set] : []));
  }

  getTreeItem(element: Element): vscode.TreeItem {
    const { None, Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
    if (element.kind === "preset-set")
      return treeItem(`preset-set:${element.set.name}`, presetSetRow(element.set), Collapsed);
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
    if (element.kind === "preset-set") item.tooltip = setTooltip(element.set);
    else if (element.kind !== "group") item.tooltip = new vscode.MarkdownString(experimentTooltip(element));
    return item;
  }

  getChildren(element?: Element): Element[] {
    const { items } = this.#experiments;
    const hasFiles = items.some(({ kind }) => kind === "file");
    if (element === undefined) return hasFiles ? [...groups] : this.#presets();
    if (element.kind === "preset-set")
      return element.set.members.flatMap(({ name }) => this.#preset(name) ?? []);
    if (element.kind !== "group") return [];
    return element.of === "file" ? items.filter(({ kind }) => kind === "file") : this.#presets();
  }

  /** Presets and sets as they are listed; members of sets are within them. */
  #presets(): Element[] {
    return presetCatalogue.flatMap(
      ({ name }) => sets.find(({ set }) => set.name === name) ?? this.#preset(name) ?? [],
    );
  }

  #preset(name: string): ExperimentItem | undefined {
    return this.#experiments.items.find((item) => item.kind === "preset" && item.preset.name === name);
  }

  getParent(element: Element): Element | undefined {
    if (element.kind === "group") return undefined;
    const { preset } = element.kind === "preset" ? element : { preset: null };
    const owner = sets.find(({ set }) => preset !== null && set.members.includes(preset));
    if (owner !== undefined) return owner;
    const hasGroups = this.#experiments.items.some(({ kind }) => kind === "file");
    return hasGroups
      ? groups.find(({ of }) => of === (element.kind === "file" ? "file" : "preset"))
      : undefined;
  }
}

function isItem(element: Element): element is ExperimentItem {
  return element.kind === "file" || element.kind === "preset";
}

function setTooltip({ name, description }: PresetSet): vscode.MarkdownString {
  return new vscode.MarkdownString(
    `**set of presets ${escapeMarkdown(name)}**\n\n${escapeMarkdown(description)}`,
  );
}
