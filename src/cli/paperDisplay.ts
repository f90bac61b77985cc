import type { LabTask } from "../paper/paperLab.ts";
import type { LabWork } from "../paper/watchedLab.ts";
import { formatDuration } from "../runs/comparison/formatNumbers.ts";
import { fit } from "./fit.ts";
import { RedrawnLines } from "./redrawnLines.ts";

/** Tasks that are shown at most, one line each. */
const mostLines = 8;

/**
 * Tells what is trained and measured for figures: in a terminal a line for each task and one for all, redrawn; in a file
 * or a pipe the line for all now and then. What is done is told in lines that stay.
 */
export class PaperDisplay {
  readonly #lines: RedrawnLines;

  constructor(stream: NodeJS.WriteStream, silent: boolean) {
    this.#lines = new RedrawnLines(stream, silent, mostLines);
  }

  /** Shows how everything stands, if it is time to. */
  update(tasks: readonly LabTask[], work: LabWork, figures: { done: number; all: number }): void {
    this.#lines.draw({
      each: (columns, most) => tasks.slice(0, most).map((task) => describeTask(task, columns)),
      all: (columns) => describeWork(tasks, work, figures, columns),
    });
  }

  /** Writes a line that stays. */
  print(text: string): void {
    this.#lines.print(text);
  }

  /** Takes away what is redrawn. */
  clear(): void {
    this.#lines.clear();
  }
}

function describeTask({ kind, name, fraction, text }: LabTask, columns: number): string {
  const doing = kind === "run" ? "training " : "measuring";
  const percent = `${Math.floor(100 * fraction)} %`.padStart(5);
  return fit(`  ${doing} ${percent}  ${name}${text === "" ? "" : ` · ${text}`}`, columns);
}

function describeWork(
  tasks: readonly LabTask[],
  { runs, measures, secondsLeft }: LabWork,
  figures: { done: number; all: number },
  columns: number,
): string {
  const training = tasks.filter(({ kind }) => kind === "run").length;
  const parts = [
    `${figures.done} of ${figures.all} figures`,
    ...(secondsLeft === null ? [] : [`about ${formatDuration(secondsLeft)} of training left`]),
    `${runs.done} of ${runs.asked} runs`,
    `${training} training, ${tasks.length - training} measuring`,
    `${measures.done} of ${measures.asked} measures`,
  ];
  while (parts.length > 1 && parts.join(" · ").length > columns) parts.pop();
  return fit(parts.join(" · "), columns);
}
