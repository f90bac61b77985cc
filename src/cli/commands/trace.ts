import { resolve } from "node:path";
import { writeSafetensors } from "../../runs/safetensors.ts";
import { traceRun } from "../../training/traceRun.ts";
import type { Command } from "../command.ts";
import { countOption, textOption, textOptions, UsageError } from "../command.ts";
import { readExperimentArgument } from "../experimentArgument.ts";
import { shownPath } from "../../training/openRun.ts";

/** `optoscope trace`: the first steps of a run with everything that it takes to replay them elsewhere. */
export const trace: Command = {
  name: "trace",
  usage: "FILE|preset:NAME --steps N --out FILE [--set key.path=json]…",
  summary: "Write the first steps of a run as safetensors, to replay them in PyTorch or JAX.",
  options: {
    steps: { type: "string" },
    out: { type: "string" },
    set: { type: "string", multiple: true },
  },
  explanations: {
    FILE: "an experiment file (*.opto.json)",
    "preset:NAME": "an experiment that comes with Optoscope: see optoscope presets",
    "--steps N": "how many steps",
    "--out FILE": "the safetensors file to write",
    "--set key.path=json": "change a value, such as --set training.batch=64; may be repeated",
  },
  arity: [1, 1],
  async run(call) {
    const [argument = ""] = call.positionals;
    const steps = countOption(call, "steps");
    const out = textOption(call, "out");
    if (steps === undefined || out === undefined) throw new UsageError("--steps and --out are needed");
    const { experiment, folder } = await readExperimentArgument(argument, textOptions(call, "set"));
    const tensors = await traceRun(experiment, folder, steps);
    writeSafetensors(resolve(out), tensors, { experiment: JSON.stringify(experiment) });
    process.stdout.write(`${steps} steps of ${experiment.name} are in ${shownPath(resolve(out))}\n`);
    return 0;
  },
};
