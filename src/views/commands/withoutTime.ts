import type { AnyClamp } from "../../runs/comparison/describeClamp.ts";

const ofTime: readonly string[] = ["from", "until", "when"];

/** What a clamp does, without when it does it. */
export function withoutTime({ kind, ...rest }: AnyClamp): AnyClamp {
  return { kind, ...Object.fromEntries(Object.entries(rest).filter(([key]) => !ofTime.includes(key))) };
}
