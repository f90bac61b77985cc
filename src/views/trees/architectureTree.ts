import * as vscode from "vscode";
import { Disposable } from "../../disposable.ts";
import { Emitter } from "../../emitter.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { views } from "../../ids.ts";
import { changedRows } from "../changedRows.ts";
import type { ExperimentFiles } from "../experimentFiles.ts";
import { HeldRows } from "../heldRows.ts";
import type { HeadMark } from "../headMarks.ts";
import { Throttle } from "../throttle.ts";
import type { TreeRow } from "../treeRow.ts";
import { architectureKey, architectureModel } from "./architectureModel.ts";
import type { ArchitectureNode } from "./architectureNode.ts";
import { architectureRow, architectureRows, type ArchitectureState } from "./architectureRows.ts";
import type { ArchitectureSubject } from "./architectureSubject.ts";
import type { ExperimentsTree } from "./experimentsTree.ts";
import { headUri } from "./headUri.ts";
import type { RunsTree } from "./runsTree.ts";
import { shownSubject } from "./shownSubject.ts";
import { subjectKey } from "./subjectKey.ts";
import { TickedHeads } from "./tickedHeads.ts";
import { treeItem } from "./treeItem.ts";

/** What the Architecture view is fed by. */
export interface ArchitectureSources {
  readonly library: RunLibrary;
  readonly experiments: ExperimentFiles;
  readonly runsTree: RunsTree;
  readonly experimentsTree: ExperimentsTree;
}

/** Milliseconds between two refreshes of the view. */
const interval = 1000;
/** Milliseconds for which a block's row, and the row under the mouse, keep still. */
const [blockTime, tooltipTime] = [3000, 5000];
/** Models with more heads than this begin folded. */
const manyHeads = 64;
const noState: ArchitectureState = { metrics: null, marks: new Map(), ticked: new Set(), context: "" };

/**
 * The Architecture view: the run or experiment that was last selected or shown, as a tree. Menus of its nodes give
 * commands an `ArchitectureNode` (and a list of all selected).
 */
export class ArchitectureTree extends Disposable implements vscode.TreeDataProvider<ArchitectureNode> {
  readonly #sources: ArchitectureSources;
  readonly #view: vscode.TreeView<ArchitectureNode>;
  readonly #treeChanged = this.register(new Emitter<ArchitectureNode[] | undefined>());
  readonly #changed = this.register(new Emitter<undefined>());
  readonly #marksChanged = this.register(new Emitter<undefined>());
  readonly #ticks = new TickedHeads();
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
  #subject: ArchitectureSubject | null = null;
  /** The key of the subject that `#roots` are of. */
  #drawn = "";
  #modelKey = "";
  #roots: readonly ArchitectureNode[] = [];
  #heads: ReadonlySet<string> = new Set();
  #state = noState;
  #rows: ReadonlyMap<string, TreeRow> = new Map();

  readonly onDidChangeTreeData = this.#treeChanged.event;
  /** Another subject, or other ticks. */
  readonly onDidChange = this.#changed.event;
  /** Other heads are clamped, or something else is known of their clamps. */
  readonly onDidChangeMarks = this.#marksChanged.event;

  constructor(sources: ArchitectureSources) {
    super();
    this.#sources = sources;
    this.#view = this.register(
      vscode.window.createTreeView<ArchitectureNode>(views.architecture, {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: true,
        // Heads that were never unfolded must follow their layer's tick, too.
        manageCheckboxStateManually: true,
      }),
    );
    const { library, experiments, runsTree, experimentsTree } = sources;
    this.register(
      this.#view.onDidChangeCheckboxState(({ items }) => {
        for (const [node, state] of items)
          this.#setTicks(node.heads, state === vscode.TreeItemCheckboxState.Checked);
      }),
    );
    this.register(
      runsTree.onDidChangeSelection((runs) => {
        const run = runs.at(-1);
        if (run !== undefined) this.show({ kind: "run", id: run.id });
      }),
    );
    this.register(
      experimentsTree.onDidChangeSelection((items) => {
        const item = items.at(-1);
        if (item !== undefined) this.show({ kind: "experiment", item });
      }),
    );
    this.register(
      library.onDidChange(({ changed, removed, added }) => {
        const id = this.#subject?.kind === "run" ? this.#subject.id : null;
        if (id !== null && [changed, removed, added].some((ids) => ids.includes(id))) this.#refresh.request();
      }),
    );
    this.register(
      experiments.onDidChange(() => {
        if (this.#subject?.kind === "experiment") this.#refresh.request();
      }),
    );
  }

  /** What is shown. */
  get subject(): ArchitectureSubject | null {
    return this.#subject;
  }

  /** The heads that are ticked, in the order of the model: `L0H2`, `L1H3`. */
  get tickedHeads(): readonly string[] {
    return [...this.#heads].filter((head) => this.#state.ticked.has(head));
  }

  /** The marks of clamped heads, by head, and of other parts, by id. */
  get marks(): ReadonlyMap<string, HeadMark> {
    return this.#state.marks;
  }

  /** Shows a run or an experiment, until another is selected or shown. Does not open the view. */
  show(subject: ArchitectureSubject): void {
    const isOther = this.#subject === null || subjectKey(this.#subject) !== subjectKey(subject);
    this.#subject = subject;
    this.#update();
    if (isOther) this.#changed.fire(undefined);
  }

  /** Unticks all heads of what is shown. */
  clearTicks(): void {
    this.#setTicks([...this.#heads], false);
  }

  getTreeItem(node: ArchitectureNode): vscode.TreeItem {
    const row = this.#rows.get(node.id) ?? architectureRow(node, this.#state);
    const item = treeItem(node.id, row, this.#collapsible(node));
    if (node.kind === "head") item.resourceUri = headUri(node.label);
    return item;
  }

  resolveTreeItem(item: vscode.TreeItem, node: ArchitectureNode): vscode.TreeItem {
    this.#held.hold(node.id, tooltipTime);
    const mark = this.#state.marks.get(node.kind === "head" ? node.label : node.id);
    item.tooltip = [node.tooltip === "" ? item.accessibilityInformation?.label : node.tooltip, mark?.sentence]
      .filter((part) => part !== undefined)
      .join("\n");
    return item;
  }

  getChildren(node?: ArchitectureNode): ArchitectureNode[] {
    return [...(node === undefined ? this.#roots : node.children)];
  }

  getParent(node: ArchitectureNode): ArchitectureNode | null {
    return node.parent;
  }

  #collapsible({ kind, children }: ArchitectureNode): vscode.TreeItemCollapsibleState {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    if (children.length === 0) return None;
    const isOpen = (kind === "block" || kind === "attention") && this.#heads.size <= manyHeads;
    return isOpen ? Expanded : Collapsed;
  }

  #setTicks(heads: readonly string[], isTicked: boolean): void {
    if (this.#subject === null) return;
    const isChanged = this.#ticks.set(subjectKey(this.#subject), heads, isTicked);
    if (!isChanged) return;
    this.#update();
    this.#changed.fire(undefined);
  }

  #update(): void {
    const subject = this.#subject;
    const shown = subject === null ? null : shownSubject(subject, this.#sources);
    if (subject === null || shown === null) {
      this.#clear();
      return;
    }
    const { experiment, metrics, marks, context, name } = shown;
    const key = subjectKey(subject);
    this.#title(name, shown.problem ?? "");
    // An experiment that is broken for now, as in the middle of typing, keeps its tree.
    if (experiment === null && key === this.#drawn) return;
    const isOtherSubject = key !== this.#drawn;
    this.#drawn = key;
    const isOtherModel = this.#takeModel(experiment);
    const isUnticked = experiment !== null && this.#ticks.keepOnly(key, this.#heads);
    const ticked = this.#ticks.of(key);
    this.#draw({ metrics, marks, context, ticked }, isOtherModel, isOtherSubject);
    if (isUnticked) this.#changed.fire(undefined);
  }

  /** The subject is gone, as a deleted run is. */
  #clear(): void {
    const wasShown = this.#subject !== null;
    this.#subject = null;
    this.#takeModel(null);
    this.#drawn = "";
    this.#draw(noState, true, true);
    this.#title("", "");
    if (wasShown) this.#changed.fire(undefined);
  }

  /** Makes the nodes of a model, unless it is the one that is shown. */
  #takeModel(experiment: Experiment | null): boolean {
    const key = experiment === null ? "" : architectureKey(experiment);
    if (key === this.#modelKey) return false;
    this.#modelKey = key;
    this.#roots = experiment === null ? [] : architectureModel(experiment);
    this.#heads = new Set(this.#roots.flatMap(({ kind, heads }) => (kind === "block" ? heads : [])));
    return true;
  }

  /** @param isWhole draws all nodes; @param isFresh shows at once also what is held */
  #draw(state: ArchitectureState, isWhole: boolean, isFresh: boolean): void {
    const marksBefore = this.#state.marks;
    const rowsBefore = this.#rows;
    this.#state = state;
    const rows = architectureRows(this.#roots, state);
    this.#rows = isFresh || isWhole ? rows : this.#held.keep(rowsBefore, rows);
    const nodes = this.#nodesOf(new Set(changedRows(rowsBefore, this.#rows)));
    for (const { id, kind } of nodes) if (kind === "block") this.#held.hold(id, blockTime);
    if (isWhole) this.#treeChanged.fire(undefined);
    else if (nodes.length > 0) this.#treeChanged.fire(nodes);
    if (JSON.stringify([...marksBefore]) !== JSON.stringify([...state.marks]))
      this.#marksChanged.fire(undefined);
  }

  #nodesOf(ids: ReadonlySet<string>): ArchitectureNode[] {
    if (ids.size === 0) return [];
    const pick = (nodes: readonly ArchitectureNode[]): ArchitectureNode[] =>
      nodes.flatMap((node) => [
        ...(ids.has(node.id) ? [node] : []),
        ...(node.heads.length > 0 && node.kind !== "head" ? pick(node.children) : []),
      ]);
    return pick(this.#roots);
  }

  #title(name: string, problem: string): void {
    if (this.#view.description !== name) this.#view.description = name;
    if (this.#view.message !== problem) this.#view.message = problem;
  }
}
