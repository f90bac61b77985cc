import { constants, setPriority } from "node:os";
import type { FromTrainer, ToTrainer, TrainerJob } from "../protocol/trainerMessages.ts";
import { UserError } from "../userError.ts";
import { Doorbell } from "./doorbell.ts";
import { openJob } from "./openJob.ts";
import { train } from "./train.ts";

// The trainer: a process that trains one run, for whoever started it with an IPC channel. It outlives that process. The
// run folder has everything; messages only tell that there is something to look at. What it prints goes to the run's
// trainer.log.

// With as many runs as processors, whoever looks at them goes first: an editor that stutters gains a run nothing.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // A system that forbids it trains as it is.
}

const interruption = new AbortController();
let hasJob = false;

/** Asks for a checkpoint and the end. Before there is anything to save, it ends at once. */
function interrupt(): void {
  if (!hasJob) process.exit(1);
  interruption.abort();
}
process.on("SIGTERM", interrupt);
process.on("SIGINT", interrupt);
// A terminal that closes is no reason to stop.
process.on("SIGHUP", () => undefined);
// The host went away: a job that was begun goes on, one that never came never will.
process.on("disconnect", () => {
  if (!hasJob) process.exit(1);
});
process.on("message", (message) => {
  if (hasJob) return;
  hasJob = true;
  const { job } = message as ToTrainer;
  void run(job).then((code) => process.exit(code));
});
await send({ kind: "ready" });
if (!process.connected) process.exit(1);

/** Resolves when the message is on its way, or cannot be sent because nobody listens any more. */
function send(message: FromTrainer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else {
      // Without a callback, a host that has just died would be an error here.
      process.send(message, undefined, {}, () => {
        resolve();
      });
    }
  });
}

async function run(job: TrainerJob): Promise<0 | 1> {
  try {
    const { trainer, writer, phaseChange, metrics } = await openJob(job);
    try {
      const doorbell = new Doorbell((message) => void send(message));
      const ring = () => {
        doorbell.ring();
      };
      writer.watch(ring);
      ring();
      const { signal } = interruption;
      const end = await train({ trainer, writer, phaseChange, metrics, signal, onProgress: () => undefined });
      return end.state === "finished" || end.state === "stopped" ? 0 : 1;
    } finally {
      writer.close();
    }
  } catch (error) {
    await complain(error);
    return 1;
  }
}

async function complain(error: unknown): Promise<void> {
  const isBug = !(error instanceof UserError);
  const text = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? error.stack : undefined;
  try {
    process.stderr.write(`${new Date().toISOString()} ${isBug ? (stack ?? text) : text}\n`);
  } catch {
    // Even with a full disk, the message goes out.
  }
  await send({ kind: "problem", message: text, isBug });
}
