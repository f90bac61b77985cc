import { columnCount, rowCount } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { asRows } from "../../graph/value.ts";
import { columnPlaces } from "./layout.ts";
import type { Lowered } from "./lowering.ts";
import type { KernelExports, Memory } from "./memory.ts";
import type { Place } from "./place.ts";
import type { Program } from "../runtime.ts";
import type { Outputs } from "../../graph/rewrite.ts";

/** Where a compiled program's calls stand: the address of each, and of the end. int32 [calls + 1]. */
export interface Tape {
  readonly starts: Int32Array;
  /** Gives all memory of the program back. */
  readonly release: () => void;
}

/** How long one kernel call of a program takes. */
export interface ProfileEntry {
  readonly kernel: string;
  /** The operation that it belongs to, and the parameter that is read or whose gradient is computed. */
  readonly operation: string;
  readonly milliseconds: number;
}

/** A program in WebAssembly memory, replayed by one call. */
export class WasmProgram implements Program {
  readonly inputs: ReadonlySet<string>;
  readonly #exports: KernelExports;
  readonly #memory: Memory;
  readonly #lowered: Lowered;
  readonly #outputs: Outputs;
  readonly #starts: Int32Array;
  readonly #release: () => void;
  readonly #start: number;
  readonly #end: number;
  readonly #named = new Map<string, Value>();
  readonly #scalars = new Map<string, number>();

  constructor(exports: KernelExports, memory: Memory, lowered: Lowered, outputs: Outputs, tape: Tape) {
    this.#exports = exports;
    this.#memory = memory;
    this.#lowered = lowered;
    this.#outputs = outputs;
    this.#starts = tape.starts;
    this.#release = tape.release;
    this.#start = tape.starts[0] ?? 0;
    this.#end = tape.starts.at(-1) ?? 0;
    for (const value of [...lowered.places.keys(), ...lowered.indexes.keys()]) {
      const { operation } = value;
      if (operation.kind === "input" || operation.kind === "index-input")
        this.#named.set(operation.name, value);
    }
    this.inputs = new Set(this.#named.keys());
  }

  setIndex(name: string, data: Int32Array): void {
    const value = this.#named.get(name);
    // What the program does not need was dropped, its inputs included.
    if (value === undefined) return;
    const address = this.#lowered.indexes.get(value);
    if (address?.buffer.address == null) throw new RangeError(`no index input ${name}`);
    this.#memory.integers.set(data, (address.buffer.address + address.offset) >>> 2);
  }

  setInput(name: string, data: Float32Array): void {
    const value = this.#named.get(name);
    if (value === undefined) return;
    const place = this.#lowered.places.get(value);
    if (place === undefined) throw new RangeError(`no rows input ${name}`);
    const { rows, columns } = asRows(value).type;
    const places = columnPlaces(columns);
    const { floats } = this.#memory;
    for (let row = 0, element = 0; row < rowCount(rows); row++) {
      const start = (addressOf(place) + row * place.stride) >>> 2;
      for (const column of places) floats[start + column] = data[element++]!;
    }
  }

  run(): void {
    this.#exports.run(this.#start, this.#end);
  }

  output(name: string): Float32Array {
    const { value, place } = this.#outputPlace(name);
    const { rows, columns } = asRows(value).type;
    const result = new Float32Array(rowCount(rows) * columnCount(columns));
    const { floats, integers } = this.#memory;
    const places = columnPlaces(columns);
    const [base, stride] = [addressOf(place) >>> 2, place.stride >>> 2];
    const list = place.index === null ? -1 : addressOf(place.index) >>> 2;
    for (let row = 0, element = 0; row < rowCount(rows); row++) {
      const start = base + (list < 0 ? row : integers[list + row]!) * stride;
      for (let column = 0; column < places.length; column++)
        result[element++] = floats[start + places[column]!]!;
    }
    return result;
  }

  scalar(name: string): number {
    let address = this.#scalars.get(name);
    if (address === undefined) {
      address = addressOf(this.#outputPlace(name).place);
      this.#scalars.set(name, address);
    }
    return this.#memory.floats[address >>> 2]!;
  }

  dispose(): void {
    this.#release();
  }

  /** Runs the program `repetitions` times, timing each call: one entry for each, in the program's order. */
  profile(repetitions: number): ProfileEntry[] {
    const { instructions, origins } = this.#lowered;
    const times = new Float64Array(instructions.length);
    for (let repetition = 0; repetition < repetitions; repetition++) {
      for (let call = 0; call < times.length; call++) {
        const begun = performance.now();
        this.#exports.run(this.#starts[call]!, this.#starts[call + 1]!);
        times[call]! += performance.now() - begun;
      }
    }
    return instructions.map(({ kernel }, call) => {
      const origin = origins[call];
      const parameter = origin?.inputs.find((input) => input.operation.kind === "parameter")?.operation;
      const name = parameter?.kind === "parameter" ? ` ${parameter.name}` : "";
      const operation = origin === undefined ? "" : origin.operation.kind + name;
      return { kernel, operation, milliseconds: times[call]! / repetitions };
    });
  }

  #outputPlace(name: string): { value: Value; place: Place } {
    const value = this.#outputs[name];
    const place = value === undefined ? undefined : this.#lowered.places.get(value);
    if (value === undefined || place === undefined) throw new RangeError(`no output ${name}`);
    return { value, place };
  }
}

function addressOf({ buffer, offset }: { buffer: { address: number | null }; offset: number }): number {
  if (buffer.address === null) throw new TypeError("a buffer without an address");
  return buffer.address + offset;
}
