import { createHash } from "node:crypto";
import type { Experiment } from "./experimentSchema.ts";

/**
 * A short name for the numbers that an experiment gives: SHA-256 over its JSON with sorted keys and without `name`,
 * first 16 hexadecimal digits. The same on every machine, whatever the order of keys. Files are named by their path:
 * a changed file does not change the hash.
 */
export function experimentHash(experiment: Experiment): string {
  const numbers = Object.fromEntries(Object.entries(experiment).filter(([key]) => key !== "name"));
  return createHash("sha256").update(canonicalJson(numbers)).digest("hex").slice(0, 16);
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
