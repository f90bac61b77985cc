import type { Exemplars } from "../data/exemplars.ts";
import { loadExemplars } from "../data/loadExemplars.ts";
import { sampledExemplars } from "../data/sampledExemplars.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { initialise } from "../model/initialise.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { ParameterSpec } from "../model/parameters.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { exemplarTable } from "../model/sequenceInputs.ts";
import { createRuntime } from "../runtimes/createRuntime.ts";
import type { Runtime } from "../runtimes/runtime.ts";

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
