import * as z from "zod";
import { whenSchema } from "./when.ts";

/** When a clamp holds: keys that every kind has. */
export const windowKeys = {
  from: z
    .number()
    .min(0)
    .optional()
    .describe("Sequences seen from which on the clamp holds. Default: the start."),
  until: z
    .number()
    .min(0)
    .optional()
    .describe("Sequences seen from which on the clamp holds no more. Default: it holds to the end."),
  when: whenSchema.optional(),
};

/** When a clamp holds, in sequences seen: from ≤ n < until. */
export interface Window {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

/**
 * What a clamp does, without when it does it: two clamps that give the same here have the same effect while they hold.
 */
export function effectOf<C extends object>(clamp: C): C {
  return { ...clamp, from: undefined, until: undefined, when: undefined };
}

/** Whether a clamp's window is open when so many sequences have been seen. */
export function holdsAt({ from, until }: Window, sequences: number): boolean {
  return sequences >= (from ?? 0) && sequences < (until ?? Infinity);
}

/** Whether a clamp holds in any step of a training that sees `batch` sequences a step, `sequences` at least in all. */
export function holdsInSomeStep({ from, until }: Window, sequences: number, batch: number): boolean {
  const first = Math.ceil((from ?? 0) / batch) * batch;
  return first < sequences && first < (until ?? Infinity);
}

/** Whether two clamps ever hold together. */
export function overlap(a: Window, b: Window): boolean {
  return Math.max(a.from ?? 0, b.from ?? 0) < Math.min(a.until ?? Infinity, b.until ?? Infinity);
}
