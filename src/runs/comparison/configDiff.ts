import type { Experiment } from "../../experiment/experimentSchema.ts";
import { canonicalJson } from "./canonicalJson.ts";

/** A key in which experiments differ. */
export interface ConfigDifference {
  /** Such as `training.batch`, `data.classes` or `clamps[0]`. */
  readonly path: string;
  /** One for each experiment, in their order; `undefined` where it has no such key. */
  readonly values: readonly unknown[];
}

/**
 * In what experiments differ, in the order of their keys. Lists are compared whole, but for clamps, which are compared
 * one by one.
 */
export function configDiff(experiments: readonly Experiment[]): ConfigDifference[] {
  return differences("", experiments);
}

function differences(path: string, values: readonly unknown[]): ConfigDifference[] {
  if (values.every((value) => canonicalJson(value) === canonicalJson(values[0]))) return [];
  const present = values.filter((value) => value !== undefined);
  if (path === "clamps" && present.every((value) => Array.isArray(value))) {
    const longest = Math.max(...present.map((list) => list.length));
    return Array.from({ length: longest }, (_, place) => place).flatMap((place) => {
      const items = values.map((list): unknown => (Array.isArray(list) ? list[place] : undefined));
      const isSame = items.every((item) => canonicalJson(item) === canonicalJson(items[0]));
      return isSame ? [] : [{ path: `${path}[${place}]`, values: items }];
    });
  }
  // Where one has no such key, the others' keys under it are still told one by one.
  if (!present.every(isObject)) return [{ path, values }];
  const keys = new Set(present.flatMap((value) => Object.keys(value)));
  return [...keys].flatMap((key) =>
    differences(
      path === "" ? key : `${path}.${key}`,
      values.map((value) => (isObject(value) ? value[key] : undefined)),
    ),
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
