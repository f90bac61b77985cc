import * as z from "zod";

/**
 * What a line of `control.jsonl` must hold. `clamp` and `unclamp` name a clamp by `id`: its index in the experiment
 * (`"0"`), or any other name that `clamp` gives to a new one.
 */
export const runRequestSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("pause") }),
  z.object({ kind: z.literal("resume") }),
  z.object({ kind: z.literal("stop") }),
  z.object({ kind: z.literal("checkpoint") }),
  z.object({ kind: z.literal("clamp"), id: z.string(), clamp: z.looseObject({ kind: z.string() }) }),
  z.object({ kind: z.literal("unclamp"), id: z.string() }),
]);

/** A request to the trainer of a run, which it answers with an event. */
export type RunRequest = Readonly<z.infer<typeof runRequestSchema>>;

/** A request about a clamp, answered by an event that names it. */
export type ClampRequest = Extract<RunRequest, { readonly kind: "clamp" | "unclamp" }>;
