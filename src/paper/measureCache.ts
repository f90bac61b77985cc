import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { measureVersion } from "../measures/measureVersion.ts";
import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { atomicWrite } from "../runs/atomicWrite.ts";
import { canonicalJson } from "../runs/comparison/canonicalJson.ts";
import { makeFolder } from "../runs/makeFolder.ts";
import { readBounded } from "../runs/readBounded.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { withFileErrors } from "../runs/withFileErrors.ts";
import { UserError } from "../userError.ts";
import { version } from "../version.ts";

const largest = 2 ** 26;

/** What was measured of a finished run before; null where it was not, or cannot be read. */
export function keptMeasure(job: MeasureJob, record: RunRecord): MeasureResult | null {
  const file = fileOf(job, record);
  if (!existsSync(file)) return null;
  try {
    const kept = JSON.parse(new TextDecoder().decode(readBounded(file, largest))) as MeasureResult;
    return kept.name === job.name &&
      kept.experimentHash === record.experimentHash &&
      Array.isArray(kept.results)
      ? kept
      : null;
  } catch (error) {
    // It can be measured again.
    if (error instanceof UserError || error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Keeps what was measured in the run's folder. @throws UserError when it cannot be written */
export function keepMeasure(job: MeasureJob, record: RunRecord, result: MeasureResult): void {
  const file = fileOf(job, record);
  withFileErrors(file, "keep the measure", () => makeFolder(dirname(file)));
  atomicWrite(file, [new TextEncoder().encode(`${JSON.stringify(result)}\n`)], false);
}

/** Named by everything that the result depends on. */
function fileOf(
  { runFolder, name, at, clamps, replace = false, options }: MeasureJob,
  record: RunRecord,
): string {
  const { experimentHash } = record;
  const key =
    canonicalJson({ name, at, clamps, replace, options, experimentHash, measureVersion, version }) ?? "";
  const hash = createHash("sha256").update(key).digest("hex").slice(0, 16);
  return join(runFolder, "measures", `${name}-${hash}.json`);
}
