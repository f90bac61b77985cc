import { describeClamped } from "../runs/comparison/describeClamped.ts";
import { formatCount, formatDuration } from "../runs/comparison/formatNumbers.ts";
import type { OpenRun } from "../training/openRun.ts";
import type { Progress } from "../training/train.ts";
import { train } from "../training/train.ts";
import type { ExitCode } from "./command.ts";
import { Interruption } from "./interruption.ts";
import { ProgressBar } from "./progressBar.ts";
import { summarise } from "./summary.ts";
import type { TerminalOptions } from "./terminalOptions.ts";
import { shellArgument, shownPath, textWidth } from "./terminalText.ts";

/** Trains a run with a progress bar, and prints how it ended. Ctrl-C saves a checkpoint and leaves it resumable. */
export async function trainInTerminal(opened: OpenRun, { quiet, json }: TerminalOptions): Promise<ExitCode> {
  const { record, trainer, writer } = opened;
  const interruption = new Interruption();
  const silent = quiet || json;
  const bar = new ProgressBar(process.stderr, silent);
  const folder = shownPath(writer.folder);
  if (!silent) {
    const { experiment, versions } = record;
    const { model, toy, training } = experiment;
    const size =
      toy === undefined
        ? `${model.layers} layers × ${model.heads} heads, ${formatCount(training.sequences)} sequences`
        : `toy model of dimension ${toy.dimension}, clamped: ${describeClamped(experiment)}, ${formatCount(training.sequences)} iterations`;
    bar.print(`${record.name}: ${size}, ${versions.runtime}`);
    bar.print(`run folder: ${folder}`);
  }
  if (!quiet) for (const warning of opened.warnings) bar.print(`warning: ${warning}`);
  let announced = opened.phaseChange;
  const onProgress = (progress: Progress) => {
    if (announced === null && progress.phaseChange !== null && !silent) {
      bar.print(`phase change at ${formatCount(progress.phaseChange)} sequences (train loss below 0.4 ln 2)`);
    }
    announced = progress.phaseChange;
    bar.update(progress);
  };
  try {
    const { phaseChange, metrics } = opened;
    const begun = performance.now();
    const { signal } = interruption;
    const end = await train({ trainer, writer, phaseChange, metrics, signal, onProgress });
    bar.clear();
    const line = closing(end, folder, (performance.now() - begun) / 1000);
    if (json) process.stdout.write(`${JSON.stringify({ folder: writer.folder, ...end })}\n`);
    else if (!quiet) process.stdout.write(`${summarise(record, end, textWidth(process.stdout))}\n`);
    // A failure is told even to those who want to hear nothing else.
    if (end.state === "diverged") process.stderr.write(`${line}\n`);
    else if (!silent) process.stdout.write(`${line}\n`);
    return exitCode(end);
  } finally {
    bar.clear();
    writer.close();
    interruption.end();
  }
}

function exitCode({ state }: Progress): ExitCode {
  if (state === "finished") return 0;
  return state === "stopped" ? 130 : 1;
}

function closing(end: Progress, folder: string, seconds: number): string {
  switch (end.state) {
    case "finished":
      return `Finished after ${formatDuration(seconds)}. Run folder: ${folder}`;
    case "diverged":
      return `Diverged: ${end.reason ?? ""}. What was evaluated before is in ${folder}`;
    default:
      return `Stopped at ${formatCount(end.sequences)} sequences. Go on with: optoscope resume ${shellArgument(folder)}`;
  }
}
