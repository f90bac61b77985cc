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

/** The one WebAssembly memory of a runtime: hands out stretches, and views of the whole that survive its growth. */
export class Memory {
  readonly #memory: WebAssembly.Memory;
  #end: number;
  #floats: Float32Array;
  #integers: Int32Array;

  constructor(exports: KernelExports) {
    this.#memory = exports.memory;
    this.#end = exports.heapBase();
    this.#floats = new Float32Array(this.#memory.buffer);
    this.#integers = new Int32Array(this.#memory.buffer);
  }

  /** A new stretch, zeroed, aligned to a cache line. Throws a RangeError when WebAssembly's 4 GiB are used up. */
  allocate(bytes: number): number {
    const start = Math.ceil(this.#end / 64) * 64;
    const missing = start + bytes + slack - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / page));
    this.#end = start + bytes;
    return start;
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

  /** How much is handed out, in bytes. */
  get used(): number {
    return this.#end;
  }
}
