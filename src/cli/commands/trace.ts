import { resolve } from "node:path";
import { writeSafetensors } from "../../runs/safetensors.ts";
import { traceRun } from "../../training/traceRun.ts";
import type { Command } from "../command.ts";
import { countOption, textOption, UsageError } from "../command.ts";
import { experimentArgument, readExperimentArgument } from "../experimentArgument.ts";
import { shownPath } from "../terminalText.ts";

/** `optoscope trace`: the first steps of a run with everything that it takes to replay them elsewhere. */
export const trace: Command = {
  name: "trace",
  usage: "FILE|preset:NAME [--set key.path=json]… --steps N --out FILE",
  summary: "Write the first steps of a run as safetensors, to replay them in PyTorch or JAX.",
  options: {
    ...experimentArgument.options,
    steps: { type: "string" },
    out: { type: "string" },
  },
  explanations: {
    ...experimentArgument.explanations,
    "--steps N": "how many steps",
    "--out FILE": "the safetensors file to write",
  },
  arity: [1, 1],
  async run(call) {
    const steps = countOption(call, "steps");
    const out = textOption(call, "out");
    if (steps === undefined || out === undefined) throw new UsageError("--steps and --out are needed");
    const { experiment, folder } = await readExperimentArgument(call);
    const tensors = await traceRun(experiment, folder, steps);
    writeSafetensors(resolve(out), tensors, { experiment: JSON.stringify(experiment) });
    process.stdout.write(`${steps} steps of ${experiment.name} are in ${shownPath(resolve(out))}\n`);
    return 0;
  },
};
