import type { ExperimentInput } from "../experiment/experimentSchema.ts";
import type { PaperOptions } from "../experiment/presets/paperOptions.ts";
import { resolveExperiment } from "../experiment/resolveExperiment.ts";
import type { Figure } from "../figures/figure.ts";
import type { Lab, PaperRun } from "./lab.ts";

/** What the experiments of a seed depend on, with the heads found in the base run of that seed. */
export async function optionsOf(lab: Lab, seed: number): Promise<PaperOptions> {
  const { strongest, rest, previousTokenHead } = await lab.heads(seed);
  return { seed, strongest, rest, previousTokenHead, quick: lab.quick };
}

/** Finished runs of experiments, by the same names and in the same order. */
export async function runsOf(
  lab: Lab,
  experiments: Readonly<Record<string, ExperimentInput>>,
): Promise<Readonly<Record<string, PaperRun>>> {
  const names = Object.keys(experiments);
  const resolved = names.map((name) => resolveExperiment(experiments[name], name));
  const runs = await lab.run(resolved);
  return Object.fromEntries(names.map((name, at) => [name, runs[at]!]));
}

/** The runs of a figure as it names them, each once. */
export function figureRuns(runs: Iterable<PaperRun>): Figure["runs"] {
  const byFolder = new Map([...runs].map((run) => [run.folder, run]));
  return [...byFolder.values()].map(({ name, folder, record }) => ({
    name,
    folder,
    hash: record.experimentHash,
  }));
}
