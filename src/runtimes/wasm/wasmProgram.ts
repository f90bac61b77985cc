import { columnCount, rowCount } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { asRows } from "../../graph/value.ts";
import { columnPlaces, width } from "./layout.ts";
import type { Lowered } from "./lowering.ts";
import type { KernelExports, Memory } from "./memory.ts";
import type { Place } from "./place.ts";
import type { Program } from "../runtime.ts";
import type { Outputs } from "../../graph/rewrite.ts";

/** Where a compiled program's calls stand: the address of each, and of the end. int32 [calls + 1]. */
export interface Tape {
  readonly starts: Int32Array;
}

/** How long an operation's kernel took in a profile. */
export interface ProfileEntry {
  readonly kernel: string;
  readonly milliseconds: number;
  readonly calls: number;
}

/** A program in WebAssembly memory, replayed by one call. */
export class WasmProgram implements Program {
  readonly #exports: KernelExports;
  readonly #memory: Memory;
  readonly #lowered: Lowered;
  readonly #outputs: Outputs;
  readonly #starts: Int32Array;
  readonly #start: number;
  readonly #end: number;
  readonly #named = new Map<string, Value>();

  constructor(exports: KernelExports, memory: Memory, lowered: Lowered, outputs: Outputs, tape: Tape) {
    this.#exports = exports;
    this.#memory = memory;
    this.#lowered = lowered;
    this.#outputs = outputs;
    this.#starts = tape.starts;
    this.#start = tape.starts[0] ?? 0;
    this.#end = tape.starts.at(-1) ?? 0;
    for (const value of [...lowered.places.keys(), ...lowered.indexes.keys()]) {
      const { operation } = value;
      if (operation.kind === "input" || operation.kind === "index-input")
        this.#named.set(operation.name, value);
    }
  }

  /** The names of the inputs that this program reads. */
  get inputs(): ReadonlySet<string> {
    return new Set(this.#named.keys());
  }

  setIndex(name: string, data: Int32Array): void {
    const value = this.#named.get(name);
    // What the program does not need was dropped, its inputs included.
    if (value === undefined) return;
    const address = this.#lowered.indexes.get(value);
    if (address?.buffer.address == null) throw new RangeError(`no index input ${name}`);
    this.#memory.integers.set(data, (address.buffer.address + address.offset) >> 2);
  }

  setInput(name: string, data: Float32Array): void {
    const value = this.#named.get(name);
    if (value === undefined) return;
    const place = this.#lowered.places.get(value);
    if (place === undefined) throw new RangeError(`no rows input ${name}`);
    this.#eachElement(place, value, (at, element) => {
      this.#memory.floats[at] = data[element]!;
    });
  }

  run(): void {
    this.#exports.run(this.#start, this.#end);
  }

  output(name: string): Float32Array {
    const value = this.#outputs[name];
    const place = value === undefined ? undefined : this.#lowered.places.get(value);
    if (value === undefined || place === undefined) throw new RangeError(`no output ${name}`);
    const { rows, columns } = asRows(value).type;
    const result = new Float32Array(rowCount(rows) * columnCount(columns));
    const { floats } = this.#memory;
    this.#eachElement(place, value, (at, element) => {
      result[element] = floats[at]!;
    });
    return result;
  }

  /** Runs the program `repetitions` times, timing each call; sorted by time, longest first. */
  profile(repetitions: number): ProfileEntry[] {
    const times = new Map<string, { milliseconds: number; calls: number }>();
    for (let repetition = 0; repetition < repetitions; repetition++) {
      this.#lowered.instructions.forEach(({ kernel }, call) => {
        const begun = performance.now();
        this.#exports.run(this.#starts[call]!, this.#starts[call + 1]!);
        const milliseconds = performance.now() - begun;
        const entry = times.get(kernel) ?? { milliseconds: 0, calls: 0 };
        times.set(kernel, { milliseconds: entry.milliseconds + milliseconds, calls: entry.calls + 1 });
      });
    }
    return [...times]
      .map(([kernel, { milliseconds, calls }]) => ({
        kernel,
        milliseconds: milliseconds / repetitions,
        calls: calls / repetitions,
      }))
      .sort((a, b) => b.milliseconds - a.milliseconds);
  }

  #eachElement(place: Place, value: Value, visit: (at: number, element: number) => void): void {
    const { rows, columns } = asRows(value).type;
    const places = columnPlaces(columns);
    const base = addressOf(place);
    const list = place.index === null ? null : addressOf(place.index) >> 2;
    for (let row = 0, element = 0; row < rowCount(rows); row++) {
      const number = list === null ? row : this.#memory.integers[list + row]!;
      const start = (base + number * place.stride) >> 2;
      for (const column of places) visit(start + column, element++);
    }
  }
}

function addressOf({ buffer, offset }: { buffer: { address: number | null }; offset: number }): number {
  if (buffer.address === null) throw new TypeError("a buffer without an address");
  return buffer.address + offset;
}

/** Floats between stored rows of a shared table: not a multiple of 4 KiB, which would map rows to the same cache sets. */
export function tableStride(columns: Parameters<typeof width>[0]): number {
  const floats = width(columns);
  return floats % 256 === 0 ? floats + 16 : floats;
}
