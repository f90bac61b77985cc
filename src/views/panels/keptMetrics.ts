import * as z from "zod";

const schema = z.object({ metrics: z.array(z.string()) });

/** The metrics among choices that a panel has kept: what a new panel of its kind shows first. Empty where there are none. */
export function keptMetrics(defaults: unknown): readonly string[] {
  return schema.safeParse(defaults).data?.metrics ?? [];
}
