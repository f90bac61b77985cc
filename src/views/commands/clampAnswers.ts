import { clampKinds, type ClampKindInfo } from "../../clamps/clampOptions.ts";
import { clampSchema } from "../../clamps/clamps.ts";
import { parseSequences } from "../../clamps/windowText.ts";
import type { ClampInput } from "../../experiment/editClamps.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { conditionAnswersOf, conditionOf, type ConditionAnswers } from "./conditionAnswers.ts";
import { valueText } from "./valueText.ts";

/** What the user has answered about a clamp so far. Texts are as typed. */
export interface ClampAnswers {
  kind: string;
  /** Also of kinds that have none: another kind may. */
  heads: readonly string[];
  /** By key; several values of one key with commas between them. */
  readonly options: Map<string, string>;
  from: string;
  until: string;
  readonly when: ConditionAnswers;
}

/** Answers to begin with: those of a clamp that there is, or none. */
export function answersOf(clamp: AnyClamp | null, heads: readonly string[]): ClampAnswers {
  const named: unknown = clamp?.["heads"];
  const options = Object.entries(clamp ?? {}).map(([key, value]): [string, string] => [
    key,
    Array.isArray(value) ? value.map(valueText).join(", ") : valueText(value),
  ]);
  return {
    kind: clamp?.kind ?? "",
    heads: Array.isArray(named) ? named.filter((head) => typeof head === "string") : heads,
    options: new Map(options),
    from: valueText(clamp?.["from"]),
    until: valueText(clamp?.["until"]),
    when: conditionAnswersOf(clamp?.["when"]),
  };
}

/** The kind of a name. */
export function kindOf(kind: string): ClampKindInfo | undefined {
  return clampKinds.find((each) => each.kind === kind);
}

/**
 * The clamp that answers make: only what differs from the defaults is in it. Throws a TypeError where an answer has not
 * passed its check.
 */
export function clampOf(answers: ClampAnswers): ClampInput {
  const clamp = clampSoFar(answers);
  if (!isClamp(clamp)) throw new TypeError(`answers that make no clamp: ${JSON.stringify(clamp)}`);
  return clamp;
}

/** What answers make as long as some are missing or wrong: these are left out. */
export function clampSoFar({ kind, heads, options, from, until, when }: ClampAnswers): AnyClamp {
  const info = kindOf(kind);
  const hasHeads = info?.takesHeads === true || (info?.mayTakeHeads === true && heads.length > 0);
  const chosen = (info?.options ?? []).flatMap((option): [string, unknown][] => {
    const text = options.get(option.key)?.trim();
    if (text === undefined || text === "" || text === valueText(option.default)) return [];
    return option.check(text) === null ? [[option.key, option.parse(text)]] : [];
  });
  const [first, last] = [parseSequences(from), parseSequences(until)];
  const condition = conditionOf(when);
  return {
    kind,
    ...(hasHeads ? { heads } : {}),
    ...Object.fromEntries(chosen),
    ...(first === undefined ? {} : { from: first }),
    ...(last === undefined ? {} : { until: last }),
    ...(condition === undefined ? {} : { when: condition }),
  };
}

function isClamp(clamp: AnyClamp): clamp is ClampInput {
  return clampSchema.safeParse(clamp).success;
}

/** Every head of a model by name: `L0H0`, `L0H1`, … */
export function headsOfModel({
  layers,
  heads,
}: {
  readonly layers: number;
  readonly heads: number;
}): string[] {
  return Array.from({ length: layers * heads }, (_, each) => `L${Math.floor(each / heads)}H${each % heads}`);
}
