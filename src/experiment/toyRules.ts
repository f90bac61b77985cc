import { isDeepStrictEqual } from "node:util";
import { checkToy, toySchema } from "../toy/toySchema.ts";
import { experimentSchema } from "./experimentSchema.ts";
import type { KeyPath } from "./keyPath.ts";
import type { Problem } from "./problem.ts";
import { childValue } from "./schemaAt.ts";

/** The defaults of an experiment with the toy model where they are others than a transformer's. */
const toyDefaults = {
  training: { sequences: 1000, batch: 1 },
  evaluation: { every: 10 },
  checkpoints: { every: 100 },
} as const;

/** Parts of an experiment that the toy model does not have, and what to say where they are given all the same. */
const meaningless: readonly { readonly path: readonly [string, ...string[]]; readonly message: string }[] = [
  { path: ["data"], message: "the toy model is trained on no data: leave it out" },
  { path: ["model"], message: "the toy model takes the place of a transformer: leave out one of both" },
  { path: ["clamps"], message: "the toy model has no heads: its vectors are clamped by toy.clamped" },
  { path: ["engine"], message: "the toy model is computed in float64 without an engine: leave it out" },
  {
    path: ["training", "batch"],
    message: "an iteration of the toy model counts as one sequence: expected 1",
  },
  { path: ["training", "optimizer"], message: "the toy model is trained by gradient descent with toy.rate" },
  { path: ["evaluation", "sequences"], message: "the toy model is evaluated on no sequences: leave it out" },
  { path: ["seeds", "data"], message: "the toy model is drawn with seeds.init alone: leave it out" },
  { path: ["seeds", "eval"], message: "the toy model is drawn with seeds.init alone: leave it out" },
];

/** Whether a key of an experiment, or what it is a part of, means nothing with the toy model. */
export function isMeaninglessForToy(path: KeyPath): boolean {
  return meaningless.some((part) => part.path.every((key, depth) => path[depth] === key));
}

/** Whether an experiment, as it is given, is one with the toy model. */
function isToy(input: unknown): boolean {
  return childValue(input, "toy") !== undefined;
}

/**
 * A copy of an experiment as it is given, in which lengths that are left out are those that suit the toy model: one
 * iteration counts as one sequence. Without the toy model, and where a part is no object, everything stays as it is.
 */
export function withToyDefaults(input: unknown): unknown {
  if (!isToy(input) || !isObject(input)) return input;
  const filled: Record<string, unknown> = { ...input };
  for (const [key, defaults] of Object.entries(toyDefaults)) {
    const given = input[key] ?? {};
    if (isObject(given)) filled[key] = { ...defaults, ...given };
  }
  return filled;
}

/**
 * What is wrong with the toy model of an experiment, and what is set although it means nothing with it, each with its
 * place. Defaults may stand there: a resolved experiment has all of them. Empty without the toy model.
 */
export function toyProblems(input: unknown): Problem[] {
  if (!isToy(input)) return [];
  const toy = toySchema.safeParse(childValue(input, "toy"));
  const own = toy.success ? checkToy(toy.data) : [];
  return [
    ...own.map(({ path, message }) => ({ path: ["toy", ...path], message })),
    ...meaninglessParts(input),
  ];
}

function meaninglessParts(input: unknown): Problem[] {
  const defaults = experimentSchema.parse(withToyDefaults({ toy: {} }));
  return meaningless.flatMap(({ path, message }) => {
    const given = path.reduce(childValue, input);
    if (given === undefined) return [];
    const [part, ...rest] = path;
    const parsed = experimentSchema.safeParse({
      [part]: rest.reduceRight((value, key) => ({ [key]: value }), given),
    });
    const usual = path.reduce<unknown>(childValue, defaults);
    const isUsual = parsed.success && isDeepStrictEqual(path.reduce<unknown>(childValue, parsed.data), usual);
    return isUsual ? [] : [{ path: [...path], message }];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
