import type { RunEvent } from "../runEvents.ts";
import type { RunRecord } from "../runRecord.ts";
import type { RunState } from "../runState.ts";
import type { RunStatus } from "../runStatus.ts";
import type { ClampHistory } from "./clampHistory.ts";
import { clampHistory } from "./clampHistory.ts";
import type { ConfigDifference } from "./configDiff.ts";
import { configDiff } from "./configDiff.ts";
import type { Curves } from "./curves.ts";
import type { ModelSize } from "./describeClamp.ts";
import { describeClamp } from "./describeClamp.ts";
import { describeClamped } from "./describeClamped.ts";
import { formatSequences } from "./formatNumbers.ts";
import { metricInfo, metricKeys } from "./metricInfo.ts";
import { phaseChangeOf } from "./phaseChangeOf.ts";
import { placeOf } from "./placeOf.ts";

/** A run, as far as it is compared. A run's snapshot for panels is one. */
export interface ComparedRun {
  readonly id: string;
  /** As shown. */
  readonly name: string;
  readonly record: RunRecord;
  readonly status: RunStatus | null;
  readonly state: RunState;
  readonly curves: Curves;
  readonly events: readonly RunEvent[];
}

/** What runs are compared with, and where. */
export interface CompareOptions {
  /** Id of the run that the others are compared with. */
  readonly baseline: string;
  /** Whether `at` is counted from the start or from each run's own phase change. */
  readonly align: "sequences" | "phase-change";
  /** The place to compare at, besides the last evaluation, in sequences; null for none. */
  readonly at: number | null;
}

/** A run in a comparison. All places are in sequences. */
export interface RunSummaryLine {
  readonly id: string;
  readonly name: string;
  readonly state: RunState;
  /** Seen so far, and of the whole run. */
  readonly sequences: number;
  readonly total: number;
  readonly phaseChange: number | null;
  /** Later than the baseline's by so much; null where either has none. */
  readonly phaseChangeShift: number | null;
  /** The clamps of the experiment in words. */
  readonly clamps: string;
  readonly parent: RunRecord["parent"];
  readonly seeds: RunRecord["experiment"]["seeds"];
  /** The evaluation that `last` values are from; null before the first. */
  readonly lastAt: number | null;
  /** The evaluation that `at` values are from: the last at or before the chosen place; null where there is none. */
  readonly at: number | null;
}

/** A metric of one run. Null stands for what was not measured or was not a number. */
export interface MetricValues {
  /** At the last evaluation. */
  readonly last: number | null;
  /** The lowest of a loss and of the toy model, the highest of others, and the first evaluation that has it. */
  readonly best: number | null;
  readonly bestAt: number | null;
  /** At the chosen place. */
  readonly at: number | null;
  /** `last` minus that of the baseline. */
  readonly differenceAtLast: number | null;
  /** `at` minus that of the baseline. */
  readonly differenceAt: number | null;
}

/** The measures of one head in one run, at the last evaluation and at the chosen place. */
export interface HeadValues {
  readonly previousToken: number | null;
  readonly induction: number | null;
  readonly previousTokenAt: number | null;
  readonly inductionAt: number | null;
}

/** Runs side by side, as plain JSON. Every list `runs` and `values` is in the order of the comparison's `runs`. */
export interface Comparison {
  readonly baseline: string;
  readonly align: CompareOptions["align"];
  readonly at: number | null;
  readonly runs: readonly RunSummaryLine[];
  /** Every metric that any run has, in reading order. */
  readonly metrics: readonly { readonly key: string; readonly runs: readonly MetricValues[] }[];
  /** Every head that any run has measures of, by layer and number. */
  readonly heads: readonly { readonly head: string; readonly runs: readonly HeadValues[] }[];
  /** In what the experiments differ. */
  readonly config: readonly ConfigDifference[];
  /** When clamps held. */
  readonly clampTimeline: readonly { readonly run: string; readonly clamps: readonly ClampHistory[] }[];
}

/** Compares runs. Throws a RangeError when the baseline is none of them. */
export function compareRuns(runs: readonly ComparedRun[], options: CompareOptions): Comparison {
  const base = runs.findIndex(({ id }) => id === options.baseline);
  if (base < 0) throw new RangeError(`the baseline ${options.baseline} is none of the runs`);
  const changes = runs.map(phaseChangeOf);
  const histories = runs.map(({ record, events }) => clampHistory(record, events));
  const places = runs.map(({ curves }, run) => ({
    curves,
    last: curves.sequences.length - 1,
    at: placeOf(curves, options, changes[run] ?? null),
  }));
  const columns = Object.fromEntries(runs.flatMap(({ curves }) => Object.entries(curves.columns)));
  const keys = metricKeys({ columns });
  return {
    baseline: options.baseline,
    align: options.align,
    at: options.at,
    runs: runs.map((run, number) => ({
      ...summary(run, histories[number]!),
      phaseChange: changes[number]!,
      phaseChangeShift: minus(changes[number]!, changes[base]!),
      lastAt: valueAt(run.curves.sequences, places[number]!.last),
      at: valueAt(run.curves.sequences, places[number]!.at),
    })),
    metrics: keys.map((key) => ({
      key,
      runs: withDifferences(
        places.map((place) => values(place, key)),
        base,
      ),
    })),
    heads: heads(keys).map((head) => ({ head, runs: places.map((place) => headValues(place, head)) })),
    config: configDiff(runs.map(({ record }) => record.experiment)),
    clampTimeline: runs.map(({ id }, number) => ({ run: id, clamps: histories[number]! })),
  };
}

/** Where a run is read: numbers of evaluations, −1 for none. */
interface Places {
  readonly curves: Curves;
  readonly last: number;
  readonly at: number;
}

function summary(
  { id, name, state, record, status, curves }: ComparedRun,
  history: readonly ClampHistory[],
): Omit<RunSummaryLine, "phaseChange" | "phaseChangeShift" | "lastAt" | "at"> {
  const { training, seeds, model, clamps } = record.experiment;
  const live = history
    .filter(({ isLive, spans }) => isLive && spans.length > 0)
    .map((one) => describeLive(one, model));
  return {
    ...{ id, name, state, seeds },
    sequences: status?.sequences ?? curves.sequences.at(-1) ?? 0,
    total: status?.total ?? Math.ceil(training.sequences / training.batch) * training.batch,
    clamps:
      live.length === 0 || clamps.length > 0
        ? [describeClamped(record.experiment), ...live].join(" + ")
        : live.join(" + "),
    parent: record.parent,
  };
}

/** `ablate L1H3 (live 200k–400k)` */
function describeLive({ clamp, spans }: ClampHistory, model: ModelSize): string {
  const when = spans.map(
    ({ from, until }) => `${formatSequences(from)}–${until === null ? "" : formatSequences(until)}`,
  );
  return `${describeClamp({ ...clamp, from: undefined, until: undefined }, model)} (live ${when.join(", ")})`;
}

function values(
  { curves, last, at }: Places,
  key: string,
): Omit<MetricValues, "differenceAtLast" | "differenceAt"> {
  const column = curves.columns[key];
  const best = column === undefined ? -1 : bestPlace(column, ["loss", "toy"].includes(metricInfo(key).group));
  return {
    last: valueAt(column, last),
    best: valueAt(column, best),
    bestAt: valueAt(curves.sequences, best),
    at: valueAt(column, at),
  };
}

/** The first place of the lowest or highest number, −1 without any. */
function bestPlace(column: Float64Array, isLowest: boolean): number {
  let best = -1;
  for (let place = 0; place < column.length; place++) {
    const value = column[place]!;
    if (!Number.isFinite(value)) continue;
    if (best < 0 || (isLowest ? value < column[best]! : value > column[best]!)) best = place;
  }
  return best;
}

function withDifferences(
  runs: readonly Omit<MetricValues, "differenceAtLast" | "differenceAt">[],
  base: number,
): MetricValues[] {
  const baseline = runs[base]!;
  return runs.map((run) => ({
    ...run,
    differenceAtLast: minus(run.last, baseline.last),
    differenceAt: minus(run.at, baseline.at),
  }));
}

/** Heads that metrics are of, by layer and number. */
function heads(keys: readonly string[]): string[] {
  const names = keys.flatMap((key) => /^(L\d+H\d+)\./.exec(key)?.[1] ?? []);
  const order = (name: string) => name.slice(1).split("H").map(Number);
  return [...new Set(names)].sort((a, b) => {
    const [[layerA = 0, headA = 0], [layerB = 0, headB = 0]] = [order(a), order(b)];
    return layerA - layerB || headA - headB;
  });
}

function headValues({ curves, last, at }: Places, head: string): HeadValues {
  const previousToken = curves.columns[`${head}.previousToken`];
  const induction = curves.columns[`${head}.induction`];
  return {
    previousToken: valueAt(previousToken, last),
    induction: valueAt(induction, last),
    previousTokenAt: valueAt(previousToken, at),
    inductionAt: valueAt(induction, at),
  };
}

function valueAt(column: Float64Array | undefined, place: number): number | null {
  const value = place < 0 ? undefined : column?.[place];
  return value === undefined || !Number.isFinite(value) ? null : value;
}

function minus(value: number | null, baseline: number | null): number | null {
  return value === null || baseline === null ? null : value - baseline;
}
