import { densitySide, inkDensity } from "./inkDensity.ts";
import { RandomStream } from "./random.ts";

/** The filters are the same in every run: features are a property of the drawing. */
const seed = 2404;
/** Added before the last rectification; makes different characters about as alike as synthetic classes are. */
const bias = 0.35;

const firstCount = 8;
const firstSide = 5;
const firstOut = densitySide - firstSide + 1;
const pooledSide = firstOut / 2;
const secondCount = 32;
const secondSide = 3;
const secondTaps = secondSide * secondSide * firstCount;
const secondOut = pooledSide - secondSide + 1;
const regions = 3;
const hiddenLength = secondCount * regions * regions;

/**
 * Random convolutional features of 105×105 drawings, never trained: ink density 28×28 → 8 random 5×5 filters, rectified,
 * averaged over 2×2 → 32 random 3×3 filters over them, rectified, summed over a 3×3 grid of regions → these 288 numbers
 * standardised (mean 0, variance 1 within the drawing) → a random linear map to `dimension` numbers, plus 0.35,
 * rectified. The convolutions' filters have sum 0 and norm 1; the map's entries are N(0, 1/288). Computed in float64 by
 * exact IEEE operations in a fixed order, so the features are the same bits on every machine.
 */
export class Featurizer {
  readonly #dimension: number;
  /** float64 [8, 5, 5]. */
  readonly #filters1 = randomFilters(firstCount, firstSide * firstSide, "first layer");
  /** float64 [32/4, 3, 3, 8, 4]: four filters side by side. */
  readonly #filters2 = interleaveFours(randomFilters(secondCount, secondTaps, "second layer"), secondTaps);
  /** float64 [dimension, 288]. */
  readonly #last: Float64Array;

  readonly #scratch = new Float64Array(densitySide * densitySide);
  readonly #density = new Float64Array(densitySide * densitySide);
  /** float64 [12, 12, 8]. */
  readonly #pooled1 = new Float64Array(pooledSide * pooledSide * firstCount);
  /** float64 [3, 3, 32]. */
  readonly #hidden = new Float64Array(hiddenLength);

  constructor(dimension: number) {
    this.#dimension = dimension;
    const random = new RandomStream(seed, "featurizer: last layer");
    this.#last = new Float64Array(dimension * hiddenLength);
    for (let i = 0; i < this.#last.length; i++) this.#last[i] = random.normal() / Math.sqrt(hiddenLength);
  }

  /**
   * Writes a drawing's features, none negative. Allocates nothing.
   * @param paper float64 [105, 105], 0 where there is ink
   * @param out float32, written from `at` on: `dimension` numbers
   */
  write(paper: Float64Array, out: Float32Array, at: number): void {
    inkDensity(paper, this.#scratch, this.#density);
    this.#firstLayer();
    this.#secondLayer();
    standardise(this.#hidden);
    const hidden = this.#hidden;
    const last = this.#last;
    const dimension = this.#dimension;
    for (let j = 0; j < dimension; j++) {
      const row = j * hiddenLength;
      // Four sums instead of one: the processor need not wait for each addition before the next.
      let a = bias;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < hiddenLength; i += 4) {
        a += hidden[i]! * last[row + i]!;
        b += hidden[i + 1]! * last[row + i + 1]!;
        c += hidden[i + 2]! * last[row + i + 2]!;
        d += hidden[i + 3]! * last[row + i + 3]!;
      }
      out[at + j] = Math.max(0, a + b + (c + d));
    }
  }

  #firstLayer(): void {
    const density = this.#density;
    const filters1 = this.#filters1;
    const pooled1 = this.#pooled1;
    pooled1.fill(0);
    for (let y = 0; y < firstOut; y++) {
      for (let x = 0; x < firstOut; x++) {
        const to = ((y >> 1) * pooledSide + (x >> 1)) * firstCount;
        for (let k = 0; k < firstCount; k++) {
          const filter = k * firstSide * firstSide;
          let sum = 0;
          for (let j = 0; j < firstSide; j++) {
            const w = filter + j * firstSide;
            const p = (y + j) * densitySide + x;
            sum +=
              density[p]! * filters1[w]! +
              density[p + 1]! * filters1[w + 1]! +
              density[p + 2]! * filters1[w + 2]! +
              density[p + 3]! * filters1[w + 3]! +
              density[p + 4]! * filters1[w + 4]!;
          }
          if (sum > 0) pooled1[to + k]! += sum / 4;
        }
      }
    }
  }

  #secondLayer(): void {
    const pooled1 = this.#pooled1;
    const filters2 = this.#filters2;
    const hidden = this.#hidden;
    const rowTaps = secondSide * firstCount;
    hidden.fill(0);
    for (let y = 0; y < secondOut; y++) {
      for (let x = 0; x < secondOut; x++) {
        const region =
          Math.floor((y * regions) / secondOut) * regions + Math.floor((x * regions) / secondOut);
        const to = region * secondCount;
        for (let k = 0; k < secondCount; k += 4) {
          // Four filters at a time, so that each input is loaded once for all of them.
          let a = 0;
          let b = 0;
          let c = 0;
          let d = 0;
          let w = k * secondTaps;
          for (let j = 0; j < secondSide; j++) {
            const p = ((y + j) * pooledSide + x) * firstCount;
            for (let i = 0; i < rowTaps; i++, w += 4) {
              const value = pooled1[p + i]!;
              a += value * filters2[w]!;
              b += value * filters2[w + 1]!;
              c += value * filters2[w + 2]!;
              d += value * filters2[w + 3]!;
            }
          }
          if (a > 0) hidden[to + k]! += a;
          if (b > 0) hidden[to + k + 1]! += b;
          if (c > 0) hidden[to + k + 2]! += c;
          if (d > 0) hidden[to + k + 3]! += d;
        }
      }
    }
  }
}

/** float64 [count, taps]: normal entries, then each filter shifted to sum 0 and scaled to norm 1. */
function randomFilters(count: number, taps: number, name: string): Float64Array {
  const random = new RandomStream(seed, `featurizer: ${name}`);
  const filters = new Float64Array(count * taps);
  for (let k = 0; k < count; k++) {
    const filter = filters.subarray(k * taps, (k + 1) * taps);
    for (let i = 0; i < taps; i++) filter[i] = random.normal();
    standardise(filter);
    for (let i = 0; i < taps; i++) filter[i]! /= Math.sqrt(taps);
  }
  return filters;
}

/** From float64 [count, taps] to float64 [count/4, taps, 4]. */
function interleaveFours(filters: Float64Array, taps: number): Float64Array {
  const out = new Float64Array(filters.length);
  for (let i = 0; i < filters.length; i++) {
    const k = Math.floor(i / taps);
    const tap = i % taps;
    out[((k >> 2) * taps + tap) * 4 + (k & 3)] = filters[i]!;
  }
  return out;
}

/** Mean 0 and variance 1, in place; all equal become 0. */
function standardise(values: Float64Array): void {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    values[i]! -= mean;
    squares += values[i]! * values[i]!;
  }
  if (squares === 0) return;
  const scale = Math.sqrt(n / squares);
  for (let i = 0; i < n; i++) values[i]! *= scale;
}
