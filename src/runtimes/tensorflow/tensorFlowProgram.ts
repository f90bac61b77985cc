import type { Tensor } from "@tensorflow/tfjs-core";
import type { Outputs } from "../../graph/rewrite.ts";
import { reachable } from "../../graph/reachable.ts";
import { columnCount, rowCount } from "../../graph/shape.ts";
import type { Value } from "../../graph/value.ts";
import { asIndex, asRows } from "../../graph/value.ts";
import type { Program, ProgramSource } from "../runtime.ts";
import { forward } from "./forward.ts";
import { indexList } from "./indexLists.ts";
import type { TensorFlow } from "./loadTensorFlow.ts";

/** What all programs of a runtime share. */
export interface Shared {
  readonly tf: TensorFlow;
  /** Tables by the name of the input they stand for: [rows, columns]. */
  readonly tables: ReadonlyMap<string, Tensor>;
  /** A tensor that is not trained, in its canonical shape. */
  readonly fixed: (name: string) => Tensor;
  /** A parameter's present numbers as a new tensor. */
  readonly parameter: (name: string) => Tensor;
  /** Takes the gradients of a run; a parameter without one does not touch the loss. */
  readonly setGradients: (gradients: ReadonlyMap<string, Float32Array>) => void;
}

/** A program that is interpreted node by node, and differentiated by TensorFlow. */
export class TensorFlowProgram implements Program {
  readonly inputs: ReadonlySet<string>;
  readonly #shared: Shared;
  readonly #outputs: Outputs;
  readonly #loss: Value | undefined;
  readonly #values: readonly Value[];
  readonly #trained: readonly string[];
  readonly #indexes = new Map<string, Int32Array>();
  readonly #inputs = new Map<string, Float32Array>();
  readonly #results = new Map<string, Float32Array>();

  constructor(source: ProgramSource, shared: Shared) {
    this.#shared = shared;
    this.#outputs = source.outputs;
    this.#loss = source.loss;
    const roots = Object.values(source.outputs);
    this.#values = reachable(source.loss === undefined ? roots : [...roots, source.loss]);
    this.#trained = reachable(source.loss === undefined ? [] : [source.loss]).flatMap(({ operation }) =>
      operation.kind === "parameter" ? [operation.name] : [],
    );
    for (const value of this.#values) {
      const { operation } = value;
      if (operation.kind === "index-input") {
        this.#indexes.set(operation.name, new Int32Array(rowCount(asIndex(value).type.rows)));
      } else if (operation.kind === "input" && !shared.tables.has(operation.name)) {
        const { rows, columns } = asRows(value).type;
        this.#inputs.set(operation.name, new Float32Array(rowCount(rows) * columnCount(columns)));
      }
    }
    this.inputs = new Set([...this.#indexes.keys(), ...this.#inputs.keys()]);
  }

  setIndex(name: string, data: Int32Array): void {
    // What the program does not need is not there.
    this.#indexes.get(name)?.set(data);
  }

  setInput(name: string, data: Float32Array): void {
    this.#inputs.get(name)?.set(data);
  }

  run(): void {
    const { tf, parameter, setGradients } = this.#shared;
    // With nothing to train, as where a clamp replaces all that is, there is nothing to differentiate either.
    if (this.#loss === undefined || this.#trained.length === 0) {
      if (this.#loss !== undefined) setGradients(new Map());
      tf.tidy(() => {
        this.#forward(parameter);
      });
      return;
    }
    const loss = this.#loss;
    const gradients = new Map<string, Float32Array>();
    tf.tidy(() => {
      const lossOf = (...tensors: Tensor[]): Tensor => {
        const tensorOf = new Map(this.#trained.map((name, place) => [name, tensors[place]]));
        const values = this.#forward((name) => tensorOf.get(name) ?? parameter(name));
        const result = values.get(loss);
        if (result === undefined) throw new TypeError("the loss is not computed");
        return tf.reshape(result, []);
      };
      const { grads } = tf.valueAndGrads(lossOf)(this.#trained.map(parameter));
      this.#trained.forEach((name, place) => gradients.set(name, floatsOf(grads[place])));
    });
    setGradients(gradients);
  }

  output(name: string): Float32Array {
    const result = this.#results.get(name);
    if (result === undefined) throw new RangeError(`no output ${name}`);
    return result.slice();
  }

  scalar(name: string): number {
    return this.output(name)[0] ?? Number.NaN;
  }

  dispose(): void {
    // Tensors live only as long as a run.
    this.#results.clear();
  }

  /** Computes every value and keeps the outputs' numbers. To be called inside of a `tidy`. */
  #forward(parameter: (name: string) => Tensor): Map<Value, Tensor> {
    const { tf, tables } = this.#shared;
    const tensors = new Map<Value, Tensor>();
    const operand = (value: Value | undefined): Tensor => {
      const tensor = value === undefined ? undefined : tensors.get(value);
      if (tensor === undefined) throw new TypeError("a missing operand");
      return tensor;
    };
    const index = (name: string): Int32Array => this.#indexes.get(name) ?? new Int32Array(0);
    for (const value of this.#values) {
      if (value.type.kind === "index") continue;
      const tensor = forward(tf, value, operand, {
        parameter,
        fixed: this.#shared.fixed,
        input: (input, name) =>
          tables.get(name) ??
          tf.tensor(this.#inputs.get(name) ?? new Float32Array(0), [
            rowCount(input.type.rows),
            columnCount(input.type.columns),
          ]),
        index: (list) => indexList(asIndex(list), index),
        isTrained: this.#loss !== undefined,
      });
      tensors.set(value, tensor);
    }
    for (const [name, value] of Object.entries(this.#outputs)) {
      this.#results.set(name, floatsOf(tensors.get(value)).slice());
    }
    return tensors;
  }
}

function floatsOf(tensor: Tensor | undefined): Float32Array {
  const data = tensor?.dataSync();
  if (!(data instanceof Float32Array)) throw new TypeError("a tensor of float32 expected");
  return data;
}
