import { DENSITY_SIDE, inkDensity } from "./inkDensity.ts";
import { RandomStream } from "./random.ts";

/** The filters are the same in every run: features are a property of the drawing. */
const SEED = 2404;
/** Added before the last rectification; makes different characters about as alike as synthetic classes are. */
const BIAS = 0.35;

const FILTERS_1 = 8;
const SIDE_1 = 5;
const OUT_1 = DENSITY_SIDE - SIDE_1 + 1;
const POOLED_1 = OUT_1 / 2;
const FILTERS_2 = 32;
const SIDE_2 = 3;
const TAPS_2 = SIDE_2 * SIDE_2 * FILTERS_1;
const OUT_2 = POOLED_1 - SIDE_2 + 1;
const REGIONS = 3;
const HIDDEN = FILTERS_2 * REGIONS * REGIONS;

/**
 * Random convolutional features of 105×105 drawings, never trained: ink density 28×28 → 8 random 5×5 filters, rectified,
 * averaged over 2×2 → 32 random 3×3 filters over them, rectified, summed over a 3×3 grid of regions → these 288 numbers
 * standardised (mean 0, variance 1 within the drawing) → a random linear map to `dimension` numbers, plus 0.35,
 * rectified. The convolutions' filters have sum 0 and norm 1; the map's entries are N(0, 1/288). Computed in float64 by
 * exact IEEE operations in a fixed order, so the features are the same bits on every machine.
 */
export class Featurizer {
  private readonly dimension: number;
  /** float64 [8, 5, 5]. */
  private readonly filters1 = randomFilters(FILTERS_1, SIDE_1 * SIDE_1, "first layer");
  /** float64 [32/4, 3, 3, 8, 4]: four filters side by side. */
  private readonly filters2 = interleaveFours(randomFilters(FILTERS_2, TAPS_2, "second layer"), TAPS_2);
  /** float64 [dimension, 288]. */
  private readonly last: Float64Array;

  private readonly scratch = new Float64Array(DENSITY_SIDE * DENSITY_SIDE);
  private readonly density = new Float64Array(DENSITY_SIDE * DENSITY_SIDE);
  /** float64 [12, 12, 8]. */
  private readonly pooled1 = new Float64Array(POOLED_1 * POOLED_1 * FILTERS_1);
  /** float64 [3, 3, 32]. */
  private readonly hidden = new Float64Array(HIDDEN);

  constructor(dimension: number) {
    this.dimension = dimension;
    const random = new RandomStream(SEED, "featurizer: last layer");
    this.last = new Float64Array(dimension * HIDDEN);
    for (let i = 0; i < this.last.length; i++) this.last[i] = random.normal() / Math.sqrt(HIDDEN);
  }

  /**
   * Writes a drawing's features, none negative. Allocates nothing.
   * @param paper float64 [105, 105], 0 where there is ink
   * @param out float32, written from `at` on: `dimension` numbers
   */
  write(paper: Float64Array, out: Float32Array, at: number): void {
    inkDensity(paper, this.scratch, this.density);
    this.firstLayer();
    this.secondLayer();
    standardise(this.hidden);
    const { hidden, last, dimension } = this;
    for (let j = 0; j < dimension; j++) {
      const row = j * HIDDEN;
      // Four sums instead of one: the processor need not wait for each addition before the next.
      let a = BIAS;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < HIDDEN; i += 4) {
        a += hidden[i]! * last[row + i]!;
        b += hidden[i + 1]! * last[row + i + 1]!;
        c += hidden[i + 2]! * last[row + i + 2]!;
        d += hidden[i + 3]! * last[row + i + 3]!;
      }
      out[at + j] = Math.max(0, a + b + (c + d));
    }
  }

  private firstLayer(): void {
    const { density, filters1, pooled1 } = this;
    pooled1.fill(0);
    for (let y = 0; y < OUT_1; y++) {
      for (let x = 0; x < OUT_1; x++) {
        const to = ((y >> 1) * POOLED_1 + (x >> 1)) * FILTERS_1;
        for (let k = 0; k < FILTERS_1; k++) {
          const filter = k * SIDE_1 * SIDE_1;
          let sum = 0;
          for (let j = 0; j < SIDE_1; j++) {
            const w = filter + j * SIDE_1;
            const p = (y + j) * DENSITY_SIDE + x;
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

  private secondLayer(): void {
    const { pooled1, filters2, hidden } = this;
    const rowTaps = SIDE_2 * FILTERS_1;
    hidden.fill(0);
    for (let y = 0; y < OUT_2; y++) {
      for (let x = 0; x < OUT_2; x++) {
        const region = Math.floor((y * REGIONS) / OUT_2) * REGIONS + Math.floor((x * REGIONS) / OUT_2);
        const to = region * FILTERS_2;
        for (let k = 0; k < FILTERS_2; k += 4) {
          // Four filters at a time, so that each input is loaded once for all of them.
          let a = 0;
          let b = 0;
          let c = 0;
          let d = 0;
          let w = k * TAPS_2;
          for (let j = 0; j < SIDE_2; j++) {
            const p = ((y + j) * POOLED_1 + x) * FILTERS_1;
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
  const random = new RandomStream(SEED, `featurizer: ${name}`);
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
