import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { MeasureProcess, type MeasureWatch } from "./measureProcess.ts";

/** With what a measure is taken. */
export interface MeasureOptions extends MeasureWatch {
  /** Path of the built measurer. */
  readonly entry: string;
  /** The folder whose native TensorFlow it is to use. */
  readonly tensorflowFolder?: string | null;
}

/**
 * Takes one measure in a process of its own, which ends with it, or at once when the signal is aborted.
 * @throws UserError when it cannot be taken, as `MeasureProcess`; the signal's reason when it is aborted
 */
export async function runMeasure(
  job: MeasureJob,
  { entry, tensorflowFolder = null, onProgress, signal }: MeasureOptions,
): Promise<MeasureResult> {
  const measurer = new MeasureProcess({ entry, tensorflowFolder: () => tensorflowFolder });
  try {
    return await measurer.take(job, { onProgress, signal });
  } finally {
    measurer.dispose();
  }
}
