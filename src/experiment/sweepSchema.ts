import * as z from "zod";

/** What `sweep` must look like; whether its keys and values fit the experiment is found by `checkSweep`. */
export const sweepSchema = z.record(z.string().min(1).max(200), z.array(z.unknown()).min(1));

/** Values to go through, by key path: `{ "seeds.init": [5, 6, 7] }`. */
export type Sweep = z.infer<typeof sweepSchema>;
