import * as z from "zod";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { experimentJsonSchema } from "../../experiment/jsonSchema.ts";
import { formatKeyPath, type KeyPath } from "../../experiment/keyPath.ts";
import { childValue } from "../../experiment/schemaAt.ts";
import { isMeaninglessForToy } from "../../experiment/toyRules.ts";

/** A key of an experiment that can be changed before a run. */
export interface ExperimentKey {
  /** Such as `training.optimizer.rate`. */
  readonly name: string;
  readonly path: KeyPath;
  /** As it is now, defaults filled in. */
  readonly value: unknown;
  readonly description: string;
  /** What can be chosen from; null where it is typed. */
  readonly choices: readonly unknown[] | null;
  /** Whether it takes numbers, which may then be typed as 200k. */
  readonly isNumber: boolean;
}

interface Node {
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Node>> | undefined;
  readonly oneOf?: readonly Node[] | undefined;
  readonly anyOf?: readonly Node[] | undefined;
}

const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    description: z.string().optional(),
    type: z.string().optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    properties: z.record(z.string(), nodeSchema).optional(),
    oneOf: z.array(nodeSchema).optional(),
    anyOf: z.array(nodeSchema).optional(),
  }),
);

/**
 * Every key of an experiment, flat, in the order of the schema: with its present value and what the JSON Schema says
 * of it. What is a choice by kind (`training.optimizer`) is there as a whole, followed by the keys of its present kind.
 */
export function experimentKeys(experiment: Experiment): ExperimentKey[] {
  const keys = [...keysOf(nodeSchema.parse(experimentJsonSchema()), [], experiment)];
  return experiment.toy === undefined ? keys : keys.filter(({ path }) => !isMeaninglessForToy(path));
}

function* keysOf(node: Node, path: KeyPath, value: unknown): Generator<ExperimentKey> {
  const kinds = node.oneOf;
  const chosen = kinds?.find(({ properties }) => properties?.["kind"]?.const === childValue(value, "kind"));
  if (kinds !== undefined || node.properties === undefined) yield keyOf(node, path, value);
  for (const [key, child] of Object.entries((kinds === undefined ? node : chosen)?.properties ?? {})) {
    // The schema's address is the file's; a kind changes with all that belongs to it, as a whole.
    if (key === "$schema" || (kinds !== undefined && key === "kind")) continue;
    const inner = childValue(value, key);
    // A part that the experiment does not have, such as the toy model, has no keys to change.
    if (child.properties === undefined || inner !== undefined) yield* keysOf(child, [...path, key], inner);
  }
}

function keyOf(node: Node, path: KeyPath, value: unknown): ExperimentKey {
  const types = [node.type, ...(node.anyOf ?? []).map(({ type }) => type)];
  const choices = node.type === "boolean" ? [true, false] : (node.enum ?? null);
  return {
    name: formatKeyPath(path),
    path,
    value,
    description: node.description ?? "",
    choices,
    isNumber: types.some((type) => type === "number" || type === "integer"),
  };
}
