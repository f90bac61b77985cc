import type { Graph } from "../graph/graph.ts";
import type { Columns } from "../graph/shape.ts";
import type { Outputs } from "../graph/rewrite.ts";
import type { Value, ValueType } from "../graph/value.ts";

/** A trained tensor: its name, what it is in a program, and its shape as others see it (TransformerLens' shapes). */
export interface ParameterDeclaration {
  readonly name: string;
  readonly type: Exclude<ValueType, { kind: "index" }>;
  readonly shape: readonly number[];
}

/** What a runtime keeps for every parameter, all of the parameter's shape. */
export type TensorKind = "parameters" | "gradients" | "first-moments" | "second-moments";

/** One update of all parameters from their gradients. Factors that depend on the step are the caller's. */
export type OptimizerUpdate =
  | {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** rate / (1 − beta1^step) */
      readonly rate: number;
      /** 1 / (1 − beta2^step) */
      readonly correction: number;
      /** Decoupled: parameters are first multiplied by 1 − decay. */
      readonly decay: number;
    }
  | { readonly kind: "sgd"; readonly momentum: number; readonly rate: number; readonly decay: number };

/** A traced forward program: its graph, what it computes, and (to train) which output is the loss. */
export interface ProgramSource {
  readonly graph: Graph;
  readonly outputs: Outputs;
  /** The value to take gradients of; one of the outputs. */
  readonly loss?: Value;
}

/** A program made ready to be run again and again on one runtime's parameters. */
export interface Program {
  /** The names of the inputs that it reads; what it does not need was dropped. */
  readonly inputs: ReadonlySet<string>;
  /** Writes an index input: int32 [rows]. */
  setIndex(name: string, data: Int32Array): void;
  /** Writes a rows input: float32 [rows, columns], columns in logical order ([heads, size] or [size]). */
  setInput(name: string, data: Float32Array): void;
  /** Computes all outputs and, where the program has a loss, the gradients of all parameters. */
  run(): void;
  /** An output as float32 [rows, columns] in logical order; a copy. */
  output(name: string): Float32Array;
  /** An output that is one number. */
  scalar(name: string): number;
  /** Gives its memory back. It must not be used any more. */
  dispose(): void;
}

/** Parameters with their optimizer state, and the programs that run on them. */
export interface Runtime {
  /** What runs, for the run record: `wasm simd128`, `tensorflow cpu 4.22.0`, … */
  readonly name: string;
  /** Makes a table of rows that every program may use as the input of that name. float32 [rows, columns]. */
  defineTable(name: string, data: Float32Array, columns: Columns): void;
  /** Makes a tensor that programs may read and nothing trains. `data`: float32, in the declaration's shape. */
  defineFixed(declaration: ParameterDeclaration, data: Float32Array): void;
  /** Makes a program ready. */
  compile(source: ProgramSource): Program;
  /** Applies the gradients of the last run of a program with a loss. */
  update(update: OptimizerUpdate): void;
  /** Copies of all tensors of a kind, by parameter name. */
  read(kind: TensorKind): Map<string, Float32Array>;
  /** Overwrites tensors of a kind. Throws a RangeError for an unknown name or a wrong size. */
  write(kind: TensorKind, tensors: ReadonlyMap<string, Float32Array>): void;
  /** Frees what the runtime holds outside of the JavaScript heap. */
  dispose(): void;
}
