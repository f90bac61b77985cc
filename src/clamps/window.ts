import * as z from "zod";

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
};

/** When a clamp holds, in sequences seen: from ≤ n < until. */
export interface Window {
  readonly from?: number | undefined;
  readonly until?: number | undefined;
}

/** Whether a clamp holds when so many sequences have been seen. */
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
