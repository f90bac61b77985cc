import { join } from "node:path";

/** The files of a run folder. */
export interface RunPaths {
  readonly record: string;
  readonly status: string;
  readonly metrics: string;
  readonly losses: string;
  readonly events: string;
  readonly control: string;
  readonly checkpoints: string;
  readonly log: string;
  readonly lock: string;
  readonly label: string;
}

/** Where the files of a run folder are. */
export function runPaths(folder: string): RunPaths {
  return {
    record: join(folder, "run.json"),
    status: join(folder, "status.json"),
    metrics: join(folder, "metrics.jsonl"),
    losses: join(folder, "loss.f32"),
    events: join(folder, "events.jsonl"),
    control: join(folder, "control.jsonl"),
    checkpoints: join(folder, "checkpoints"),
    log: join(folder, "trainer.log"),
    lock: join(folder, "lock.json"),
    label: join(folder, "label.json"),
  };
}
