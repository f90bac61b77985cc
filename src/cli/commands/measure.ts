import { measure as takeMeasure } from "../../analysis/measure.ts";
import { measureKinds } from "../../analysis/measureKinds.ts";
import { parseOverride } from "../../experiment/overrides.ts";
import { measureInfos } from "../../measures/measureInfo.ts";
import type { MeasureJob } from "../../protocol/measureMessages.ts";
import { UserError } from "../../userError.ts";
import type { Call, Command } from "../command.ts";
import { flag, textOption, textOptions, UsageError } from "../command.ts";
import { formatMeasure } from "../formatMeasure.ts";
import { Interruption } from "../interruption.ts";
import { ProgressLine } from "../progressLine.ts";
import { runArgument, runExplanation } from "../runArgument.ts";
import { textWidth } from "../terminalText.ts";

/** `optoscope measure`: measures of a run at any place of its training, under any clamps. */
export const measure: Command = {
  name: "measure",
  usage: "RUN NAME [--at SEQUENCES[,SEQUENCES…]] [--clamp JSON]… [--replace] [--set option=json]… [--json]",
  summary:
    "Measure a run's model as it was anywhere in its training, under any clamps: head strengths, ablations, wiring.",
  options: {
    at: { type: "string" },
    clamp: { type: "string", multiple: true },
    replace: { type: "boolean" },
    set: { type: "string", multiple: true },
    json: { type: "boolean" },
  },
  explanations: {
    RUN: runExplanation,
    NAME: "one of the measures below",
    "--at SEQUENCES":
      "where in the training; between checkpoints it is trained again in memory. Else: where the run was last saved",
    "--clamp JSON":
      'a clamp as in an experiment, such as {"kind": "ablate", "heads": ["L1H3"]}; on top of the run\'s own',
    "--replace": "measure without the run's own clamps",
    "--set option=json": "an option of the measure, such as sequences=train or layers=[0,2]",
    "--json": "print only the result, as one line of JSON",
    ...Object.fromEntries(
      measureKinds.map(({ name, options }) => [
        name,
        `${measureInfos[name].description} Options: ${Object.keys(options.shape).join(", ")}.`,
      ]),
    ),
  },
  arity: [2, 2],
  async run(call) {
    const job = readJob(call);
    const line = new ProgressLine(process.stderr);
    const interruption = new Interruption();
    try {
      const result = await takeMeasure(job, line.update.bind(line), interruption.signal);
      line.clear();
      process.stdout.write(
        flag(call, "json") ? `${JSON.stringify(result)}\n` : formatMeasure(result, textWidth(process.stdout)),
      );
      return 0;
    } catch (error) {
      if (interruption.isInterrupted && !(error instanceof UserError)) return 130;
      throw error;
    } finally {
      line.clear();
      interruption.end();
    }
  },
};

function readJob(call: Call): MeasureJob {
  const [run = "", name = ""] = call.positionals;
  return {
    runFolder: runArgument(run),
    name,
    at: readPlaces(textOption(call, "at")),
    clamps: textOptions(call, "clamp").map(readClamp),
    replace: flag(call, "replace"),
    options: Object.fromEntries(textOptions(call, "set").map(readOption)),
  };
}

function readPlaces(text: string | undefined): number[] | null {
  if (text === undefined) return null;
  if (!/^\d{1,15}(,\d{1,15})*$/.test(text))
    throw new UsageError(`--at: expected whole numbers from 0, separated by commas, got ${text}`);
  return text.split(",").map(Number);
}

function readClamp(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`--clamp: expected a clamp as JSON, got ${text}`, { cause: error });
  }
}

function readOption(text: string): [string, unknown] {
  const { path, value } = parseOverride(text);
  const [key, ...inside] = path;
  if (key === undefined || inside.length > 0) {
    throw new UsageError(`--set: expected one of the measure's options before the =, got ${text}`);
  }
  return [String(key), value];
}
