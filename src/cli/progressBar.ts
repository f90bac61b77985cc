import type { Progress } from "../training/train.ts";
import { describeProgress } from "./describeProgress.ts";
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
      this.#stream.write(`${describeProgress(progress, Infinity)}\n`);
      return;
    }
    // The last column stays empty: a terminal would go on to the next line.
    const columns = textWidth(this.#stream) - 1;
    const text = describeProgress(progress, columns);
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
