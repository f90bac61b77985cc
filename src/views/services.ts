import type * as vscode from "vscode";
import type { LocalPool } from "../execution/localPool.ts";
import type { RunLibrary } from "../execution/runLibrary.ts";
import type { ExperimentFiles } from "./experimentFiles.ts";
import type { FocusedRuns } from "./focusedRuns.ts";
import type { Panels } from "./panels/panels.ts";
import type { ArchitectureTree } from "./trees/architectureTree.ts";
import type { ClampsTree } from "./trees/clampsTree.ts";
import type { ExperimentsTree } from "./trees/experimentsTree.ts";
import type { RunsTree } from "./trees/runsTree.ts";

/** What commands work with. Made once, in `app.ts`. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly library: RunLibrary;
  readonly pool: LocalPool;
  readonly experiments: ExperimentFiles;
  readonly experimentsTree: ExperimentsTree;
  readonly runsTree: RunsTree;
  readonly architectureTree: ArchitectureTree;
  readonly clampsTree: ClampsTree;
  readonly panels: Panels;
  readonly focusedRuns: FocusedRuns;
  /** Ids of groups whose runs finish without a word, because something else tells how far all of them are. */
  readonly quietGroups: Set<string>;
}
