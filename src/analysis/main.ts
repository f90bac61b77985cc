import type { FromMeasurer, ToMeasurer } from "../protocol/measureMessages.ts";
import { UserError } from "../userError.ts";
import { KeptModel } from "./keptModel.ts";
import { measure } from "./measure.ts";

// The measurer: a process that takes measures, one after the other, for whoever started it with an IPC channel. It
// writes nothing, so that it can be ended at any time, and it ends when that process lets it go or ends.

/** Milliseconds between two signs of progress. */
const interval = 100;

/** Measures of one run often follow each other: a panel that goes through its training. */
const kept = new KeptModel();
let last = Promise.resolve();

process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  const job = message as ToMeasurer;
  last = last.then(() => run(job));
});
await send({ kind: "ready" });
if (!process.connected) process.exit(1);

async function run({ number, job }: ToMeasurer): Promise<void> {
  let told = -Infinity;
  const onProgress = (fraction: number, text: string) => {
    const now = performance.now();
    if (now - told < interval) return;
    told = now;
    void send({ kind: "progress", number, fraction, text });
  };
  try {
    const result = await measure(job, onProgress, new AbortController().signal, kept.use.bind(kept));
    await send({ kind: "done", number, result });
  } catch (error) {
    const isBug = !(error instanceof UserError);
    const text = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    await send({ kind: "problem", number, message: isBug ? (stack ?? text) : text, isBug });
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
