import type { RunEntry } from "../execution/runEntry.ts";

/** Why there is no transformer in a run to look into, in a sentence; null where there is one. */
export function whyNoHeads({ name, experiment }: Pick<RunEntry, "name" | "experiment">): string | null {
  return experiment?.toy === undefined ? null : `“${name}” is the toy model, which has no heads.`;
}
