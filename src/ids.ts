/** Ids of commands. package.json declares each with its title, which a test checks. */
export const commands = {
  newExperiment: "optoscope.newExperiment",
  openExperiment: "optoscope.openExperiment",
  duplicateExperiment: "optoscope.duplicateExperiment",
  runExperiment: "optoscope.runExperiment",
  runExperimentWithChanges: "optoscope.runExperimentWithChanges",
  pauseRun: "optoscope.pauseRun",
  resumeRun: "optoscope.resumeRun",
  stopRun: "optoscope.stopRun",
  stopAllRuns: "optoscope.stopAllRuns",
  forkRun: "optoscope.forkRun",
  forkRunHere: "optoscope.forkRunHere",
  renameRun: "optoscope.renameRun",
  deleteRun: "optoscope.deleteRun",
  refreshRuns: "optoscope.refreshRuns",
  clampSelectedHeads: "optoscope.clampSelectedHeads",
  clampHeadWhileRunning: "optoscope.clampHeadWhileRunning",
  addClamp: "optoscope.addClamp",
  releaseClamp: "optoscope.releaseClamp",
  editClamp: "optoscope.editClamp",
  showArchitecture: "optoscope.showArchitecture",
  clearTickedHeads: "optoscope.clearTickedHeads",
  openLivePanel: "optoscope.openLivePanel",
  compareRuns: "optoscope.compareRuns",
  inspectHeads: "optoscope.inspectHeads",
  showWiring: "optoscope.showWiring",
  showRunFolder: "optoscope.showRunFolder",
  copyRunSummary: "optoscope.copyRunSummary",
  exportMetrics: "optoscope.exportMetrics",
  measureUnderClamp: "optoscope.measureUnderClamp",
  reproduceFigure: "optoscope.reproduceFigure",
  showLog: "optoscope.showLog",
  openWalkthrough: "optoscope.openWalkthrough",
  focusRuns: "optoscope.focusRuns",
} as const;

/** Id of a command. */
export type CommandId = (typeof commands)[keyof typeof commands];

/** Id of the view container in the activity bar. */
export const viewContainer = "optoscope";

/** Ids of views. */
export const views = {
  experiments: "optoscope.experiments",
  runs: "optoscope.runs",
  architecture: "optoscope.architecture",
  clamps: "optoscope.clamps",
} as const;

/** Types of webview panels, by which VS Code restores them. */
export const panels = {
  live: "optoscope.live",
  compare: "optoscope.compare",
  heads: "optoscope.heads",
  wiring: "optoscope.wiring",
} as const;

/** Keys of settings. */
export const settings = {
  /** How many runs train at a time; 0: as many as processors less one. */
  parallelRuns: "optoscope.parallelRuns",
  /** Where run folders go; relative to the workspace folder. Empty: `.optoscope/runs`. */
  runsFolder: "optoscope.runsFolder",
  /** A folder whose node_modules has @tensorflow/tfjs-node. Empty: none. */
  tensorflowFolder: "optoscope.tensorflowFolder",
  /** Notify when a run has finished. */
  notifyFinished: "optoscope.notifications.finished",
  /** Notify when a run has failed, crashed or diverged. */
  notifyFailed: "optoscope.notifications.failed",
  /** Open the Live panel when a run is started. */
  openLivePanelOnRun: "optoscope.openLivePanelOnRun",
} as const;

/** Context keys for `when` clauses. */
export const contextKeys = {
  /** Whether any run is running or paused. */
  hasActiveRuns: "optoscope.hasActiveRuns",
  /** Whether there is any run. */
  hasRuns: "optoscope.hasRuns",
  /** How many heads are ticked in the Architecture view. */
  tickedHeads: "optoscope.tickedHeads",
  /** Set once a clamp was written or applied, which completes a step of the walkthrough. */
  hasClamped: "optoscope.hasClamped",
  /** Whether a run or an experiment is shown in the Architecture view. */
  hasArchitecture: "optoscope.hasArchitecture",
} as const;

/** Id of the walkthrough in package.json. */
export const walkthrough = "optoscope.start";

/** Files that are experiments. */
export const experimentGlob = "**/*.opto.json";
