import { checkWhen, whenSchema, type When } from "../../clamps/when.ts";
import { parseSequences } from "../../clamps/windowText.ts";
import type { CheckedShape } from "../../clamps/clampKind.ts";
import { valueText } from "./valueText.ts";

/** What the user has answered about a clamp's condition so far. Texts are as typed. */
export interface ConditionAnswers {
  /** Empty: no condition. */
  measure: string;
  /** Of a measure of heads. */
  head: string;
  /** The evaluation set of a metric. */
  set: string;
  above: string;
  below: string;
  hold: string;
}

/** What of a model and its data decides what is measured. */
type MeasuredShape = Pick<CheckedShape, "layers" | "heads" | "sets">;

/** Measures of heads; all others are metrics of an evaluation set. */
const headMeasures: readonly string[] = ["induction", "previousToken"];

/** Whether a measure is one of a head. */
export function isHeadMeasure(measure: string): boolean {
  return headMeasures.includes(measure);
}

/** Answers to begin with: those of a condition that there is, or none. */
export function conditionAnswersOf(when: unknown): ConditionAnswers {
  const { measure, head, set, above, below, hold } = whenSchema.safeParse(when).data ?? {};
  return {
    measure: measure ?? "",
    head: head ?? "",
    set: set ?? "",
    above: valueText(above),
    below: valueText(below),
    hold: valueText(hold),
  };
}

/** The heads that a measure can be of, by name: induction from layer 1 on, previous tokens before the last layer. */
export function measuredHeads(measure: string, { layers, heads }: MeasuredShape): string[] {
  const isInduction = measure === "induction";
  const [first, last] = isInduction ? [1, layers - 1] : [0, Math.max(0, layers - 2)];
  return Array.from({ length: Math.max(0, last - first + 1) * heads }, (_, each) => {
    return `L${first + Math.floor(each / heads)}H${each % heads}`;
  });
}

/** The measures that a model and its data have, in the order of the schema. */
export function measuresOf(shape: MeasuredShape): When["measure"][] {
  return whenSchema.shape.measure.options.filter(
    (measure) => !isHeadMeasure(measure) || measuredHeads(measure, shape).length > 0,
  );
}

/** The condition that answers make; undefined where there is none. Throws a TypeError where an answer is no number. */
export function conditionOf(answers: ConditionAnswers): When | undefined {
  if (answers.measure === "") return undefined;
  const made = whenSchema.safeParse(conditionInput(answers));
  if (!made.success) throw new TypeError(`answers that make no condition: ${JSON.stringify(answers)}`);
  return made.data;
}

/** What is wrong with a bound as it is typed; null if nothing. Empty: none. */
export function checkBound(text: string): string | null {
  return text.trim() === "" || readNumber(text) !== null ? null : "expected a number, or nothing";
}

/** What is wrong with all answers together, in a sentence; null if nothing. */
export function checkCondition(answers: ConditionAnswers, shape: MeasuredShape): string | null {
  const made = whenSchema.safeParse(conditionInput(answers));
  if (!made.success) return "expected a number, or nothing";
  return checkWhen(made.data, shape)[0]?.message ?? null;
}

/** What is wrong with the sequences that a clamp is held for; null if nothing. Empty: until the next evaluation. */
export function checkHold(text: string): string | null {
  const expected = "expected a number of sequences above 0, such as 20000 or 20k, or nothing";
  try {
    return (parseSequences(text) ?? 1) > 0 ? null : expected;
  } catch {
    return expected;
  }
}

function conditionInput({ measure, head, set, above, below, hold }: ConditionAnswers) {
  const isOfHead = isHeadMeasure(measure);
  const least = readNumber(above);
  const most = readNumber(below);
  const held = checkHold(hold) === null ? parseSequences(hold) : undefined;
  return {
    measure,
    ...(isOfHead && head !== "" ? { head } : {}),
    // The default is not written.
    ...(!isOfHead && set !== "" && set !== "train" ? { set } : {}),
    ...(least === null ? {} : { above: least }),
    ...(most === null ? {} : { below: most }),
    ...(held === undefined ? {} : { hold: held }),
  };
}

/** Null for what is empty or no number. */
function readNumber(text: string): number | null {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : null;
}
