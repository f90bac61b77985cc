import { createHash } from "node:crypto";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { measureInfos } from "../measures/measureInfo.ts";
import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { atomicWrite } from "../runs/atomicWrite.ts";
import { canonicalJson } from "../runs/comparison/canonicalJson.ts";
import { makeFolder } from "../runs/makeFolder.ts";
import { readBounded } from "../runs/readBounded.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import { UserError } from "../userError.ts";
import { measureKey, readInputs, type MeasureInputs } from "./measureKey.ts";

const largest = 2 ** 26;
/** Files that are kept of a run, at most: more than its figures, panels and documents ask for. */
const most = 500;

/**
 * A measure of a run: what is kept of it in the run's folder, else what `take` gives, which is kept for the next time.
 * Of a run that is training, the places are those that were meant when it was asked for: what is kept is never older.
 * @param isWorthKeeping asked when it was taken; what is asked for all the time and soon taken need not fill a disk
 * @throws what `take` throws
 */
export async function measureOnce(
  job: MeasureJob,
  take: () => Promise<MeasureResult>,
  isWorthKeeping: () => boolean = () => true,
): Promise<MeasureResult> {
  const before = Object.hasOwn(measureInfos, job.name) ? readInputs(job) : null;
  const kept = before === null ? null : read(job, before);
  if (kept !== null) return kept;
  const result = await take();
  if (before !== null && isWorthKeeping()) keep(job, before, result);
  return result;
}

function read(job: MeasureJob, inputs: MeasureInputs): MeasureResult | null {
  const places = job.at ?? inputs.lastSaved;
  if (places === null) return null;
  const file = fileOf(job, measureKey(job, inputs, places));
  if (!existsSync(file)) return null;
  try {
    const kept = JSON.parse(new TextDecoder().decode(readBounded(file, largest))) as MeasureResult;
    return kept.name === job.name &&
      kept.experimentHash === inputs.experimentHash &&
      Array.isArray(kept.results) &&
      kept.results.length === places.length
      ? kept
      : null;
  } catch (error) {
    // It can be measured again.
    if (error instanceof UserError || error instanceof SyntaxError) return null;
    throw error;
  }
}

function keep(job: MeasureJob, before: MeasureInputs, result: MeasureResult): void {
  const measuredAt = result.results.map(({ sequences }) => sequences);
  const places = job.at ?? measuredAt;
  // A place that the run has not reached gives something else once it has.
  const isThere = places.every((place, index) => wholeStep(place, before.batch) === measuredAt[index]);
  const after = isThere ? readInputs(job) : null;
  if (after === null) return;
  const file = fileOf(job, measureKey(job, before, places));
  // The run, or the one that it is compared with, has changed while it was measured.
  if (file !== fileOf(job, measureKey(job, after, places))) return;
  const bytes = new TextEncoder().encode(`${JSON.stringify(result)}\n`);
  if (bytes.length > largest) return;
  try {
    withFileErrors(file, "keep the measure", () => makeFolder(dirname(file)));
    atomicWrite(file, [bytes], false);
    withFileErrors(dirname(file), "tidy the kept measures", () => {
      removeOldest(dirname(file));
    });
  } catch (error) {
    // On a full disk, what was measured is worth more than that it is not measured again.
    if (!(error instanceof UserError)) throw error;
  }
}

/** Keeps a folder from growing for ever. Documents beside the measures are the user's. */
function removeOldest(folder: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  if (files.length <= most) return;
  const byAge = files
    .map((name) => ({ file: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => a.time - b.time);
  for (const { file } of byAge.slice(0, files.length - most)) rmSync(file, { force: true });
}

function wholeStep(place: number, batch: number): number {
  return Math.floor(place / batch) * batch;
}

function fileOf({ runFolder, name }: MeasureJob, key: object): string {
  const hash = createHash("sha256")
    .update(canonicalJson(key) ?? "")
    .digest("hex");
  return join(runFolder, "measures", `${name}-${hash.slice(0, 16)}.json`);
}
