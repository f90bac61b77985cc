import { textWidth } from "./terminalText.ts";

/** Milliseconds between two drawings in a terminal, and between two lines elsewhere. */
const [frame, pause] = [100, 5000];

/** One line that tells how far something is: redrawn in a terminal; what takes long is told now and then elsewhere. */
export class ProgressLine {
  readonly #stream: NodeJS.WriteStream;
  #drawn: number;
  #isShown = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    this.#drawn = stream.isTTY ? -Infinity : performance.now();
  }

  /** Shows how far it is, in 0 … 1, and what is done, if it is time to. */
  update(fraction: number, text: string): void {
    const now = performance.now();
    if (now - this.#drawn < (this.#stream.isTTY ? frame : pause)) return;
    this.#drawn = now;
    const percent = `${Math.floor(100 * fraction)} %`.padStart(5);
    if (!this.#stream.isTTY) {
      this.#stream.write(`${percent} · ${text}\n`);
      return;
    }
    // The last column stays empty: a terminal would go on to the next line.
    const columns = textWidth(this.#stream) - 1;
    const line = `${percent} · ${text}`.slice(0, columns);
    const cells = Math.min(30, columns - line.length - 1);
    const filled = Math.round(cells * fraction);
    const bar = cells < 8 ? "" : `${"█".repeat(filled)}${"░".repeat(cells - filled)} `;
    this.#stream.write(`\r\x1b[2K${bar}${line}`);
    this.#isShown = true;
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#isShown) this.#stream.write("\r\x1b[2K");
    this.#isShown = false;
  }
}
