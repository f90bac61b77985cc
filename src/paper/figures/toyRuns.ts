import { fig5a as experiments } from "../../experiment/presets/fig5a.ts";
import type { Lab, PaperRun } from "../lab.ts";
import { runsOf } from "../paperRuns.ts";

/** What is clamped in the toy model, in the paper's order. */
export const toyConditions = ["none", "c", "b, c"] as const;

/** The runs of the toy model. */
export async function toyRuns(
  lab: Lab,
  seed: number,
): Promise<Readonly<Record<(typeof toyConditions)[number], PaperRun>>> {
  const runs = await runsOf(lab, experiments({ seed }));
  return { none: runs["fig5a-none"]!, c: runs["fig5a-c"]!, "b, c": runs["fig5a-b-c"]! };
}
