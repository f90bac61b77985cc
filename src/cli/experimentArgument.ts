import { resolve } from "node:path";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { loadExperiment } from "../experiment/loadExperiment.ts";
import type { Override } from "../experiment/overrides.ts";
import { parseOverride } from "../experiment/overrides.ts";
import { presetName } from "../experiment/presetName.ts";
import { findPreset } from "../experiment/presets.ts";
import { resolveExperiment } from "../experiment/resolveExperiment.ts";
import { UserError } from "../userError.ts";
import type { Call, Options } from "./command.ts";
import { textOptions, UsageError } from "./command.ts";

/** An experiment named on the command line. */
export interface ExperimentArgument {
  readonly experiment: Experiment;
  /** Absolute path, or `preset:NAME`. */
  readonly file: string;
  /** Base of its relative paths. */
  readonly folder: string;
}

/** The argument and the option by which a command takes an experiment, and what they mean. */
export const experimentArgument = {
  options: { set: { type: "string", multiple: true } } satisfies Options,
  explanations: {
    FILE: "an experiment file (*.opto.json)",
    "preset:NAME": "an experiment that comes with Optoscope: see optoscope presets",
    "--set key.path=json": "change a value, such as --set training.batch=64; may be repeated",
  },
};

/**
 * Reads the first argument, `FILE` or `preset:NAME`, changed by `--set` overrides.
 * @throws UserError when the file or what it says is unusable
 * @throws UsageError when an override is not of the form key.path=json
 */
export async function readExperimentArgument(call: Call): Promise<ExperimentArgument> {
  const [argument = ""] = call.positionals;
  const overrides = readOverrides(call);
  const name = presetName(argument);
  if (name !== null) {
    const preset = findPreset(name);
    const experiment = resolveExperiment(preset.experiment, argument, overrides);
    return { experiment, file: argument, folder: process.cwd() };
  }
  const file = resolve(argument);
  return { ...(await loadExperiment(argument, overrides)), file };
}

/** The values of `--set`. @throws UsageError when one is not of the form key.path=json */
export function readOverrides(call: Call): Override[] {
  return textOptions(call, "set").map((text) => {
    try {
      return parseOverride(text);
    } catch (error) {
      if (error instanceof UserError) throw new UsageError(error.message, { cause: error });
      throw error;
    }
  });
}
