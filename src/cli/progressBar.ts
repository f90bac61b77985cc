import { formatCount, formatDuration } from "../runs/comparison/formatNumbers.ts";
import type { Progress } from "../training/train.ts";
import { textWidth } from "./terminalText.ts";

/** Milliseconds between two drawings in a terminal, and between two lines elsewhere. */
const [frame, line] = [100, 5000];

/** One line that tells how far a run is: redrawn in a terminal, repeated now and then in a file or a pipe. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #silent: boolean;
  #drawn = -Infinity;
  #isShown = false;

  constructor(stream: NodeJS.WriteStream, silent: boolean) {
    this.#stream = stream;
    this.#silent = silent;
  }

  /** Shows how the run stands, if it is time to. */
  update(progress: Progress): void {
    const now = performance.now();
    if (this.#silent || now - this.#drawn < (this.#stream.isTTY ? frame : line)) return;
    this.#drawn = now;
    if (!this.#stream.isTTY) {
      this.#stream.write(`${describe(progress, Infinity)}\n`);
      return;
    }
    // The last column stays empty: a terminal would go on to the next line.
    const columns = textWidth(this.#stream) - 1;
    const text = describe(progress, columns);
    const cells = Math.min(40, columns - text.length - 1);
    const filled = Math.round((cells * progress.sequences) / progress.total);
    const bar = cells < 8 ? "" : `${"█".repeat(filled)}${"░".repeat(cells - filled)} `;
    this.#stream.write(`\r\x1b[2K${bar}${text}`);
    this.#isShown = true;
  }

  /** Writes a line that stays. */
  print(text: string): void {
    this.clear();
    this.#stream.write(`${text}\n`);
    this.#drawn = -Infinity;
  }

  /** Takes the bar away. */
  clear(): void {
    if (this.#isShown) this.#stream.write("\r\x1b[2K");
    this.#isShown = false;
  }
}

/** As much as fits: what matters least is left out first. */
function describe({ sequences, total, loss, rate, secondsLeft, state }: Progress, columns: number): string {
  const time =
    state === "paused" ? "paused" : secondsLeft === null ? "" : `${formatDuration(secondsLeft)} left`;
  const parts = [
    { text: `${Math.floor((100 * sequences) / total)} %`.padStart(5), rank: 0 },
    { text: `${formatCount(sequences).padStart(formatCount(total).length)} sequences`, rank: 3 },
    { text: Number.isFinite(loss) ? `loss ${loss.toFixed(3)}` : "", rank: 1 },
    { text: rate > 0 ? `${formatCount(rate)}/s` : "", rank: 4 },
    { text: time, rank: 2 },
  ].filter(({ text }) => text !== "");
  for (let highest = 4; ; highest--) {
    const shown = parts.filter(({ rank }) => rank <= highest);
    const line = shown.map(({ text }) => text).join(" · ");
    if (line.length <= columns || highest === 0) return line;
  }
}
