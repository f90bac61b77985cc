import { differentiate } from "../../graph/differentiate.ts";
import type { Pass } from "../../graph/optimise.ts";
import { forwardPasses, optimise, passes } from "../../graph/optimise.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import type { Columns } from "../../graph/shape.ts";
import { columnCount, tableRows } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import type {
  OptimizerUpdate,
  ParameterDeclaration,
  ProgramSource,
  Runtime,
  TensorKind,
} from "../runtime.ts";
import type { Buffer } from "./instruction.ts";
import { encode } from "./instruction.ts";
import { columnPlaces, parameterFloats, parameterPlaces, spacing, width } from "./layout.ts";
import { loadKernels } from "./loadKernels.ts";
import { Lowering } from "./lowering.ts";
import type { KernelExports } from "./memory.ts";
import { Memory } from "./memory.ts";
import type { Place } from "./place.ts";
import { wholePlace } from "./place.ts";
import { planBuffers } from "./planBuffers.ts";
import { WasmProgram } from "./wasmProgram.ts";

/** A parameter's share of each kind of tensors. */
class StoredParameter {
  readonly offset: number;
  /** Whole cache lines. */
  readonly bytes: number;
  readonly #declaration: ParameterDeclaration;
  #places: Int32Array | null = null;

  constructor(declaration: ParameterDeclaration, offset: number) {
    this.offset = offset;
    this.bytes = 4 * Math.ceil(parameterFloats(declaration) / 16) * 16;
    this.#declaration = declaration;
  }

  /** Element → float, as in `parameterPlaces`; found out when it is first read or written. */
  get places(): Int32Array {
    return (this.#places ??= parameterPlaces(this.#declaration));
  }
}

const tensorKinds: readonly TensorKind[] = ["parameters", "gradients", "first-moments", "second-moments"];

/** Programs as flat lists of SIMD kernel calls in one WebAssembly memory. */
export class WasmRuntime implements Runtime {
  readonly name: string;
  readonly #exports: KernelExports;
  readonly #memory: Memory;
  readonly #parameters = new Map<string, StoredParameter>();
  readonly #tables = new Map<string, Place>();
  readonly #fixed = new Map<string, Buffer>();
  readonly #regions: Readonly<Record<TensorKind, number>>;
  readonly #bytes: number;

  /** `fast` uses relaxed SIMD where the host has it: results then depend on the machine. */
  constructor(declarations: readonly ParameterDeclaration[], options: { fast: boolean }) {
    const { exports, name } = loadKernels(options.fast);
    this.name = name;
    this.#exports = exports;
    this.#memory = new Memory(exports);
    let offset = 0;
    for (const declaration of declarations) {
      const stored = new StoredParameter(declaration, offset);
      this.#parameters.set(declaration.name, stored);
      offset += stored.bytes;
    }
    this.#bytes = offset;
    const [parameters, gradients, first, second] = tensorKinds.map(() => this.#memory.allocate(offset));
    if (parameters === undefined || gradients === undefined || first === undefined || second === undefined) {
      throw new TypeError("four kinds of tensors expected");
    }
    this.#regions = { parameters, gradients, "first-moments": first, "second-moments": second };
  }

  /** Bytes of WebAssembly memory in use. */
  get memoryUsed(): number {
    return this.#memory.used;
  }

  defineTable(name: string, data: Float32Array, columns: Columns): void {
    const stride = spacing(width(columns));
    const places = columnPlaces(columns);
    const size = columnCount(columns);
    const rows = data.length / size;
    const address = this.#memory.allocate(4 * stride * rows);
    const { floats } = this.#memory;
    for (let row = 0; row < rows; row++) {
      const start = (address >>> 2) + row * stride;
      for (let column = 0; column < size; column++)
        floats[start + places[column]!] = data[row * size + column]!;
    }
    this.#tables.set(name, {
      ...wholePlace({ bytes: 4 * stride * rows, address }, 4 * stride),
      padded: false,
    });
  }

  defineFixed(declaration: ParameterDeclaration, data: Float32Array): void {
    const { bytes, places } = new StoredParameter(declaration, 0);
    if (places.length !== data.length)
      throw new RangeError(`the tensor ${declaration.name} has another size`);
    const address = this.#memory.allocate(bytes);
    const { floats } = this.#memory;
    for (let element = 0; element < places.length; element++)
      floats[(address >>> 2) + places[element]!] = data[element]!;
    this.#fixed.set(declaration.name, { bytes, address });
  }

  /** Makes a program ready, with all passes of the optimiser unless tests ask for others. */
  compile(source: ProgramSource, applied?: readonly Pass[]): WasmProgram {
    const loss = source.loss;
    const named = loss === undefined ? source.outputs : { ...source.outputs, "(loss)": loss };
    const { "(loss)": optimisedLoss, ...outputs } = optimise(
      source.graph,
      named,
      applied ?? (loss === undefined ? forwardPasses : passes),
    );
    const targets = new Map<Value, Buffer>();
    if (optimisedLoss !== undefined) {
      for (const [parameter, gradient] of differentiate(source.graph, optimisedLoss)) {
        if (parameter.operation.kind !== "parameter") continue;
        if (targets.has(gradient)) throw new TypeError("two parameters with one gradient");
        targets.set(gradient, this.#tensor("gradients", parameter.operation.name));
      }
    }
    const taken: { start: number; bytes: number }[] = [];
    const allocate = (bytes: number) => {
      const start = this.#memory.allocate(bytes);
      taken.push({ start, bytes });
      return start;
    };
    const release = () => {
      for (const { start, bytes } of taken.splice(0)) this.#memory.release(start, bytes);
    };
    try {
      return this.#assemble(optimisedLoss !== undefined, outputs, targets, allocate, release);
    } catch (error) {
      release();
      throw error;
    }
  }

  #assemble(
    isTrained: boolean,
    outputs: Outputs,
    targets: ReadonlyMap<Value, Buffer>,
    allocate: (bytes: number) => number,
    release: () => void,
  ): WasmProgram {
    const lowering = new Lowering(
      {
        allocate: (bytes) => ({ bytes, address: allocate(bytes) }),
        writeIntegers: (buffer, data) => {
          this.#memory.integers.set(data, (buffer.address ?? 0) >>> 2);
        },
        writeFloats: (buffer, data) => {
          this.#memory.floats.set(data, (buffer.address ?? 0) >>> 2);
        },
        parameter: (name) => this.#tensor("parameters", name),
        fixed: (name) => {
          const buffer = this.#fixed.get(name);
          if (buffer === undefined) throw new RangeError(`no tensor ${name}`);
          return buffer;
        },
        table: (name) => this.#tables.get(name) ?? null,
      },
      Object.values(outputs),
      targets,
    );
    if (isTrained) this.#zeroOtherGradients(lowering, new Set(targets.values()));
    const { result } = lowering;
    const plan = planBuffers(result.instructions, result.pinned);
    const arena = allocate(plan.bytes);
    for (const [buffer, offset] of plan.offsets) buffer.address = arena + offset;
    const { words, starts } = encode(result.instructions);
    const tape = allocate(words.byteLength);
    this.#memory.integers.set(words, tape >>> 2);
    return new WasmProgram(this.#exports, this.#memory, result, outputs, {
      starts: starts.map((word) => tape + 4 * word),
      release,
    });
  }

  update(update: OptimizerUpdate): void {
    const { parameters: p, gradients: g, "first-moments": m, "second-moments": v } = this.#regions;
    switch (update.kind) {
      case "adam": {
        const { beta1, beta2, rate, correction, epsilon, decay } = update;
        this.#exports.adam(this.#bytes, p, g, m, v, beta1, beta2, rate, correction, epsilon, decay);
        return;
      }
      case "sgd":
        this.#exports.sgd(this.#bytes, p, g, m, update.momentum, update.rate, update.decay);
        return;
    }
  }

  read(kind: TensorKind): Map<string, Float32Array> {
    const start = this.#regions[kind] >>> 2;
    const { floats } = this.#memory;
    const tensors = new Map<string, Float32Array>();
    for (const [name, stored] of this.#parameters) {
      const { offset, places } = stored;
      const base = start + (offset >>> 2);
      const tensor = new Float32Array(places.length);
      for (let element = 0; element < places.length; element++)
        tensor[element] = floats[base + places[element]!]!;
      tensors.set(name, tensor);
    }
    return tensors;
  }

  write(kind: TensorKind, tensors: ReadonlyMap<string, Float32Array>): void {
    const start = this.#regions[kind] >>> 2;
    const { floats } = this.#memory;
    for (const [name, tensor] of tensors) {
      const stored = this.#parameters.get(name);
      if (stored?.places.length !== tensor.length) throw new RangeError(`no parameter ${name} of this size`);
      const base = start + (stored.offset >>> 2);
      for (let element = 0; element < tensor.length; element++) {
        floats[base + stored.places[element]!] = tensor[element]!;
      }
    }
  }

  /** Multiply-adds of four lanes per second, in floating-point operations: the measured peak of this machine. */
  measurePeak(repetitions: number): number {
    const begun = performance.now();
    this.#exports.peak(repetitions, 0.5);
    return (96 * repetitions * 1000) / (performance.now() - begun);
  }

  dispose(): void {
    // The memory goes with the object.
  }

  /** A parameter that the loss does not depend on has gradient zero, whatever program ran before. */
  #zeroOtherGradients(lowering: Lowering, written: ReadonlySet<Buffer>): void {
    const addresses = new Set([...written].map(({ address }) => address));
    for (const name of this.#parameters.keys()) {
      const buffer = this.#tensor("gradients", name);
      if (addresses.has(buffer.address)) continue;
      const bytes = this.#parameters.get(name)?.bytes ?? 0;
      lowering.call("zeroRows", ...lowering.count(tableRows(1)), bytes / 4, { buffer, offset: 0 }, bytes);
    }
  }

  #tensor(kind: TensorKind, name: string): Buffer {
    const stored = this.#parameters.get(name);
    if (stored === undefined) throw new RangeError(`no parameter ${name}`);
    return { bytes: stored.bytes, address: this.#regions[kind] + stored.offset };
  }
}
