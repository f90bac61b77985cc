import type { AnyClamp } from "./describeClamp.ts";
import { describeClamp } from "./describeClamp.ts";

/** A value of an experiment as text for people: clamps in words, `–` where there is none, all else as JSON. */
export function showConfigValue(value: unknown): string {
  if (value === undefined) return "–";
  if (isClamp(value)) return describeClamp(value, { layers: 0, heads: 0 });
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Clamps are the only values with a kind that a difference shows whole. */
function isClamp(value: unknown): value is AnyClamp {
  return typeof value === "object" && value !== null && "kind" in value && typeof value.kind === "string";
}
