import { createBatch } from "../data/batch.ts";
import type { Exemplars } from "../data/exemplars.ts";
import { loadExemplars } from "../data/loadExemplars.ts";
import { sampledExemplars } from "../data/sampledExemplars.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { initialise } from "../model/initialise.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { ParameterSpec } from "../model/parameters.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { EncodedBatch, exemplarTable } from "../model/sequenceInputs.ts";
import { createRuntime } from "../runtimes/createRuntime.ts";
import type { Program, Runtime } from "../runtimes/runtime.ts";

/** An experiment made ready: its data, its model's shape, and a runtime with the initial parameters. */
export interface Workbench {
  readonly experiment: Experiment;
  readonly exemplars: Exemplars;
  readonly shape: ModelShape;
  readonly specs: readonly ParameterSpec[];
  readonly runtime: Runtime;
}

/**
 * Loads an experiment's data and sets up its runtime. `folder` is the base of its relative paths.
 * @throws UserError when the data cannot be had
 */
export async function setUpWorkbench(experiment: Experiment, folder: string): Promise<Workbench> {
  const { data, seeds, model, engine } = experiment;
  const exemplars = sampledExemplars(data, await loadExemplars(data, seeds.data, folder));
  const shape: ModelShape = {
    ...model,
    pairs: data.pairs,
    labels: data.labels,
    dimension: exemplars.dimension,
    exemplarRows: exemplars.classes * exemplars.perClass,
  };
  const specs = parameterSpecs(shape);
  const runtime = await createRuntime(specs, engine);
  runtime.defineTable(exemplarTable, exemplars.features, { kind: "features", size: exemplars.dimension });
  runtime.write("parameters", initialise(specs, seeds.init));
  return { experiment, exemplars, shape, specs, runtime };
}

/** Batches of a fixed size on their way into programs: one batch, and its encoding. */
export class BatchFeeder {
  readonly batch;
  readonly encoded: EncodedBatch;

  constructor(shape: ModelShape, sequences: number) {
    this.batch = createBatch(sequences, shape.pairs);
    this.encoded = new EncodedBatch(shape, sequences);
  }

  /** Writes the batch to a program's inputs; `withMatches` where clamps look at which pair matches the query. */
  feed(program: Program, withMatches: boolean): void {
    const { encoded, batch } = this;
    encoded.encode(batch);
    program.setIndex("tokens", encoded.tokens);
    program.setIndex("targets", encoded.targets);
    if (!withMatches) return;
    encoded.encodeMatches(batch);
    program.setInput("match", encoded.match);
    program.setInput("other", encoded.other);
  }
}
