import * as z from "zod";
import { UserError } from "../userError.ts";
import type { Clamp } from "./clamps.ts";
import { kinds } from "./clamps.ts";

/** A kind of clamp, for those who choose one. */
export interface ClampKindInfo {
  readonly kind: Clamp["kind"];
  readonly title: string;
  readonly description: string;
  /** Whether it is a clamp of heads that are chosen. */
  readonly takesHeads: boolean;
  /** Whether heads can be chosen, though they need not be. */
  readonly mayTakeHeads: boolean;
  /** What can be said besides its heads and its window. */
  readonly options: readonly ClampOption[];
}

/** Something that can be said of a clamp, as a user types or chooses it. Empty text stands for the default. */
export interface ClampOption {
  /** In an experiment file. */
  readonly key: string;
  readonly title: string;
  readonly description: string;
  /** `undefined` where there is none. */
  readonly default: unknown;
  /** All that can be chosen; null where it is typed. */
  readonly choices: readonly string[] | null;
  /** Whether several are given, with commas between them. */
  readonly isMany: boolean;
  /** Whether it must be said. */
  readonly isRequired: boolean;
  /** What is wrong with a text in plain words, or null. */
  check(text: string): string | null;
  /** The value that a text says. @throws UserError as `check` says */
  parse(text: string): unknown;
}

/** Keys that are asked for in other ways. */
const others: readonly string[] = ["kind", "heads", "from", "until", "when"];

/** All kinds of clamps, each with the options that its schema has. */
export const clampKinds: readonly ClampKindInfo[] = kinds.map(({ title, schema }) => ({
  kind: schema.shape.kind.value,
  title,
  description: schema.description ?? "",
  takesHeads: "heads" in schema.shape && !schema.shape.heads.safeParse(undefined).success,
  mayTakeHeads: "heads" in schema.shape && schema.shape.heads.safeParse(undefined).success,
  options: Object.entries<z.ZodType>(schema.shape)
    .filter(([key]) => !others.includes(key))
    .map(([key, option]) => clampOption(key, option)),
}));

/** An option by its schema, which alone says what is right. Throws a TypeError for what nobody can type. */
export function clampOption(key: string, schema: z.ZodType): ClampOption {
  const json = z.toJSONSchema(schema, { io: "input" });
  const expected = `expected ${expectation(key, json)}`;
  const read = (text: string) => schema.safeParse(readValue(text.trim(), json));
  return {
    key,
    title:
      key.charAt(0).toUpperCase() + key.slice(1).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    description: schema.description ?? "",
    default: json.default,
    choices: (itemsOf(json) ?? json).enum?.map(String) ?? null,
    isMany: itemsOf(json) !== null,
    isRequired: !schema.safeParse(undefined).success,
    check: (text) => (read(text).success ? null : expected),
    parse: (text) => {
      const { success, data } = read(text);
      if (!success) throw new UserError(`${key}: ${expected}`);
      return data;
    },
  };
}

type Described = z.core.JSONSchema.BaseSchema;

/** What a list holds; null for what is no list. */
function itemsOf({ type, items }: Described): Described | null {
  return type === "array" && typeof items === "object" && !Array.isArray(items) ? items : null;
}

function readValue(text: string, json: Described): unknown {
  const { type, default: usual } = json;
  if (text === "") return usual;
  const items = itemsOf(json);
  if (items !== null) return text.split(/[\s,]+/).map((part) => readValue(part, items));
  const isNumber = type !== "string" && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return isNumber ? Number(text) : text;
}

/** What is right, in words. */
function expectation(key: string, json: Described): string {
  const { type, enum: choices, ...limits } = json;
  const items = itemsOf(json);
  if (items !== null)
    return `${items.enum?.map(String).join(", ") ?? "whole numbers from 0"}, with commas between`;
  if (type === "string" && choices !== undefined) return choices.map(String).join(" or ");
  if (type === "string") return limits.pattern === undefined ? `a ${key}` : "a head such as L1H3";
  if (type !== "number" && type !== "integer") throw new TypeError(`${key} is neither a number nor a choice`);
  const number = type === "integer" ? "a whole number" : "a number";
  // JSON Schema gives every whole number the limits of what is safe.
  const minimum = Number.isSafeInteger((limits.minimum ?? 0) - 1) ? limits.minimum : undefined;
  const maximum = Number.isSafeInteger((limits.maximum ?? 0) + 1) ? limits.maximum : undefined;
  if (minimum !== undefined && maximum !== undefined) return `${number} from ${minimum} to ${maximum}`;
  const { exclusiveMinimum: above, exclusiveMaximum: below } = limits;
  const said = [
    ...(minimum === undefined ? [] : [`of at least ${minimum}`]),
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(maximum === undefined ? [] : [`of at most ${maximum}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return said.length === 0 ? number : `${number} ${said.join(" and ")}`;
}
