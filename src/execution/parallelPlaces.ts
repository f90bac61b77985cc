import { availableParallelism } from "node:os";

/** How many processes may compute at a time: as many as are wanted, or for 0 as many as there are processors, less one. */
export function parallelPlaces(wanted: number): number {
  const whole = Math.floor(wanted);
  return whole >= 1 ? whole : Math.max(1, availableParallelism() - 1);
}
