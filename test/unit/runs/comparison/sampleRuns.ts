import type { Experiment } from "../../../../src/experiment/experimentSchema.ts";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import type { ComparedRun } from "../../../../src/runs/comparison/compareRuns.ts";
import type { Curves } from "../../../../src/runs/comparison/curves.ts";
import { emptyCurves, toCurves } from "../../../../src/runs/comparison/curves.ts";
import type { RunEvent } from "../../../../src/runs/runEvents.ts";
import { readEvents, readMetrics, readRun } from "../../../../src/runs/runReader.ts";
import type { RunRecord } from "../../../../src/runs/runRecord.ts";
import { sampleRecord } from "../runFixtures.ts";

type BareEvent = RunEvent extends infer Event ? (Event extends unknown ? Omit<Event, "time"> : never) : never;

/** Events at no particular time. */
export function eventsOf(...events: readonly BareEvent[]): RunEvent[] {
  return events.map((event) => ({ ...event, time: "2026-03-01T14:25:30.000Z" }));
}

/** The record of a run that was not forked, with an experiment as users write it. */
export function recordOf(experiment: object = {}, changes: Partial<RunRecord> = {}): RunRecord {
  const parsed: Experiment = experimentSchema.parse(experiment);
  return { ...sampleRecord(), name: parsed.name, parent: null, experiment: parsed, ...changes };
}

/** Curves of one column or several. */
export function curvesOf(
  sequences: readonly number[],
  columns: Readonly<Record<string, readonly number[]>>,
): Curves {
  return {
    sequences: Float64Array.from(sequences),
    columns: Object.fromEntries(
      Object.entries(columns).map(([key, values]) => [key, Float64Array.from(values)]),
    ),
  };
}

/** A run that nothing is known of but what is given. */
export function runOf(changes: Partial<ComparedRun> = {}): ComparedRun {
  return {
    id: "a",
    name: "base",
    record: recordOf(),
    status: null,
    state: "running",
    curves: emptyCurves,
    events: [],
    ...changes,
  };
}

/** A run as its folder has it. */
export function readComparedRun(folder: string, id: string): ComparedRun {
  const { record, status } = readRun(folder);
  const curves = toCurves(readMetrics(folder).lines);
  return {
    id,
    name: id,
    record,
    status,
    state: status?.state ?? "starting",
    curves,
    events: readEvents(folder).lines,
  };
}
