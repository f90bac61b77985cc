import type * as z from "zod";
import { checkClamps, clampSchema, type Clamp } from "../clamps/clamps.ts";
import { checkData, dataSchema, type DataConfig } from "../data/dataSchema.ts";
import { holdsInSomeStep } from "../clamps/window.ts";
import { checkModel, modelSchema, type ModelConfig } from "../model/modelSchema.ts";
import { checkedShape } from "./checkedShape.ts";
import { checkShape } from "./checkShape.ts";
import { checkSize } from "./checkSize.ts";
import { checkSweep } from "./checkSweep.ts";
import { experimentSchema, type Experiment } from "./experimentSchema.ts";
import { explainIssues, unexplained } from "./explainIssues.ts";
import type { Problem } from "./problem.ts";
import { childValue } from "./schemaAt.ts";
import type { SweepMember } from "./sweepMember.ts";
import { toyProblems, withToyDefaults } from "./toyRules.ts";

/**
 * What checking found: the experiment if nothing is wrong, else every problem. `members`: those that it stands for by its
 * sweep; without one, itself.
 */
export type CheckedExperiment =
  | {
      readonly experiment: Experiment;
      readonly members: readonly SweepMember[];
      readonly problems: readonly [];
    }
  | { readonly experiment: undefined; readonly problems: readonly Problem[] };

type Training = Experiment["training"];

/** The parts of an experiment that are valid in themselves, and the clamps among them with their index in the list. */
interface Parts {
  readonly data: DataConfig | undefined;
  readonly model: ModelConfig | undefined;
  readonly training: Training | undefined;
  readonly clamps: readonly { readonly clamp: Clamp; readonly index: number }[];
}

/**
 * Fills in the defaults and finds all problems at once: each key by the schema, then the rules between keys. Rules are
 * checked also where other parts of the experiment are broken, so that mending one mistake does not uncover the next.
 */
export function checkExperiment(given: unknown): CheckedExperiment {
  const shape = checkShape(given);
  if (shape.length > 0) return { experiment: undefined, problems: shape };
  const input = withToyDefaults(given);
  const parsed = experimentSchema.safeParse(input, { error: unexplained });
  if (parsed.success) {
    const { data, model, training, clamps } = parsed.data;
    const parts = { data, model, training, clamps: clamps.map((clamp, index) => ({ clamp, index })) };
    const problems = [...crossProblems(parts), ...toyProblems(input)];
    if (problems.length > 0) return { experiment: undefined, problems };
    const { sweep } = parsed.data;
    if (sweep === undefined)
      return { experiment: parsed.data, members: [{ experiment: parsed.data, values: {} }], problems: [] };
    const swept = checkSweep(given, sweep, checkExperiment);
    if (swept.problems.length > 0) return { experiment: undefined, problems: swept.problems };
    return { experiment: parsed.data, members: swept.members, problems: [] };
  }
  const issues = explainIssues(parsed.error.issues, experimentSchema, input);
  const known = withoutUnknownKeys(input, issues);
  const cross = [...crossProblems(validParts(known)), ...toyProblems(known)];
  return { experiment: undefined, problems: [...issues, ...cross] };
}

function validParts(input: unknown): Parts {
  const clamps = childValue(input, "clamps");
  const { training } = experimentSchema.in.shape;
  return {
    data: part(dataSchema, childValue(input, "data") ?? {}),
    model: part(modelSchema, childValue(input, "model") ?? {}),
    training: part(training, childValue(input, "training")),
    clamps: (Array.isArray(clamps) ? clamps : []).flatMap((item: unknown, index) => {
      const clamp = part(clampSchema, item);
      return clamp === undefined ? [] : [{ clamp, index }];
    }),
  };
}

function part<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> | undefined {
  const parsed = schema.safeParse(input);
  return parsed.success ? parsed.data : undefined;
}

function crossProblems({ data, model, training, clamps }: Parts): Problem[] {
  const problems: Problem[] = [];
  if (data) problems.push(...under("data", checkData(data)));
  if (model) problems.push(...under("model", checkModel(model)));
  if (training) problems.push(...checkSchedule(training), ...checkWindows(clamps, training));
  if (data && model) {
    if (training) problems.push(...checkSize(model, data, training.batch));
    const found = checkClamps(
      clamps.map(({ clamp }) => clamp),
      checkedShape(model, data),
    );
    problems.push(
      ...under(
        "clamps",
        found.map(({ path: [first, ...rest], message }) => ({
          path: typeof first === "number" ? [clamps[first]?.index ?? first, ...rest] : [],
          message,
        })),
      ),
    );
  }
  return problems;
}

function checkSchedule({ optimizer: { schedule }, sequences }: Training): Problem[] {
  if (schedule.kind === "constant" || schedule.warmUp <= sequences) return [];
  return [
    {
      path: ["training", "optimizer", "schedule", "warmUp"],
      message: `expected at most training.sequences (${sequences}), got ${schedule.warmUp}`,
    },
  ];
}

function checkWindows(clamps: Parts["clamps"], { sequences, batch }: Training): Problem[] {
  return clamps.flatMap(({ clamp, index }) => {
    const isEmpty = clamp.until !== undefined && clamp.until <= (clamp.from ?? 0);
    // An empty window is a problem of the clamp's own.
    if (isEmpty || holdsInSomeStep(clamp, sequences, batch)) return [];
    const message = `the clamp would hold in no step: they begin at multiples of training.batch (${batch}) below training.sequences (${sequences})`;
    return [{ path: ["clamps", index, clamp.from === undefined ? "until" : "from"], message }];
  });
}

function under(key: string, problems: readonly Problem[]): Problem[] {
  return problems.map(({ path, message }) => ({ path: [key, ...path], message }));
}

/** A copy of the input without the keys that were found to be unknown. */
function withoutUnknownKeys(input: unknown, problems: readonly Problem[]): unknown {
  const copy: unknown = structuredClone(input);
  for (const { path, atKey } of problems) {
    if (!atKey) continue;
    const owner = path.slice(0, -1).reduce(childValue, copy);
    if (typeof owner === "object" && owner !== null) Reflect.deleteProperty(owner, path.at(-1)!);
  }
  return copy;
}
