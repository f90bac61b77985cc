import { resolve } from "node:path";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { loadExperiment } from "../experiment/loadExperiment.ts";
import { parseOverride } from "../experiment/overrides.ts";
import { findPreset } from "../experiment/presets.ts";
import { resolveExperiment } from "../experiment/resolveExperiment.ts";
import { UserError } from "../userError.ts";
import { UsageError } from "./command.ts";

/** An experiment named on the command line. */
export interface ExperimentArgument {
  readonly experiment: Experiment;
  /** Absolute path, or `preset:NAME`. */
  readonly file: string;
  /** Base of its relative paths. */
  readonly folder: string;
}

const presetPrefix = "preset:";

/**
 * Reads `FILE` or `preset:NAME`, changed by `--set` overrides.
 * @throws UserError when the file or what it says is unusable
 * @throws UsageError when an override is not of the form key.path=json
 */
export async function readExperimentArgument(
  argument: string,
  overrideTexts: readonly string[],
): Promise<ExperimentArgument> {
  const overrides = overrideTexts.map((text) => {
    try {
      return parseOverride(text);
    } catch (error) {
      if (error instanceof UserError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  });
  if (argument.startsWith(presetPrefix)) {
    const preset = findPreset(argument.slice(presetPrefix.length));
    const experiment = resolveExperiment(preset.experiment, argument, overrides);
    return { experiment, file: argument, folder: process.cwd() };
  }
  const file = resolve(argument);
  return { ...(await loadExperiment(argument, overrides)), file };
}
