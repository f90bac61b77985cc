import { log } from "../data/deterministicMath.ts";

/** The phase change is at the first evaluation whose train loss is below this: 0.4·ln 2, in nats. */
export const phaseChangeLoss = 0.4 * log(2);

/** Whether an experiment can have a phase change: the toy model's loss is in no nats and has none. */
export function hasPhaseChange({ toy }: { readonly toy?: object | undefined }): boolean {
  return toy === undefined;
}
