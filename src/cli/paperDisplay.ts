import type { LabTask } from "../paper/paperLab.ts";
import type { LabWork } from "../paper/watchedLab.ts";
import { formatDuration } from "../runs/comparison/formatNumbers.ts";
import { fit } from "./fit.ts";
import { textWidth } from "./terminalText.ts";

/** Milliseconds between two drawings in a terminal, and between two lines elsewhere. */
const [frame, line] = [100, 5000];
/** Tasks that are shown at most, one line each. */
const mostLines = 8;

/**
 * Tells what is trained and measured for figures: in a terminal a line for each task and one for all, redrawn; in a file
 * or a pipe the line for all now and then. What is done is told in lines that stay.
 */
export class PaperDisplay {
  readonly #stream: NodeJS.WriteStream;
  readonly #silent: boolean;
  #drawn = -Infinity;
  #lines = 0;

  constructor(stream: NodeJS.WriteStream, silent: boolean) {
    this.#stream = stream;
    this.#silent = silent;
  }

  /** Shows how everything stands, if it is time to. */
  update(tasks: readonly LabTask[], work: LabWork, figures: { done: number; all: number }): void {
    const now = performance.now();
    if (this.#silent || now - this.#drawn < (this.#stream.isTTY ? frame : line)) return;
    this.#drawn = now;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${describeWork(tasks, work, figures, Infinity)}\n`);
      return;
    }
    // The last column stays empty: a terminal would go on to the next line.
    const columns = textWidth(this.#stream) - 1;
    const room = Math.max(1, Math.min(mostLines, this.#stream.rows - 2));
    const lines = [
      ...tasks.slice(0, room).map((task) => describeTask(task, columns)),
      describeWork(tasks, work, figures, columns),
    ];
    this.clear();
    this.#stream.write(lines.join("\n"));
    this.#lines = lines.length;
  }

  /** Writes a line that stays. */
  print(text: string): void {
    if (this.#silent) return;
    this.clear();
    this.#stream.write(`${this.#stream.isTTY ? fit(text, textWidth(this.#stream) - 1) : text}\n`);
  }

  /** Takes away what is redrawn. */
  clear(): void {
    if (this.#lines > 0) this.#stream.write(`\r${this.#lines > 1 ? `\x1b[${this.#lines - 1}A` : ""}\x1b[0J`);
    this.#lines = 0;
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
