import type { ExperimentInput } from "./experimentSchema.ts";
import { resolveSwept } from "./resolveExperiment.ts";
import type { SweepMember } from "./sweepMember.ts";

/**
 * The experiments that one stands for by its sweep, the first key's values changing slowest; without a sweep, itself. Give
 * it as it was written: with the defaults filled in, values of another `kind` would meet keys that they do not know.
 * @param source what to call it in errors
 * @throws UserError naming every problem at once
 */
export function expandSweep(experiment: ExperimentInput, source = "experiment"): readonly SweepMember[] {
  return resolveSwept(experiment, source).members;
}
