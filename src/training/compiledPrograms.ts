import type { Clamp } from "../clamps/clamps.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import { effectOf } from "../clamps/window.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { Program } from "../runtimes/runtime.ts";
import type { Evaluator } from "./evaluator.ts";
import type { Workbench } from "./workbench.ts";

/** What is compiled for one set of clamps. The evaluator is made when it is first needed. */
export interface Compiled {
  readonly training: Program;
  evaluator: Evaluator | null;
}

/** Sets of clamps whose programs are kept, for clamps that are switched off and on again. */
const most = 4;

/** The programs of a trainer, for each set of clamps that it has had of late. */
export class CompiledPrograms {
  readonly #workbench: Workbench;
  readonly #shape: ModelShape;
  readonly #batch: number;
  readonly #programs = new Map<string, Compiled>();

  /** `shape`: of the model on training sequences, of which a step has `batch`. */
  constructor(workbench: Workbench, shape: ModelShape, batch: number) {
    this.#workbench = workbench;
    this.#shape = shape;
    this.#batch = batch;
  }

  /** What is compiled for clamps; traced and compiled when they are new. The set that was used longest ago is given up. */
  get(clamps: readonly Clamp[]): Compiled {
    const key = JSON.stringify(clamps.map(effectOf));
    const compiled = this.#programs.get(key) ?? this.#compile(clamps);
    // The last used stand last.
    this.#programs.delete(key);
    this.#programs.set(key, compiled);
    for (const [old, programs] of this.#programs) {
      if (this.#programs.size <= most) break;
      dispose(programs);
      this.#programs.delete(old);
    }
    return compiled;
  }

  /** Gives the memory of all programs back. */
  dispose(): void {
    for (const programs of this.#programs.values()) dispose(programs);
    this.#programs.clear();
  }

  #compile(clamps: readonly Clamp[]): Compiled {
    const { donors, runtime } = this.#workbench;
    const { graph, model } = traceClamped(this.#shape, this.#batch, clamps, donors);
    const training = runtime.compile({ graph, outputs: { loss: model.loss }, loss: model.loss });
    return { training, evaluator: null };
  }
}

function dispose({ training, evaluator }: Compiled): void {
  training.dispose();
  evaluator?.dispose();
}
