import { measureVersion } from "../measures/measureVersion.ts";
import type { MeasureJob } from "../protocol/measureMessages.ts";
import { listCheckpoints } from "../runs/checkpointFiles.ts";
import { canonicalJson } from "../runs/comparison/canonicalJson.ts";
import { eventsInForce } from "../runs/comparison/eventsInForce.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import { readEvents, readRun } from "../runs/runReader.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { UserError } from "../userError.ts";
import { version } from "../version.ts";

/** What the result of a measure depends on besides the job itself, as it stood at one moment. */
export interface MeasureInputs {
  readonly experimentHash: string;
  readonly batch: number;
  /** Where the run was last saved, as a list of one place; null where it was not. */
  readonly lastSaved: readonly number[] | null;
  readonly changes: readonly RunChange[];
  /** The run of the option `reference`, if there is one, and how far it had come. */
  readonly reference: { readonly id: string; readonly text: string } | null;
}

/** A clamp that was set or released by request while the run was training, and when. */
interface RunChange {
  readonly sequences: number;
  readonly text: string;
}

/**
 * Reads what a measure's result depends on; null where that cannot be told, so that nothing is to be kept of it: where
 * a run cannot be read, and where a clamp names a file, which may get another content.
 */
export function readInputs({ runFolder, clamps, options }: MeasureJob): MeasureInputs | null {
  if (clamps.some(namesFile)) return null;
  const { reference } = options;
  try {
    const { record } = readRun(runFolder);
    const last = listCheckpoints(runFolder).at(-1)?.sequences;
    return {
      experimentHash: record.experimentHash,
      batch: record.experiment.training.batch,
      lastSaved: last === undefined ? null : [last],
      changes: changesOf(runFolder, record),
      reference: typeof reference === "string" ? readReference(reference) : null,
    };
  } catch (error) {
    if (error instanceof UserError) return null;
    throw error;
  }
}

/** Everything that a result depends on, as plain JSON: equal only where the results are. `places`: in sequences. */
export function measureKey(
  { name, clamps, replace = false, options }: MeasureJob,
  { experimentHash, changes, reference }: MeasureInputs,
  places: readonly number[],
): object {
  const last = Math.max(...places);
  return {
    ...{ name, places, clamps, replace, experimentHash, measureVersion, version },
    // The same run in another folder is the same.
    options: reference === null ? options : { ...options, reference },
    changes: changes.filter(({ sequences }) => sequences <= last),
  };
}

function namesFile(clamp: unknown): boolean {
  if (typeof clamp !== "object" || clamp === null || !("checkpoint" in clamp)) return false;
  return typeof clamp.checkpoint !== "string" || !clamp.checkpoint.startsWith("run:");
}

/** Everything of the other run that may change: while it trains, it is another one with each step. */
function readReference(folder: string): { id: string; text: string } {
  const { record, status } = readRun(folder);
  const { id, experimentHash } = record;
  const changes = changesOf(folder, record);
  const saved = listCheckpoints(folder).at(-1)?.sequences;
  return { id, text: canonicalJson({ experimentHash, changes, saved, seen: status?.sequences }) ?? "" };
}

/**
 * What was changed by request and holds. An experiment's own clamps come and go at places that it gives; a run that goes
 * on from an earlier checkpoint has lost what was changed after it.
 */
function changesOf(folder: string, { experiment }: RunRecord): RunChange[] {
  const own = experiment.clamps.map((clamp) => canonicalJson(clamp));
  const isChange = (event: RunEvent) => {
    switch (event.kind) {
      case "clamp-set":
        return true;
      case "clamp-on":
        return own[Number(event.id)] !== canonicalJson(event.clamp);
      case "clamp-off":
        return event.released === true;
      default:
        return false;
    }
  };
  return eventsInForce(readEvents(folder).lines)
    .filter(isChange)
    .map((event) => ({ sequences: event.sequences, text: canonicalJson({ ...event, time: "" }) ?? "" }));
}
