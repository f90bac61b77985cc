import { basename, resolve } from "node:path";
import { didYouMean } from "../../nearest.ts";
import { atomicWrite } from "../../runs/atomicWrite.ts";
import type { GroupTest } from "../../runs/comparison/compareGroups.ts";
import { compareGroups } from "../../runs/comparison/compareGroups.ts";
import type { ComparedRun, CompareOptions, Comparison } from "../../runs/comparison/compareRuns.ts";
import { compareRuns } from "../../runs/comparison/compareRuns.ts";
import { readCurves } from "../../runs/curvesReader.ts";
import { curvesCsv } from "../../runs/comparison/curvesCsv.ts";
import { groupSummaries } from "../../runs/comparison/groupSummaries.ts";
import { meanGroups } from "../../runs/comparison/meanGroups.ts";
import { nameRuns } from "../../runs/comparison/runNames.ts";
import { isHolderAlive, readLockHolder } from "../../runs/lockHolder.ts";
import { readLabel } from "../../runs/runLabel.ts";
import { runPaths } from "../../runs/runPaths.ts";
import { readEvents, readRun } from "../../runs/runReader.ts";
import type { RunState } from "../../runs/runState.ts";
import type { RunStatus } from "../../runs/runStatus.ts";
import { UserError } from "../../userError.ts";
import type { Call, Command } from "../command.ts";
import { flag, textOption, textOptions, UsageError } from "../command.ts";
import type { WeighedRun, WeightsComparison } from "../compareWeights.ts";
import { compareWeights } from "../compareWeights.ts";
import { formatComparison } from "../formatComparison.ts";
import { formatGroupTests } from "../formatGroupTests.ts";
import { formatWeights } from "../formatWeights.ts";
import { Interruption } from "../interruption.ts";
import { ProgressLine } from "../progressLine.ts";
import { shownPath, textWidth } from "../terminalText.ts";

/** `optoscope compare`: runs side by side. */
export const compare: Command = {
  name: "compare",
  usage:
    "RUN_FOLDER RUN_FOLDER… [--baseline RUN_FOLDER] [--metric KEY]… [--at SEQUENCES] " +
    "[--align sequences|phase-change] [--weights] [--csv FILE] [--json]",
  summary:
    "Compare runs: where their phase changes are, what was measured, and in what their experiments differ. " +
    "Groups of runs that a sweep over seeds has made are tested against each other.",
  options: {
    baseline: { type: "string" },
    metric: { type: "string", multiple: true },
    at: { type: "string" },
    align: { type: "string" },
    weights: { type: "boolean" },
    csv: { type: "string" },
    json: { type: "boolean" },
  },
  explanations: {
    RUN_FOLDER: "what a run has left, or is still writing",
    "--baseline RUN_FOLDER": "the one of the runs that the others are compared with; else the first",
    "--metric KEY": "only this metric, such as train.loss or L1H3.induction; may be given several times",
    "--at SEQUENCES": "compare also here, at the last evaluation of each run that is not after it",
    "--align KIND": "phase-change counts --at from each run's own phase change (--at=-5000 is before it)",
    "--weights":
      "also how far each run's weights are from the baseline's, at all checkpoints that both have, or where --at says",
    "--csv FILE": "write all evaluations of all runs to a CSV file",
    "--json": "print the comparison as JSON",
  },
  arity: [0, Infinity],
  async run(call) {
    const folders = call.positionals.map((folder) => resolve(folder));
    if (folders.length < 2) throw new UsageError("expected at least two run folders");
    const twice = folders.findIndex((folder, place) => folders.indexOf(folder) < place);
    if (twice >= 0) throw new UsageError(`${call.positionals[twice]!} is named twice`);
    const options = readOptions(call);
    const base = baselineOf(call, folders);
    const runs = readRuns(folders);
    const baseline = runs[base]!.id;
    const metrics = textOptions(call, "metric");
    const comparison = onlyMetrics(compareRuns(runs, { ...options, baseline }), metrics);
    const groupTests = compareGroups(meanGroups(runs), { ...options, baseline }).map((test) =>
      onlyTests(test, metrics),
    );
    const weighed = folders.map((folder, place) => ({ id: runs[place]!.id, folder }));
    const weights = flag(call, "weights") ? await weigh(weighed, weighed[base]!, options.at) : null;
    if (weights === "interrupted") return 130;
    const csv = textOption(call, "csv");
    if (csv !== undefined) atomicWrite(resolve(csv), [new TextEncoder().encode(curvesCsv(runs))], false);
    if (flag(call, "json")) {
      const groups = groupSummaries(meanGroups(runs), comparison);
      const all = { ...comparison, groups, groupTests, ...(weights === null ? {} : { weights }) };
      process.stdout.write(`${JSON.stringify(all)}\n`);
    } else {
      const isChosen = metrics.length > 0;
      const width = textWidth(process.stdout);
      const names = new Map(runs.map(({ id, name }) => [id, name]));
      process.stdout.write(formatComparison(comparison, folders.map(shownPath), width, isChosen));
      process.stdout.write(formatGroupTests(groupTests, names, width, isChosen));
      if (weights !== null) process.stdout.write(formatWeights(weights, baseline, names, width));
      if (csv !== undefined) process.stdout.write(`\nAll evaluations are in ${shownPath(resolve(csv))}\n`);
    }
    return 0;
  },
};

/** Compares weights, telling how far it is. */
async function weigh(
  runs: readonly WeighedRun[],
  baseline: WeighedRun,
  at: number | null,
): Promise<WeightsComparison[] | "interrupted"> {
  const line = new ProgressLine(process.stderr);
  const interruption = new Interruption();
  try {
    return await compareWeights(runs, baseline, at, line.update.bind(line), interruption.signal);
  } catch (error) {
    if (interruption.isInterrupted && !(error instanceof UserError)) return "interrupted";
    throw error;
  } finally {
    line.clear();
    interruption.end();
  }
}

function readOptions(call: Call): Pick<CompareOptions, "align" | "at"> {
  const align = textOption(call, "align") ?? "sequences";
  if (align !== "sequences" && align !== "phase-change")
    throw new UsageError(`--align: expected sequences or phase-change, got ${align}`);
  const at = textOption(call, "at");
  if (at === undefined) return { align, at: null };
  if (!(align === "sequences" ? /^\d{1,15}$/ : /^[+-]?\d{1,15}$/).test(at)) {
    const expected = align === "sequences" ? "a whole number from 0" : "a whole number";
    throw new UsageError(`--at: expected ${expected}, got ${at}`);
  }
  if (flag(call, "weights") && align !== "sequences")
    throw new UsageError(
      "--weights: expected --at to be counted from the start, without --align phase-change",
    );
  return { align, at: Number(at) };
}

/** The place of the baseline in the list of folders. */
function baselineOf(call: Call, folders: readonly string[]): number {
  const baseline = textOption(call, "baseline");
  if (baseline === undefined) return 0;
  const place = folders.indexOf(resolve(baseline));
  if (place < 0) throw new UsageError(`--baseline: expected one of the runs to compare, got ${baseline}`);
  return place;
}

function readRuns(folders: readonly string[]): ComparedRun[] {
  const read = folders.map((folder) => {
    const { record, status } = readRun(folder);
    const { curves } = readCurves(folder);
    const events = readEvents(folder).lines;
    const state = stateOf(folder, status);
    return { folder, record, status, curves, events, state, label: readLabel(folder).name };
  });
  // Folders of one name in different places are told apart by their paths.
  const ids = read.map(({ folder }) => {
    const id = basename(folder);
    return folders.filter((other) => basename(other) === id).length === 1 ? id : shownPath(folder);
  });
  const names = nameRuns(read.map(({ record, label }, place) => ({ id: ids[place]!, record, label })));
  return read.map(({ record, status, curves, events, state }, place) => {
    const id = ids[place]!;
    return { id, name: names.get(id) ?? id, record, status, state, curves, events };
  });
}

function stateOf(folder: string, status: RunStatus | null): RunState {
  const state = status?.state ?? "starting";
  if (state !== "running" && state !== "paused" && state !== "starting" && state !== "created") return state;
  const holder = readLockHolder(runPaths(folder).lock);
  return holder === null || isHolderAlive(holder) === false ? "crashed" : state;
}

function onlyMetrics(comparison: Comparison, keys: readonly string[]): Comparison {
  if (keys.length === 0) return comparison;
  const known = comparison.metrics.map(({ key }) => key);
  for (const key of keys) {
    if (!known.includes(key))
      throw new UsageError(`--metric: no run has the metric ${key}${didYouMean(key, known)}`);
  }
  return { ...comparison, metrics: comparison.metrics.filter(({ key }) => keys.includes(key)) };
}

/** Of the measures of a test only those of these metrics; all where none are named. */
function onlyTests(test: GroupTest, keys: readonly string[]): GroupTest {
  if (keys.length === 0) return test;
  const measures = test.measures.filter(({ measure }) => keys.includes(measure));
  return { ...test, measures, tests: measures.filter(({ p }) => p !== null).length };
}
