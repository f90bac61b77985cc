import * as z from "zod";

const base = { sequences: z.int().nonnegative(), time: z.iso.datetime() };
const clamp = { id: z.string(), clamp: z.looseObject({ kind: z.string() }) };

/** What a line of `events.jsonl` must hold. */
export const runEventSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started"), ...base }),
  /** After a pause, or by a new process from the checkpoint `checkpoint`. */
  z.object({ kind: z.literal("resumed"), ...base, checkpoint: z.string().optional() }),
  z.object({ kind: z.literal("paused"), ...base }),
  /** Written by forks: the first event of a run that goes on from a step of the run `parent`. */
  z.object({ kind: z.literal("forked"), ...base, parent: z.string() }),
  z.object({ kind: z.literal("checkpoint"), ...base, file: z.string() }),
  /** Accepted on request, and waiting for its window to begin: `clamp-on` follows then. */
  z.object({ kind: z.literal("clamp-set"), ...base, ...clamp }),
  z.object({ kind: z.literal("clamp-on"), ...base, ...clamp }),
  /** `released`: by a request, for good. Otherwise its window or its condition has ended it. */
  z.object({ kind: z.literal("clamp-off"), ...base, ...clamp, released: z.literal(true).optional() }),
  /**
   * What a clamp did when it began to hold: the largest deviation of the activations at `sites`, as the rest of the
   * model reads them, from what the clamp says that they are; relative where these numbers, or what they are summed up
   * from, are above 1. The parameters are those at `sequences`. Grafts have no such event.
   */
  z.object({
    kind: z.literal("clamp-measured"),
    ...base,
    ...clamp,
    sites: z.array(z.string()).readonly(),
    deviation: z.number().nonnegative(),
  }),
  /** `at`, in sequences, is where it happened; `sequences` is when it was noticed. */
  z.object({ kind: z.literal("phase-change"), ...base, at: z.number().nonnegative() }),
  z.object({ kind: z.literal("diverged"), ...base, reason: z.string() }),
  z.object({ kind: z.literal("stopped"), ...base, reason: z.string() }),
  z.object({ kind: z.literal("finished"), ...base }),
  z.object({ kind: z.literal("failed"), ...base, reason: z.string() }),
  z.object({ kind: z.literal("warning"), ...base, message: z.string() }),
]);

/** Something that happened in a run, at `sequences` and at `time` (ISO 8601, UTC). */
export type RunEvent = Readonly<z.infer<typeof runEventSchema>>;

/** What happened, without when. */
export type BareEvent = RunEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, "sequences" | "time">
    : never
  : never;
