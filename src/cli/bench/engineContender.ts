import type { ExperimentInput } from "../../experiment/experimentSchema.ts";
import { resolveExperiment } from "../../experiment/resolveExperiment.ts";
import { Trainer } from "../../training/trainer.ts";
import { setUpWorkbench } from "../../training/workbench.ts";
import type { Contender } from "./contender.ts";

/** One of our engines with the base run in it. */
export interface EngineContender extends Contender {
  readonly trainer: Trainer;
}

/** The preset `base` with changes, its engine among them. `prepare` is called before each turn. */
export async function engineContender(
  changes: ExperimentInput,
  prepare: () => Promise<unknown> = () => Promise.resolve(),
): Promise<EngineContender> {
  const experiment = resolveExperiment(changes, "preset:base");
  const workbench = await setUpWorkbench(experiment, process.cwd());
  const trainer = new Trainer(workbench);
  return {
    name: workbench.runtime.name,
    trainer,
    run: async (steps) => {
      await prepare();
      const begun = performance.now();
      for (let step = 0; step < steps; step++) trainer.trainStep();
      return (performance.now() - begun) / 1000;
    },
  };
}
