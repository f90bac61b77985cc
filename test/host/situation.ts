import type { Situation } from "./hostReport.ts";
import { hostVariables, situations } from "./hostReport.ts";

/** In what these tests find themselves. */
export const situation = readSituation();

function readSituation(): Situation {
  const value = process.env[hostVariables.situation] ?? "";
  if (!isSituation(value)) throw new Error(`${hostVariables.situation} is ${value}`);
  return value;
}

function isSituation(value: string): value is Situation {
  return Object.hasOwn(situations, value);
}
