import type { Experiment } from "../experiment/experimentSchema.ts";
import type { Preset } from "../experiment/presets/preset.ts";
import { presetSource } from "../experiment/presetName.ts";
import { resolveExperiment } from "../experiment/resolveExperiment.ts";
import type { ExperimentItem } from "./experimentItem.ts";

const resolved = new WeakMap<Preset, Experiment>();

/** The experiment with its defaults filled in; null where a file has problems. */
export function resolvedItem(item: ExperimentItem): Experiment | null {
  if (item.kind === "file") return item.experiment;
  const known = resolved.get(item.preset);
  if (known !== undefined) return known;
  const experiment = resolveExperiment(item.preset.experiment, presetSource(item.preset.name));
  resolved.set(item.preset, experiment);
  return experiment;
}
