import { power } from "./deterministicMath.ts";
import type { RandomStream } from "./random.ts";

/** After so many rejected draws the exact way through all classes is cheaper; both give the same distribution. */
const tries = 32;

/** Classes 0 … count-1, uniform or by Zipf's law: class c is drawn in proportion to 1 / (c+1)^zipf. */
export class ClassDistribution {
  readonly #count: number;
  /** float64 [count], or empty when uniform. */
  readonly #weights: Float64Array;
  /** float64 [count]: sums of the weights up to and including each class; empty when uniform. */
  readonly #cumulative: Float64Array;

  constructor(count: number, zipf: number) {
    this.#count = count;
    this.#weights = new Float64Array(zipf === 0 ? 0 : count);
    this.#cumulative = new Float64Array(this.#weights.length);
    let sum = 0;
    for (let c = 0; c < this.#weights.length; c++) {
      this.#weights[c] = power(c + 1, -zipf);
      sum += this.#weights[c]!;
      this.#cumulative[c] = sum;
    }
  }

  /** One class. */
  draw(random: RandomStream): number {
    const cumulative = this.#cumulative;
    const count = this.#count;
    if (cumulative.length === 0) return random.below(count);
    const target = random.uniform() * cumulative[count - 1]!;
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cumulative[middle]! > target) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /**
   * One class out of those not taken, with the same proportions.
   * @param taken uint8 [count], not 0 where a class must not come out
   * @throws RangeError when all are taken
   */
  drawOther(random: RandomStream, taken: Uint8Array): number {
    for (let i = 0; i < tries; i++) {
      const c = this.draw(random);
      if (taken[c] === 0) return c;
    }
    return this.#drawByScan(random, taken);
  }

  #drawByScan(random: RandomStream, taken: Uint8Array): number {
    const uniform = this.#weights.length === 0;
    let total = 0;
    for (let c = 0; c < this.#count; c++) if (taken[c] === 0) total += uniform ? 1 : this.#weights[c]!;
    let target = random.uniform() * total;
    let last = -1;
    for (let c = 0; c < this.#count; c++) {
      if (taken[c] !== 0) continue;
      last = c;
      target -= uniform ? 1 : this.#weights[c]!;
      if (target < 0) break;
    }
    if (last < 0) throw new RangeError("There is no class left to draw.");
    return last;
  }
}
