import { measure } from "../analysis/measure.ts";
import type { ReportProgress } from "../analysis/measureKind.ts";
import type { MeasureResult } from "../protocol/measureMessages.ts";
import { listCheckpoints } from "../runs/checkpointFiles.ts";
import { UserError } from "../userError.ts";

/** A run whose weights are compared. */
export interface WeighedRun {
  readonly id: string;
  /** Absolute path. */
  readonly folder: string;
}

/** How far a run's weights are from the baseline's, as plain JSON. */
export interface WeightsComparison {
  readonly run: string;
  /** In increasing sequences; empty where the two cannot be compared. */
  readonly results: MeasureResult<"weights">["results"];
  /** Why they cannot; null where they can. */
  readonly reason: string | null;
}

/**
 * Compares the weights of runs with those of a baseline, at all checkpoints that both have, or at one place.
 * @param at in sequences; null: at the checkpoints
 * @throws UserError where none of the runs can be compared; the signal's reason when it is aborted
 */
export async function compareWeights(
  runs: readonly WeighedRun[],
  baseline: WeighedRun,
  at: number | null,
  onProgress: ReportProgress,
  signal: AbortSignal,
): Promise<WeightsComparison[]> {
  const others = runs.filter(({ folder }) => folder !== baseline.folder);
  const compared: WeightsComparison[] = [];
  for (const [number, { id, folder }] of others.entries()) {
    const report: ReportProgress = (fraction, text) => {
      onProgress((number + fraction) / others.length, `weights of ${id}: ${text}`);
    };
    try {
      const places = at === null ? commonCheckpoints(folder, baseline.folder) : [at];
      const options = { reference: baseline.folder };
      const job = { runFolder: folder, name: "weights", at: places, clamps: [], options };
      const { results } = (await measure(job, report, signal)) as MeasureResult<"weights">;
      compared.push({ run: id, results, reason: null });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      compared.push({ run: id, results: [], reason: error.message });
    }
  }
  const [first] = compared;
  if (first?.reason != null && compared.every(({ reason }) => reason !== null))
    throw new UserError(`--weights: ${first.reason}`);
  return compared;
}

/** Where both were saved. @throws UserError where that is nowhere */
function commonCheckpoints(folder: string, baseline: string): number[] {
  const there = new Set(listCheckpoints(baseline).map(({ sequences }) => sequences));
  const places = listCheckpoints(folder)
    .map(({ sequences }) => sequences)
    .filter((place) => there.has(place));
  if (places.length === 0)
    throw new UserError(
      `the run and the baseline ${baseline} have no checkpoint at the same number of sequences; --at names any other place`,
      { file: folder },
    );
  return places;
}
