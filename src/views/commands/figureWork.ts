import { experimentHash } from "../../experiment/experimentHash.ts";
import type { ExperimentInput } from "../../experiment/experimentSchema.ts";
import { presetCatalogue } from "../../experiment/presets.ts";
import { resolveExperiment } from "../../experiment/resolveExperiment.ts";
import { formatSequences } from "../../runs/comparison/formatNumbers.ts";

/** What figures train for each seed, where nothing is there yet. */
export interface FigureWork {
  readonly runs: number;
  /** Of transformers: the toy model takes no time. */
  readonly sequences: number;
}

/** What figures need, by their ids, of the runs that presets make: each run once. */
export function figureWork(ids: readonly string[], quick: boolean): FigureWork {
  const all = new Map(
    ids
      .flatMap((id) => experimentsOf(id, quick))
      .map((input) => resolveExperiment(input, "the figure"))
      .map((experiment) => [experimentHash(experiment), experiment]),
  );
  const sequences = [...all.values()].reduce(
    (sum, { toy, training }) => sum + (toy === undefined ? training.sequences : 0),
    0,
  );
  return { runs: all.size, sequences };
}

/** `9 runs, 5.2M sequences` */
export function figureWorkText({ runs, sequences }: FigureWork): string {
  const count = runs === 1 ? "1 run" : `${runs} runs`;
  return sequences === 0 ? count : `${count}, ${formatSequences(sequences)} sequences`;
}

/** `fig5b` as `Figure 5b`, `table1` as `Table 1`. */
export function figureName(id: string): string {
  return id.replace(/^fig/, "Figure ").replace(/^table/, "Table ");
}

/** Figures of the toy model. */
const toyFigures: readonly string[] = ["fig5a", "fig9"];

/** All but the toy model's figures look at the base run, and find in it which heads do what. */
function experimentsOf(id: string, quick: boolean): ExperimentInput[] {
  if (toyFigures.includes(id)) return named("fig5a");
  return quick ? [...named("fig3-quick"), ...named(`${id}-quick`)] : [...named("base"), ...named(id)];
}

function named(name: string): ExperimentInput[] {
  const found = presetCatalogue.find((each) => each.name === name);
  if (found === undefined) return [];
  return "members" in found ? found.members.map(({ experiment }) => experiment) : [found.experiment];
}
