import type { Donors } from "../clamps/donor.ts";
import type { Exemplars } from "../data/exemplars.ts";
import { loadExemplars } from "../data/loadExemplars.ts";
import { sampledExemplars } from "../data/sampledExemplars.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { refuseSweep } from "../experiment/refuseSweep.ts";
import { initialise } from "../model/initialise.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { ParameterSpec } from "../model/parameters.ts";
import { parameterSpecs } from "../model/parameters.ts";
import { exemplarTable } from "../model/sequenceInputs.ts";
import { Similarities } from "../model/similarities.ts";
import { createRuntime } from "../runtimes/createRuntime.ts";
import type { Runtime } from "../runtimes/runtime.ts";
import { defaultRunsRoot } from "../runs/runCatalogue.ts";
import { UserError } from "../userError.ts";
import { findDonors, loadDonors } from "./donors.ts";

/** An experiment made ready: its data, its model's shape, and a runtime with the initial parameters. */
export interface Workbench {
  readonly experiment: Experiment;
  readonly exemplars: Exemplars;
  readonly similarities: Similarities;
  /** The models that grafts name, read when they are first asked for. */
  readonly donors: Donors;
  readonly shape: ModelShape;
  readonly specs: readonly ParameterSpec[];
  readonly runtime: Runtime;
}

/**
 * Loads an experiment's data and the models that its clamps graft, and sets up its runtime. `folder` is the base of its
 * relative paths, `runsRoot` where runs are that clamps name by their experiment hash.
 * @throws UserError when the data cannot be had, for the toy model, which has none, and for a sweep, which is several
 */
export async function setUpWorkbench(
  experiment: Experiment,
  folder: string,
  runsRoot: string = defaultRunsRoot(folder),
): Promise<Workbench> {
  if (experiment.toy !== undefined) {
    throw new UserError(
      `"${experiment.name}" is the toy model: it has no transformer that could be traced, measured or rebuilt`,
    );
  }
  refuseSweep(experiment);
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
  const similarities = new Similarities(exemplars.features, exemplars.dimension);
  const donors = findDonors({ folder, runsRoot, shape, runtime });
  loadDonors(experiment.clamps, donors);
  return { experiment, exemplars, similarities, donors, shape, specs, runtime };
}
