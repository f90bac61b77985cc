import type { HeadsView, Side } from "./headsView.ts";

/**
 * Whether there is nothing measured yet of a side of the view, which is going to come. What was drawn before stays until
 * then, greyed out.
 */
export function waitsForFrames({ a, b }: HeadsView): boolean {
  const waits = ({ frame, isGivenUp }: Side): boolean => frame === null && !isGivenUp;
  return waits(a) || (b !== null && waits(b));
}
