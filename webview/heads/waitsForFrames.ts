import type { HeadsView } from "./headsView.ts";

/** Whether there is nothing measured yet of a side of the view. What was drawn before stays until then, greyed out. */
export function waitsForFrames({ a, b }: HeadsView): boolean {
  return a.frame === null || (b !== null && b.frame === null);
}
