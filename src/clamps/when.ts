import * as z from "zod";
import type { CheckedShape, ClampProblem } from "./clampKind.ts";
import { headPattern, parseHead } from "./heads.ts";

/** The least and the largest value that a measure can have. */
const ranges = {
  loss: [0, Infinity],
  accuracy: [0, 1],
  inContextAccuracy: [0, 1],
  outOfContextAccuracy: [0, 1],
  probability: [0, 1],
  inContextProbability: [0, 1],
  induction: [-1, 1],
  previousToken: [0, 1],
} as const satisfies Record<string, readonly [number, number]>;

const headMeasures: readonly string[] = ["induction", "previousToken"];

/** A condition on a measure, as in an experiment file. */
export const whenSchema = z
  .strictObject({
    measure: z
      .enum([
        "loss",
        "accuracy",
        "inContextAccuracy",
        "outOfContextAccuracy",
        "probability",
        "inContextProbability",
        "induction",
        "previousToken",
      ])
      .describe("What is looked at: a metric of an evaluation set, or a measure of a head."),
    head: z
      .string()
      .meta({ pattern: headPattern.source })
      .optional()
      .describe(
        "The head whose induction or previousToken it is, such as L1H3; it may be another than the clamp's.",
      ),
    set: z
      .enum(["train", "relabel", "exemplar", "class"])
      .optional()
      .describe("The evaluation set of a metric. Default: train. Measures of heads have none."),
    above: z.number().optional().describe("The measure must be larger than this."),
    below: z.number().optional().describe("The measure must be smaller than this."),
    hold: z
      .number()
      .positive()
      .optional()
      .describe(
        "For how many sequences the clamp holds after an evaluation that meets the condition. " +
          "Default: until an evaluation that does not.",
      ),
  })
  .describe(
    "A condition on a measure: the clamp holds only while it is met. It is looked at at each evaluation, and switches " +
      "the clamp from the next step on.",
  );

/** A condition on a measure. */
export type When = z.output<typeof whenSchema>;

/** The part of an evaluation that conditions look at: a line of `metrics.jsonl`. */
export interface Evaluated {
  readonly sets: Readonly<Record<string, Readonly<Record<string, number | undefined>> | undefined>>;
  readonly heads: Readonly<Record<string, Readonly<Record<string, number | undefined>> | undefined>>;
}

/** What of a model and its data decides what is measured. */
type MeasuredShape = Pick<CheckedShape, "layers" | "heads" | "sets">;

/** Whether an evaluation meets a condition. What was not measured, or is no finite number, meets none. */
export function meets(when: When, { sets, heads }: Evaluated): boolean {
  const { measure, head, set = "train", above = -Infinity, below = Infinity } = when;
  const of = headMeasures.includes(measure) ? heads[nameOf(head)] : sets[set];
  const value = of?.[measure] ?? Number.NaN;
  return Number.isFinite(value) && value > above && value < below;
}

/**
 * What is wrong with a condition, each with its path inside of it: a measure that the model or the data do not have,
 * bounds that are missing or that no value is between.
 */
export function checkWhen(when: When, shape: MeasuredShape): ClampProblem[] {
  return [...checkMeasure(when, shape), ...checkBounds(when)];
}

function checkMeasure({ measure, head, set }: When, { layers, heads, sets }: MeasuredShape): ClampProblem[] {
  const problem = (key: string, message: string): ClampProblem[] => [{ path: [key], message }];
  if (!headMeasures.includes(measure)) {
    if (head !== undefined)
      return problem("head", `${measure} is measured of sets, not of heads: expected no head, got ${head}`);
    if (set !== undefined && !sets.includes(set))
      return problem("set", `expected a set that the data have (${sets.join(", ")}), got ${set}`);
    return [];
  }
  if (set !== undefined)
    return problem("set", `${measure} is measured of heads: expected no set, got ${set}`);
  const isInduction = measure === "induction";
  const [first, last] = isInduction ? [1, layers - 1] : [0, Math.max(0, layers - 2)];
  if (first > last) return problem("measure", "a model of one layer has no induction strengths");
  const expected = `expected a head that has ${measure} (L${first}H0 to L${last}H${heads - 1})`;
  if (head === undefined) return problem("head", `missing; ${expected}`);
  const parsed = parseHead(head);
  const has = parsed !== null && parsed.layer >= first && parsed.layer <= last && parsed.head < heads;
  return has ? [] : problem("head", `${expected}, got ${parsed === null ? JSON.stringify(head) : head}`);
}

function checkBounds({ measure, above, below }: When): ClampProblem[] {
  if (above === undefined && below === undefined)
    return [{ path: [], message: "expected above, below or both" }];
  const [least, most] = ranges[measure];
  if (above !== undefined && above >= most) {
    const message = `${measure} is at most ${most}: expected less than that, got ${above}, which nothing is above`;
    return [{ path: ["above"], message }];
  }
  if (below !== undefined && below <= least) {
    const message = `${measure} is at least ${least}: expected more than that, got ${below}, which nothing is below`;
    return [{ path: ["below"], message }];
  }
  if (above !== undefined && below !== undefined && above >= below) {
    const message = `expected more than above (${above}), got ${below}: nothing is between them`;
    return [{ path: ["below"], message }];
  }
  return [];
}

/** `L01H3` is `L1H3`, as evaluations name it. */
function nameOf(head = ""): string {
  const parsed = parseHead(head);
  return parsed === null ? head : `L${parsed.layer}H${parsed.head}`;
}
