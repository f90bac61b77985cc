import { log } from "../data/deterministicMath.ts";

/** Train loss below which the phase change has happened: 0.4·ln 2, in nats. */
export const phaseChangeLoss = 0.4 * log(2);

/** The first evaluation whose train loss is below 0.4·ln 2, in sequences; null where there is none. */
export function phaseChangeTime(losses: Iterable<{ sequences: number; loss: number }>): number | null {
  for (const { sequences, loss } of losses) {
    if (loss < phaseChangeLoss) return sequences;
  }
  return null;
}
