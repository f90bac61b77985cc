import { cos, power, sin } from "../data/deterministicMath.ts";
import type { PositionTable, RopeTable } from "../graph/value.ts";

/** Base of the geometric progression of wavelengths, for both kinds of positions. */
const base = 10_000;

/** Angles position · base^(−2i/size) of rotary positions (Su et al. 2021), for every position and pair i. */
export function ropeTable(length: number, headSize: number): RopeTable {
  const half = headSize / 2;
  const angles = Float64Array.from({ length: length * half }, (_, element) => {
    const position = Math.floor(element / half);
    return position * power(base, (-2 * (element % half)) / headSize);
  });
  return { cos: Float32Array.from(angles, cos), sin: Float32Array.from(angles, sin) };
}

/** Sinusoidal positions (Vaswani et al. 2017): column 2i holds the sine, 2i + 1 the cosine. float32 [length, width]. */
export function sinusoidalTable(length: number, width: number): PositionTable {
  const data = new Float32Array(length * width);
  for (let position = 0; position < length; position++) {
    for (let column = 0; column < width; column++) {
      const angle = position * power(base, -(column - (column % 2)) / width);
      data[position * width + column] = column % 2 === 0 ? sin(angle) : cos(angle);
    }
  }
  return { perPosition: true, data };
}
