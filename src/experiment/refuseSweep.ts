import { UserError } from "../userError.ts";
import type { Experiment } from "./experimentSchema.ts";

/** Makes sure that an experiment is one run. @throws UserError where it stands for several, by its sweep */
export function refuseSweep({ name, sweep }: Experiment): void {
  if (sweep === undefined) return;
  const keys = Object.keys(sweep).join(", ");
  throw new UserError(`"${name}" stands for several experiments, and one is needed here: it sweeps ${keys}`);
}
