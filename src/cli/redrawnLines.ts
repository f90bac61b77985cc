import { textWidth, wrap } from "./terminalText.ts";

/** Milliseconds between two drawings in a terminal, and between two lines elsewhere. */
const [frame, pause] = [100, 5000];

/** What is drawn: a line for each of several things, at most so many, and one for all of them. */
export interface RedrawnText {
  readonly each: (columns: number, most: number) => readonly string[];
  readonly all: (columns: number) => string;
}

/**
 * Lines that tell how far several things are: redrawn in a terminal, above them lines that stay; in a file or a pipe the
 * line for all of them now and then.
 */
export class RedrawnLines {
  readonly #stream: NodeJS.WriteStream;
  readonly #silent: boolean;
  readonly #most: number;
  #drawn = -Infinity;
  #lines = 0;

  /** @param most lines for single things, at most */
  constructor(stream: NodeJS.WriteStream, silent: boolean, most: number) {
    this.#stream = stream;
    this.#silent = silent;
    this.#most = most;
  }

  /** Draws, if it is time to, or if it is urgent and there is a terminal. */
  draw({ each, all }: RedrawnText, isUrgent = false): void {
    const { isTTY, rows } = this.#stream;
    const now = performance.now();
    if (this.#silent) return;
    if (!(isUrgent && isTTY) && now - this.#drawn < (isTTY ? frame : pause)) return;
    this.#drawn = now;
    if (!isTTY) {
      this.#stream.write(`${all(Infinity)}\n`);
      return;
    }
    const columns = this.#columns();
    const lines = [...each(columns, Math.min(this.#most, rows > 2 ? rows - 2 : 1)), all(columns)];
    this.clear();
    this.#stream.write(lines.join("\n"));
    this.#lines = lines.length;
  }

  /** Writes a line that stays. */
  print(text: string): void {
    if (this.#silent) return;
    this.clear();
    this.#stream.write(`${this.#stream.isTTY ? wrap(text, this.#columns(), 2) : text}\n`);
  }

  /** Takes away what is redrawn. */
  clear(): void {
    if (this.#lines > 0) this.#stream.write(`\r${this.#lines > 1 ? `\x1b[${this.#lines - 1}A` : ""}\x1b[0J`);
    this.#lines = 0;
  }

  /** The last column stays empty: a terminal would go on to the next line. */
  #columns(): number {
    return textWidth(this.#stream) - 1;
  }
}
