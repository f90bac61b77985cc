import { formatSequences } from "./formatNumbers.ts";

const measureWords: Readonly<Record<string, string>> = {
  inContextAccuracy: "in-context accuracy",
  outOfContextAccuracy: "out-of-context accuracy",
  inContextProbability: "in-context probability",
  previousToken: "previous token",
};

/** The measure of a condition in words: `in-context accuracy`, `induction`. */
export function metricWords(measure: string): string {
  return Object.hasOwn(measureWords, measure) ? (measureWords[measure] ?? measure) : measure;
}

/**
 * A clamp's condition in a few words: `L1H3 induction > 0.5, held 20k`, `0.2 < train loss < 0.7`. Empty where it is none
 * that this version knows.
 */
export function describeWhen(when: unknown): string {
  const measure = text(when, "measure");
  if (measure === null) return "";
  const owner = text(when, "head") ?? text(when, "set") ?? "train";
  const named = `${owner} ${metricWords(measure)}`;
  const [above, below, hold] = ["above", "below", "hold"].map((key) => number(when, key));
  const held = typeof hold === "number" ? `, held ${formatSequences(hold)}` : "";
  if (typeof above === "number" && typeof below === "number") return `${above} < ${named} < ${below}${held}`;
  if (typeof above === "number") return `${named} > ${above}${held}`;
  return typeof below === "number" ? `${named} < ${below}${held}` : "";
}

function text(owner: unknown, key: string): string | null {
  const value = at(owner, key);
  // Events may have been written by anyone: one short line.
  return typeof value === "string" ? value.replace(/\p{Cc}/gu, " ").slice(0, 60) : null;
}

function number(owner: unknown, key: string): number | null {
  const value = at(owner, key);
  return typeof value === "number" ? value : null;
}

function at(owner: unknown, key: string): unknown {
  return typeof owner === "object" && owner !== null && Object.hasOwn(owner, key)
    ? (Reflect.get(owner, key) as unknown)
    : undefined;
}
