import { clampHeadWhileRunning } from "./clampWhileRunning.ts";
import { addAnyClamp, clampSelectedHeads } from "./clampHeads.ts";
import { editClamp, releaseClamp } from "./changeClamps.ts";
import type { Command } from "./command.ts";
import { duplicateExperiment, newExperiment, openExperiment } from "./experimentCommands.ts";
import { forkRun, forkRunHere } from "./forkRun.ts";
import { inspectHeads, showWiring } from "./headCommands.ts";
import { measureUnderClamp } from "./measureUnderClamp.ts";
import { clearTickedHeads, focusRuns, openWalkthrough, refreshRuns, showArchitecture } from "./navigation.ts";
import { compareRuns, openLivePanel } from "./panelCommands.ts";
import { reproduceFigure } from "./reproduceFigure.ts";
import { pauseRun, resumeRun, stopAllRuns, stopRun } from "./runControl.ts";
import { runExperiment, runExperimentWithChanges } from "./runExperiment.ts";
import { deleteRun, renameRun, showLog, showRunFolder } from "./runFolders.ts";
import { copyRunSummary, exportMetrics } from "./shareRuns.ts";

/** Every command of the extension. */
export const commandTable: readonly Command[] = [
  newExperiment,
  openExperiment,
  duplicateExperiment,
  runExperiment,
  runExperimentWithChanges,
  pauseRun,
  resumeRun,
  stopRun,
  stopAllRuns,
  forkRun,
  forkRunHere,
  renameRun,
  deleteRun,
  refreshRuns,
  clampSelectedHeads,
  clampHeadWhileRunning,
  addAnyClamp,
  releaseClamp,
  editClamp,
  showArchitecture,
  clearTickedHeads,
  openLivePanel,
  compareRuns,
  inspectHeads,
  showWiring,
  showRunFolder,
  copyRunSummary,
  exportMetrics,
  measureUnderClamp,
  reproduceFigure,
  showLog,
  openWalkthrough,
  focusRuns,
];
