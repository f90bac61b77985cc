import type { Experiment } from "../experiment/experimentSchema.ts";
import { UserError } from "../userError.ts";

/** Whether a run can be measured at these numbers of sequences. @throws UserError where it cannot */
export function checkPlaces(at: readonly number[] | null, { training }: Experiment): void {
  if (at === null) return;
  if (at.length === 0) throw new UserError("expected at least one place to measure at");
  const total = Math.ceil(training.sequences / training.batch) * training.batch;
  const wrong = at.find((place) => !Number.isInteger(place) || place < 0 || place > total);
  if (wrong !== undefined)
    throw new UserError(
      `cannot measure at ${wrong}: expected a whole number of sequences from 0 to the run's end (${total})`,
    );
}
