import type { TrainerJob } from "../protocol/trainerMessages.ts";
import { forkRun } from "./forkRun.ts";
import type { OpenRun } from "./openRun.ts";
import { createRun, reopenRun } from "./openRun.ts";

/** Makes the run of a job ready to be trained. @throws UserError as `createRun`, `reopenRun` and `forkRun` */
export async function openJob(job: TrainerJob): Promise<OpenRun> {
  switch (job.kind) {
    case "create":
      return createRun(job);
    case "resume":
      return reopenRun(job.runFolder);
    case "fork":
      return forkRun(job);
  }
}
