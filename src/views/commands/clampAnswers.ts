import type { ClampOption } from "../../clamps/clampOptions.ts";
import { clampSchema } from "../../clamps/clamps.ts";
import { parseSequences } from "../../clamps/windowText.ts";
import type { ClampInput } from "../../experiment/editClamps.ts";
import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";
import { valueText } from "./valueText.ts";

/** What the user has answered about a clamp so far. Texts are as typed. */
export interface ClampAnswers {
  kind: string;
  heads: readonly string[];
  readonly options: Map<string, string>;
  from: string;
  until: string;
  /** The condition of a clamp that there is: it stays as it is. */
  readonly when?: unknown;
}

/** Answers to begin with: those of a clamp that there is, or none. */
export function answersOf(clamp: AnyClamp | null, heads: readonly string[]): ClampAnswers {
  const named: unknown = clamp?.["heads"];
  const options = Object.entries(clamp ?? {}).map(([key, value]): [string, string] => [
    key,
    valueText(value),
  ]);
  return {
    kind: clamp?.kind ?? "",
    heads: Array.isArray(named) ? named.filter((head) => typeof head === "string") : heads,
    options: new Map(options),
    from: clamp?.["from"] === undefined ? "" : valueText(clamp["from"]),
    until: clamp?.["until"] === undefined ? "" : valueText(clamp["until"]),
    ...(clamp?.["when"] === undefined ? {} : { when: clamp["when"] }),
  };
}

/**
 * The clamp that answers make: only what differs from the defaults is in it. `options` are those of its kind. Throws a
 * TypeError where an answer has not passed its check.
 */
export function clampOf(answers: ClampAnswers, options: readonly ClampOption[]): ClampInput {
  const { kind, heads, from, until, when } = answers;
  const chosen = options.flatMap((option): [string, unknown][] => {
    const text = answers.options.get(option.key);
    if (text === undefined || text === valueText(option.default)) return [];
    return [[option.key, option.parse(text)]];
  });
  const [first, last] = [parseSequences(from), parseSequences(until)];
  const clamp: AnyClamp = {
    kind,
    heads,
    ...Object.fromEntries(chosen),
    ...(first === undefined ? {} : { from: first }),
    ...(last === undefined ? {} : { until: last }),
    ...(when === undefined ? {} : { when }),
  };
  if (!isClamp(clamp)) throw new TypeError(`answers that make no clamp: ${JSON.stringify(clamp)}`);
  return clamp;
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
