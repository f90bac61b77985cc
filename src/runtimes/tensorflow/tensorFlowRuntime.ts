import type { Tensor } from "@tensorflow/tfjs-core";
import type { Columns } from "../../graph/shape.ts";
import { columnCount } from "../../graph/shape.ts";
import type {
  OptimizerUpdate,
  ParameterDeclaration,
  Program,
  ProgramSource,
  Runtime,
  TensorKind,
} from "../runtime.ts";
import type { LoadedTensorFlow, TensorFlow } from "./loadTensorFlow.ts";
import type { OptimizedTensor } from "./optimizers.ts";
import { applyUpdate } from "./optimizers.ts";
import { TensorFlowProgram } from "./tensorFlowProgram.ts";

interface StoredParameter extends OptimizedTensor {
  readonly shape: readonly number[];
}

/**
 * Programs executed by TensorFlow.js as they were traced, with TensorFlow's own gradients: slower than wasm, and
 * independent of it. Between two runs only tables are held as tensors.
 */
export class TensorFlowRuntime implements Runtime {
  readonly name: string;
  readonly #tf: TensorFlow;
  readonly #parameters = new Map<string, StoredParameter>();
  readonly #tables = new Map<string, Tensor>();
  readonly #fixed = new Map<string, Tensor>();

  /** Parameters start at zero. */
  constructor(declarations: readonly ParameterDeclaration[], { tf, name }: LoadedTensorFlow) {
    this.name = name;
    this.#tf = tf;
    for (const declaration of declarations) {
      const { shape } = declaration;
      const zeros = () => new Float32Array(shape.reduce((product, size) => product * size, 1));
      this.#parameters.set(declaration.name, {
        shape,
        parameters: zeros(),
        gradients: zeros(),
        "first-moments": zeros(),
        "second-moments": zeros(),
      });
    }
  }

  defineTable(name: string, data: Float32Array, columns: Columns): void {
    const size = columnCount(columns);
    this.#tables.get(name)?.dispose();
    this.#tables.set(name, this.#tf.tensor(data.slice(), [data.length / size, size]));
  }

  defineFixed({ name, shape }: ParameterDeclaration, data: Float32Array): void {
    this.#fixed.get(name)?.dispose();
    this.#fixed.set(name, this.#tf.tensor(data.slice(), [...shape]));
  }

  compile(source: ProgramSource): Program {
    return new TensorFlowProgram(source, {
      tf: this.#tf,
      tables: this.#tables,
      fixed: (name) => {
        const tensor = this.#fixed.get(name);
        if (tensor === undefined) throw new RangeError(`no tensor ${name}`);
        return tensor;
      },
      parameter: (name) => {
        const { parameters, shape } = this.#stored(name);
        // A copy: a backend may keep the array itself, and updates change it.
        return this.#tf.tensor(parameters.slice(), [...shape]);
      },
      setGradients: (gradients) => {
        for (const [name, { gradients: stored }] of this.#parameters) {
          const gradient = gradients.get(name);
          if (gradient === undefined) stored.fill(0);
          else stored.set(gradient);
        }
      },
    });
  }

  update(update: OptimizerUpdate): void {
    for (const parameter of this.#parameters.values()) applyUpdate(parameter, update);
  }

  read(kind: TensorKind): Map<string, Float32Array> {
    return new Map([...this.#parameters].map(([name, stored]) => [name, stored[kind].slice()]));
  }

  write(kind: TensorKind, tensors: ReadonlyMap<string, Float32Array>): void {
    for (const [name, tensor] of tensors) {
      const stored = this.#parameters.get(name)?.[kind];
      if (stored?.length !== tensor.length) throw new RangeError(`no parameter ${name} of this size`);
      stored.set(tensor);
    }
  }

  dispose(): void {
    for (const table of this.#tables.values()) table.dispose();
    this.#tables.clear();
    for (const tensor of this.#fixed.values()) tensor.dispose();
    this.#fixed.clear();
  }

  #stored(name: string): StoredParameter {
    const stored = this.#parameters.get(name);
    if (stored === undefined) throw new RangeError(`no parameter ${name}`);
    return stored;
  }
}
