import * as z from "zod";
import { experimentSchema } from "../experiment/experimentSchema.ts";
import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { runGroupSchema } from "../runs/runGroup.ts";

const text = z.string().min(1);
const run = { id: text, runFolder: text };

/** What a job must be that was kept over a reload of the window. */
export const trainerJobSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("create"),
    ...run,
    experiment: experimentSchema,
    experimentFile: text.optional(),
    folder: text,
    group: runGroupSchema.optional(),
  }),
  z.object({ kind: z.literal("resume"), ...run }),
  z.object({
    kind: z.literal("fork"),
    ...run,
    parentFolder: text,
    sequences: z.int().nonnegative(),
    experiment: experimentSchema,
  }),
]) satisfies z.ZodType<TrainerJob>;
