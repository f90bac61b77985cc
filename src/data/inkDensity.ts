/** Side of an Omniglot drawing in pixels. */
export const drawingSide = 105;
/** Side of the density map. */
export const densitySide = 28;

/** The window is this many standard deviations of the ink wide and high. */
const windowSize = 4.5;
/** How far the window follows each axis' own deviation instead of the mean of both. */
const stretch = 0.8;
/** In pixels; keeps a straight line from being blown up to a square. */
const smallestDeviation = 5;

/**
 * Where the ink is: a drawing cut to a window around the ink's centre of mass, sized by the ink's spread, shrunk to
 * 28×28 by area and smoothed by (1 2 1)/4 both ways. Drawings of one character by different hands so fall on
 * each other.
 * @param paper float64 [105, 105], 0 where there is ink
 * @param scratch float64 [28, 28], overwritten
 * @param out float64 [28, 28], written: share of ink, 0 to 1 (all 0 for an empty sheet)
 */
export function inkDensity(paper: Float64Array, scratch: Float64Array, out: Float64Array): void {
  scratch.fill(0);
  out.fill(0);
  let count = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumYY = 0;
  for (let y = 0, at = 0; y < drawingSide; y++) {
    for (let x = 0; x < drawingSide; x++, at++) {
      if (paper[at] !== 0) continue;
      count += 1;
      sumX += x;
      sumY += y;
      sumXX += x * x;
      sumYY += y * y;
    }
  }
  if (count === 0) return;
  const meanX = sumX / count;
  const meanY = sumY / count;
  const varianceX = sumXX / count - meanX * meanX;
  const varianceY = sumYY / count - meanY * meanY;
  const both = Math.sqrt(Math.max(0, (varianceX + varianceY) / 2));
  const width = windowSize * deviation(varianceX, both);
  const height = windowSize * deviation(varianceY, both);
  // A pixel covers [x, x+1], so its centre of mass is at x + 0.5.
  const left = meanX + 0.5 - width / 2;
  const top = meanY + 0.5 - height / 2;
  const scaleX = densitySide / width;
  const scaleY = densitySide / height;
  for (let y = 0, at = 0; y < drawingSide; y++) {
    for (let x = 0; x < drawingSide; x++, at++) {
      if (paper[at] === 0) spread((x - left) * scaleX, (y - top) * scaleY, scaleX, scaleY, scratch);
    }
  }
  smooth(scratch, out);
}

function deviation(variance: number, both: number): number {
  return Math.max(smallestDeviation, (1 - stretch) * both + stretch * Math.sqrt(Math.max(0, variance)));
}

/** Adds a rectangle's overlap with each cell of the map. */
function spread(x0: number, y0: number, width: number, height: number, map: Float64Array): void {
  const x1 = x0 + width;
  const y1 = y0 + height;
  const lastX = Math.min(densitySide, x1);
  const lastY = Math.min(densitySide, y1);
  for (let y = Math.max(0, Math.floor(y0)); y < lastY; y++) {
    const overlapY = Math.min(y + 1, y1) - Math.max(y, y0);
    for (let x = Math.max(0, Math.floor(x0)); x < lastX; x++) {
      map[y * densitySide + x]! += overlapY * (Math.min(x + 1, x1) - Math.max(x, x0));
    }
  }
}

function smooth(map: Float64Array, out: Float64Array): void {
  for (let y = 0; y < densitySide; y++) {
    for (let x = 0; x < densitySide; x++) {
      const value = map[y * densitySide + x]! / 16;
      if (value === 0) continue;
      for (let j = Math.max(0, y - 1); j <= Math.min(densitySide - 1, y + 1); j++) {
        for (let i = Math.max(0, x - 1); i <= Math.min(densitySide - 1, x + 1); i++) {
          out[j * densitySide + i]! += value * (i === x ? 2 : 1) * (j === y ? 2 : 1);
        }
      }
    }
  }
}
