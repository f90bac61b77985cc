import type { Experiment } from "../../experiment/experimentSchema.ts";
import type { RunEntry } from "../../execution/runEntry.ts";
import { isOngoing } from "../../execution/stateKinds.ts";

/** Where a clamp goes. */
export type ClampDestination =
  /** An experiment file, by its absolute path: written into it. */
  | { readonly kind: "file"; readonly file: string; readonly experiment: Experiment }
  /** Presets do not change: a file is made from it first. */
  | { readonly kind: "preset"; readonly name: string; readonly experiment: Experiment }
  /** A run that is training or paused: applied at its next step. */
  | { readonly kind: "live"; readonly run: RunEntry; readonly experiment: Experiment }
  /** A run that has not begun: nothing can be done yet. */
  | { readonly kind: "waiting"; readonly run: RunEntry; readonly experiment: Experiment }
  /** A run that has ended: forked, or its experiment is changed for the next one. */
  | { readonly kind: "ended"; readonly run: RunEntry; readonly experiment: Experiment };

/** Where a clamp of a run goes, by its state. Null where the run cannot be read. */
export function runDestination(run: RunEntry): ClampDestination | null {
  const experiment = run.record?.experiment ?? run.experiment;
  if (experiment === null) return null;
  if (run.state === "running" || run.state === "paused") return { kind: "live", run, experiment };
  return { kind: isOngoing(run.state) ? "waiting" : "ended", run, experiment };
}
