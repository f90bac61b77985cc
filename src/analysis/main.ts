import type { FromMeasurer, MeasureJob, ToMeasurer } from "../protocol/measureMessages.ts";
import { UserError } from "../userError.ts";
import { measure } from "./measure.ts";

// The measurer: a process that takes one measure for whoever started it with an IPC channel, and ends. It writes
// nothing, so that it can be ended at any time, and it ends when that process does.

let hasJob = false;

process.on("disconnect", () => process.exit(1));
process.on("message", (message) => {
  if (hasJob) return;
  hasJob = true;
  void run((message as ToMeasurer).job).then(() => process.exit(0));
});
await send({ kind: "ready" });
if (!process.connected) process.exit(1);

/** Milliseconds between two signs of progress. */
const interval = 100;

async function run(job: MeasureJob): Promise<void> {
  let told = -Infinity;
  const onProgress = (fraction: number, text: string) => {
    const now = performance.now();
    if (now - told < interval) return;
    told = now;
    void send({ kind: "progress", fraction, text });
  };
  try {
    const result = await measure(job, onProgress, new AbortController().signal);
    await send({ kind: "done", result });
  } catch (error) {
    const isBug = !(error instanceof UserError);
    const text = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    await send({ kind: "problem", message: isBug ? (stack ?? text) : text, isBug });
  }
}

/** Resolves when the message is on its way, or cannot be sent because nobody listens any more. */
function send(message: FromMeasurer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else {
      process.send(message, undefined, {}, () => {
        resolve();
      });
    }
  });
}
