import { randomBytes } from "node:crypto";
import * as z from "zod";

/** What a run's record and a job say of the group. */
export const runGroupSchema = z.object({
  id: z.string().min(1),
  name: z.string(),
  values: z.record(z.string(), z.unknown()),
});

/**
 * Runs that were launched together, as by a sweep: all have the same `id`, which is new at each launch, and `name`.
 * `values`: what this run has in place of the experiment's own, by key path; empty for a member of a set of presets.
 */
export type RunGroup = Readonly<z.infer<typeof runGroupSchema>>;

/** An id that no other group has. */
export function newGroupId(): string {
  return randomBytes(6).toString("hex");
}
