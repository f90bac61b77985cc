import { log } from "../data/deterministicMath.ts";

/** The phase change is at the first evaluation whose train loss is below this: 0.4·ln 2, in nats. */
export const phaseChangeLoss = 0.4 * log(2);

/** Sequences of the first evaluation whose train loss is below a threshold, in nats; null where none is. */
export function phaseChangeAmong(
  lines: readonly {
    readonly sequences: number;
    readonly sets: Readonly<Partial<Record<"train", { readonly loss: number } | undefined>>>;
  }[],
  threshold = phaseChangeLoss,
): number | null {
  return lines.find(({ sets }) => (sets.train?.loss ?? Infinity) < threshold)?.sequences ?? null;
}

/** Whether an experiment can have a phase change: the toy model's loss is in no nats and has none. */
export function hasPhaseChange({ toy }: { readonly toy?: object | undefined }): boolean {
  return toy === undefined;
}
