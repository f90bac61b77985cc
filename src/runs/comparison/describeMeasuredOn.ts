import type { MeasuredOn } from "../../measures/measureValues.ts";
import { formatCount } from "./formatNumbers.ts";

/** On what was measured, in words. */
export function describeMeasuredOn({ set, count, exact }: MeasuredOn): string {
  const size = formatCount(count);
  if (set !== "all") return `on the set ${set} (${size} sequences)`;
  return exact ? `on all ${size} training sequences` : `on a sample of ${size} training sequences`;
}
