import * as z from "zod";

const count = z.int().nonnegative();

/** What `status.json` must hold. */
export const runStatusSchema = z.object({
  state: z.enum(["created", "running", "paused", "stopped", "finished", "failed", "diverged"]),
  sequences: count,
  total: count,
  step: count,
  rate: z.number(),
  secondsLeft: z.number().nullable(),
  heartbeat: z.iso.datetime(),
  pid: count,
  reason: z.string().nullable(),
  phaseChange: z.number().nullable(),
});

/**
 * How a run stands. `created` means that it has a folder and nothing was trained yet, `stopped` that it can be resumed.
 * `sequences` done of `total`, `step` in optimizer updates, `rate` in sequences per second without pauses,
 * `secondsLeft` while it is running, `heartbeat` the time of writing (ISO 8601), `pid` of the trainer, `reason` why it
 * failed, diverged or stopped (`interrupted`: by Ctrl-C or a signal), `phaseChange` in sequences once it has happened.
 */
export type RunStatus = Readonly<z.infer<typeof runStatusSchema>>;

/** The content of `status.json`. A rate that is not a finite number, as before the first step, is written as 0. */
export function encodeRunStatus(status: RunStatus): string {
  const rate = Number.isFinite(status.rate) ? status.rate : 0;
  return `${JSON.stringify({ ...status, rate }, null, 2)}\n`;
}
