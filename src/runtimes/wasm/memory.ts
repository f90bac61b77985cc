import { UserError } from "../../userError.ts";

/** The part of a kernel module's exports that the runtime calls. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  heapBase(): number;
  run(start: number, end: number): void;
  peak(repetitions: number, x: number): number;
  adam(
    bytes: number,
    p: number,
    g: number,
    m: number,
    v: number,
    beta1: number,
    beta2: number,
    rate: number,
    correction: number,
    epsilon: number,
    decay: number,
  ): void;
  sgd(bytes: number, p: number, g: number, m: number, momentum: number, rate: number, decay: number): void;
}

const page = 65_536;
/** Kernels may read (never write) a few rows past a buffer's end. */
const slack = page;

/** Part of the memory, in bytes. */
interface Stretch {
  readonly start: number;
  readonly bytes: number;
}

/** The one WebAssembly memory of a runtime: hands out stretches, and views of the whole that survive its growth. */
export class Memory {
  readonly #memory: WebAssembly.Memory;
  /** Given back, in order, never touching each other. */
  #free: Stretch[] = [];
  #end: number;
  #floats: Float32Array;
  #integers: Int32Array;

  constructor(exports: KernelExports) {
    this.#memory = exports.memory;
    this.#end = exports.heapBase();
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#integers = new Int32Array(this.#memory.buffer);
  }

  /**
   * A stretch, zeroed, aligned to a cache line: one that was given back, else a new one.
   * @throws UserError when WebAssembly's 4 GiB, or the machine's memory, are used up
   */
  allocate(bytes: number): number {
    const size = wholeLines(bytes);
    const found = this.#free.findIndex((stretch) => stretch.bytes >= size);
    const stretch = this.#free[found];
    if (stretch !== undefined) {
      const rest = { start: stretch.start + size, bytes: stretch.bytes - size };
      this.#free.splice(found, 1, ...(rest.bytes > 0 ? [rest] : []));
      this.floats.fill(0, stretch.start >>> 2, (stretch.start + size) >>> 2);
      return stretch.start;
    }
    const start = wholeLines(this.#end);
    this.#grow(start + size + slack);
    this.#end = start + size;
    return start;
  }

  /** Gives a stretch back. Nothing may read or write it any more. */
  release(start: number, bytes: number): void {
    this.#free.push({ start, bytes: wholeLines(bytes) });
    this.#free.sort((a, b) => a.start - b.start);
    const merged: Stretch[] = [];
    for (const stretch of this.#free) {
      const last = merged.at(-1);
      if (last !== undefined && last.start + last.bytes === stretch.start) {
        merged[merged.length - 1] = { start: last.start, bytes: last.bytes + stretch.bytes };
      } else merged.push(stretch);
    }
    this.#free = merged;
  }

  /** All memory as float32; element i is at address 4·i. Not to be kept: growth replaces it. */
  get floats(): Float32Array {
    if (this.#floats.buffer !== this.#memory.buffer) this.#floats = new Float32Array(this.#memory.buffer);
    return this.#floats;
  }

  /** All memory as int32; element i is at address 4·i. Not to be kept: growth replaces it. */
  get integers(): Int32Array {
    if (this.#integers.buffer !== this.#memory.buffer) this.#integers = new Int32Array(this.#memory.buffer);
    return this.#integers;
  }

  /** How much is in use, in bytes. */
  get used(): number {
    return this.#end - this.#free.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  #grow(bytes: number): void {
    const missing = bytes - this.#memory.buffer.byteLength;
    if (missing <= 0) return;
    try {
      this.#memory.grow(Math.ceil(missing / page));
    } catch (error) {
      const needed = `the model's programs need ${(bytes / 2 ** 30).toFixed(1)} GiB of memory`;
      const remedy = "Try a smaller training.batch, data.pairs, model.width or evaluation.sequences.";
      throw new UserError(`${needed}, more than can be had here. ${remedy}`, {}, { cause: error });
    }
  }
}

function wholeLines(bytes: number): number {
  return Math.ceil(bytes / 64) * 64;
}
