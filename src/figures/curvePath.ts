import { pixel } from "./pixel.ts";

/** Further out than any picture, and a number that every program can read. */
const farthest = 1e5;

/**
 * The line through points, as `d` of an SVG path: broken where a point is not a finite number.
 * @param x [n] any numbers
 * @param y [n]
 * @param placeX of a value, in pixels
 * @param placeY of a value, in pixels
 */
export function curvePath(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  placeX: (value: number) => number,
  placeY: (value: number) => number,
): string {
  let d = "";
  let isDown = false;
  for (let i = 0; i < x.length; i++) {
    const left = placeX(x[i]!);
    const top = placeY(y[i]!);
    if (!Number.isFinite(left) || !Number.isFinite(top)) {
      isDown = false;
      continue;
    }
    d += `${isDown ? "L" : "M"}${pixel(limited(left))} ${pixel(limited(top))}`;
    isDown = true;
  }
  return d;
}

function limited(value: number): number {
  return Math.max(-farthest, Math.min(farthest, value));
}
