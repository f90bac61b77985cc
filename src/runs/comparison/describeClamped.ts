import type { Experiment } from "../../experiment/experimentSchema.ts";
import { describeClamps } from "./describeClamp.ts";

/**
 * What an experiment clamps, in a few words: its clamps as `describeClamps` says them, or of the toy model its vectors,
 * such as `b, c at the truth`. Nothing: `none`.
 */
export function describeClamped({
  clamps,
  model,
  toy,
}: Pick<Experiment, "clamps" | "model"> & { readonly toy?: Experiment["toy"] }): string {
  if (toy === undefined) return describeClamps(clamps, model);
  return toy.clamped.length === 0 ? "none" : `${[...toy.clamped].sort().join(", ")} at the truth`;
}
