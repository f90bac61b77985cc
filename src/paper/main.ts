import { setMaxListeners } from "node:events";
import { builtProgram } from "../execution/builtProgram.ts";
import { UserError } from "../userError.ts";
import { verdictSummary } from "../figures/report/verdictSummary.ts";
import { paperFigures } from "./paperFigures.ts";
import { PaperLab, type LabTask } from "./paperLab.ts";
import { reproduce } from "./reproduce.ts";
import type { FromReproducer, ReproduceJob, ReproduceResult, ToReproducer } from "./reproduceMessages.ts";
import { reproduceFraction, reproduceText } from "./reproduceProgress.ts";
import { WatchedLab } from "./watchedLab.ts";

// The reproducer: a process that makes figures for whoever started it with an IPC channel, and ends. When it is told to
// stop, or that process ends, trainers save what they have, and the same job goes on from there another time.

const interruption = new AbortController();
// All runs and measures listen to it at once.
setMaxListeners(0, interruption.signal);
let hasJob = false;

process.on("disconnect", () => {
  interruption.abort();
  if (!hasJob) process.exit(1);
});
process.on("message", (message) => {
  const said = message as ToReproducer;
  if (said.kind === "stop") interruption.abort();
  else if (!hasJob) {
    hasJob = true;
    void run(said.job).then(() => process.exit(0));
  }
});
await send({
  kind: "ready",
  figures: paperFigures.map(({ id, title, seeds = null }) => ({ id, title, seeds })),
});
if (!process.connected) process.exit(1);

/** Milliseconds between two signs of progress. */
const interval = 200;

async function run(job: ReproduceJob): Promise<void> {
  try {
    await send({ kind: "done", result: await make(job) });
  } catch (error) {
    const isBug = !(error instanceof UserError);
    const text = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? error.stack : undefined;
    await send({ kind: "problem", message: isBug ? (stack ?? text) : text, isBug });
  }
}

async function make(job: ReproduceJob): Promise<ReproduceResult> {
  const { figures: wanted, seeds, quick, root, folder, out, parallel, groupId } = job;
  const figures = paperFigures.filter(({ id }) => wanted.includes(id));
  const { signal } = interruption;
  let told = -Infinity;
  let done = 0;
  let tasks: readonly LabTask[] = [];
  const log = (text: string) => {
    void send({ kind: "log", text });
  };
  const tell = () => {
    const now = performance.now();
    if (now - told < interval) return;
    told = now;
    const count = { done, all: figures.length };
    const fraction = reproduceFraction(tasks, lab.work);
    void send({ kind: "progress", fraction, text: reproduceText(tasks, lab.work, count) });
  };
  const lab = new WatchedLab(
    new PaperLab({
      ...{ root, folder, parallel, quick, signal, log, groupId },
      trainer: builtProgram("trainer"),
      measurer: builtProgram("measurer"),
      group: `paper ${figures.length === paperFigures.length ? "all" : figures.map(({ id }) => id).join(" ")}`,
      onTasks: (now) => {
        tasks = now;
        lab.see(now);
        tell();
      },
    }),
  );
  try {
    const result = await reproduce({
      ...{ figures, lab, seeds, out },
      onFigure: (figure) => {
        done++;
        log(`${figure.id}: done. ${verdictSummary([figure])}`);
        told = -Infinity;
        tell();
      },
      onFailure: ({ id, reason }) => {
        log(`${id}: ${reason}`);
      },
    });
    return {
      ...result,
      figures: result.figures.map(({ id, title, caption, verdicts }) => ({ id, title, caption, verdicts })),
      wasStopped: signal.aborted,
    };
  } finally {
    // What goes wrong here is no reason to leave trainers behind.
    interruption.abort();
  }
}

/** Resolves when the message is on its way, or cannot be sent because nobody listens any more. */
function send(message: FromReproducer): Promise<void> {
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else {
      process.send(message, undefined, {}, () => {
        resolve();
      });
    }
  });
}
