import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import type { Side } from "./headsView.ts";

/** What is drawn of a side, in words: never more exact than it is. */
export function frameLabel({ frame, at, isExact }: Pick<Side, "frame" | "at" | "isExact">): string {
  if (frame === null) return "nothing was measured yet";
  if (isExact) return `measured at ${formatCount(at)}`;
  return `frame of ${formatCount(frame.sequences)} (nearest)`;
}
