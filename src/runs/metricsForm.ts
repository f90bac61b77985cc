import { forEachMetric } from "./comparison/forEachMetric.ts";
import { metricsLineSchema } from "./metricsLine.ts";

/** Texts in JSON, in which digits mean nothing, and what `null` and numbers look like. */
const tokens = /"(?:[^"\\]|\\.)*"|null|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Powers of ten that are float64 numbers exactly. */
const powers = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));
/** Below this, float64 has every whole number, and nothing that was rounded is below it. */
const firstInexact = 2 ** 53;

const [zero, nine, minus, plus, point] = [0x30, 0x39, 0x2d, 0x2b, 0x2e];
const [smallE, largeE, smallN, smallU, smallL] = [0x65, 0x45, 0x6e, 0x75, 0x6c];

/**
 * The form of a line of `metrics.jsonl`: all but its numbers. The lines of a run have one form, or a few; one that has the
 * form of a line that was checked needs no other check, and its numbers are read many times as fast as JSON is.
 */
export class MetricsForm {
  /** All that is not a number, one part after the other. */
  readonly #fixed: Uint8Array;
  /** int32 [numbers + 2]: where the part before each number begins in `fixed`, then the last part, then its end. */
  readonly #starts: Int32Array;
  /** The place of `sequences` among the numbers. */
  readonly #sequences: number;
  /** The line that is being read, where numbers of it need a closer look. */
  #text: string | null = null;
  /** float64 [numbers], in the order of the line: what `read` has read last; NaN for null. */
  readonly values: Float64Array;
  /** Of each number the key of its column (`train.loss`); undefined where it belongs to none. */
  readonly keys: readonly (string | undefined)[];

  private constructor(parts: readonly string[], sequences: number, keys: readonly (string | undefined)[]) {
    this.#fixed = new TextEncoder().encode(parts.join(""));
    this.#starts = new Int32Array(parts.length + 1);
    for (const [place, part] of parts.entries()) this.#starts[place + 1] = this.#starts[place]! + part.length;
    this.#sequences = sequences;
    this.values = new Float64Array(keys.length);
    this.keys = keys;
  }

  /** The form of a line that was checked; null where it cannot be told from its bytes. */
  static of(content: Uint8Array): MetricsForm | null {
    if (content.some((byte) => byte > 0x7f)) return null;
    const text = new TextDecoder().decode(content);
    const parts: string[] = [];
    let rest = 0;
    for (const { 0: token, index } of text.matchAll(tokens)) {
      if (token.startsWith('"')) continue;
      parts.push(text.slice(rest, index));
      rest = index + token.length;
    }
    // With their places instead of the numbers, the line itself tells what each of them is.
    const numbered = parts.map((part, place) => `${part}${place}`).join("") + text.slice(rest);
    const told = metricsLineSchema.safeParse(JSON.parse(numbered));
    if (!told.success) return null;
    const keys = Array<string | undefined>(parts.length).fill(undefined);
    forEachMetric(told.data, (key, place) => {
      keys[place] = key;
    });
    return new MetricsForm([...parts, text.slice(rest)], told.data.sequences, keys);
  }

  /** Where the line was evaluated, in sequences, as `read` has read it last. */
  get sequences(): number {
    return this.values[this.#sequences]!;
  }

  /** Reads the numbers of a line into `values`. False where it has another form, or numbers that need a closer look. */
  read(line: Uint8Array): boolean {
    this.#text = null;
    const [fixed, starts, values] = [this.#fixed, this.#starts, this.values];
    let at = 0;
    for (let place = 0; place <= values.length; place++) {
      const end = starts[place + 1]!;
      for (let i = starts[place]!; i < end; i++) if (line[at++] !== fixed[i]) return false;
      if (place === values.length) break;
      at = this.#number(line, at, place);
      if (at < 0) return false;
    }
    return at === line.length && Number.isSafeInteger(this.sequences) && this.sequences >= 0;
  }

  /** Reads a number or null that begins at a byte. @returns the byte after it; −1 where there is neither */
  #number(line: Uint8Array, begin: number, place: number): number {
    let at = begin;
    if (line[at] === smallN) {
      this.values[place] = Number.NaN;
      return line[at + 1] === smallU && line[at + 2] === smallL && line[at + 3] === smallL ? at + 4 : -1;
    }
    const isNegative = line[at] === minus;
    if (isNegative) at++;
    const first = at;
    let digits = 0;
    for (; isDigit(line[at]); at++) digits = digits * 10 + (line[at]! - zero);
    if (at === first || (line[first] === zero && at > first + 1)) return -1;
    let exponent = 0;
    if (line[at] === point) {
      const fraction = ++at;
      for (; isDigit(line[at]); at++) digits = digits * 10 + (line[at]! - zero);
      if (at === fraction) return -1;
      exponent = fraction - at;
    }
    if (line[at] === smallE || line[at] === largeE) {
      at++;
      const isDown = line[at] === minus;
      if (isDown || line[at] === plus) at++;
      const from = at;
      let power = 0;
      for (; isDigit(line[at]); at++) power = power * 10 + (line[at]! - zero);
      if (at === from) return -1;
      exponent += isDown ? -power : power;
    }
    // Of two numbers that float64 has exactly, product and quotient are rounded once, as a decimal number is to be. By
    // W. D. Clinger, "How to read floating point numbers accurately", 1990.
    if (digits < firstInexact && exponent >= -22 && exponent <= 22) {
      const size = exponent < 0 ? digits / powers[-exponent]! : digits * powers[exponent]!;
      this.values[place] = isNegative ? -size : size;
      return at;
    }
    this.#text ??= Buffer.from(line.buffer, line.byteOffset, line.length).toString("latin1");
    const value = Number(this.#text.slice(begin, at));
    this.values[place] = value;
    return Number.isFinite(value) ? at : -1;
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zero && byte <= nine;
}
