import type { Points } from "../../src/figures/decimate.ts";

/** A place in values of the axes. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * The band between two edges as closed rings, one for each stretch without gaps. The edges have their gaps at the same
 * places; between those, each may have been thinned out for itself.
 */
export function spreadOutline({
  low,
  high,
}: {
  readonly low: Points;
  readonly high: Points;
}): readonly (readonly Place[])[] {
  const above = stretches(high);
  return stretches(low).map((below, i) => [...(above[i] ?? []), ...below.toReversed()]);
}

function stretches({ x, y }: Points): Place[][] {
  const all: Place[][] = [];
  let isOpen = false;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(y[i]!)) isOpen = false;
    else {
      if (!isOpen) all.push([]);
      isOpen = true;
      all.at(-1)!.push({ x: x[i]!, y: y[i]! });
    }
  }
  return all;
}
