import { cos, log } from "./deterministicMath.ts";

const twoPi = 2 * Math.PI;
const two32 = 4294967296;
/** Below this, a 32-bit word times `n` is exact in a double. */
const exactProduct = 2097152;

/**
 * Random numbers as a function of (seed, stream, index): Threefry-2x32 with 20 rounds (Salmon et al. 2011, "Parallel
 * random numbers: as easy as 1, 2, 3"). The key is (seed, hash of the stream's name), the counter is (index, number of
 * the block within the index). After `seek(i)` the draws depend on nothing else, so any part can be replayed alone.
 * Results are the same bits on every machine. An index holds 2^33 words before they repeat.
 */
export class RandomStream {
  /** Key words 0 and 1, and Threefry's third word made from them. */
  readonly #key: Int32Array;
  /** The current block's two output words. */
  readonly #words = new Int32Array(2);
  #index = 0;
  #block = 0;
  /** How many of `words` have been handed out; 2 means: compute another block. */
  #used = 2;

  /**
   * A stream of its own for each seed and name, standing at index 0.
   * @param seed an integer in [0, 2^32)
   * @param stream a name, or an integer in [0, 2^32) that is used as it is
   * @throws RangeError for any other seed or number
   */
  constructor(seed: number, stream: string | number) {
    const name = typeof stream === "number" ? checkWord(stream, "stream") : hash(stream);
    const key = checkWord(seed, "seed");
    this.#key = Int32Array.of(key, name, 0x1bd11bda ^ key ^ name);
  }

  /** Goes to the first draw of `index`, an integer in [0, 2^32). @throws RangeError for any other index */
  seek(index: number): this {
    this.#index = checkWord(index, "index") | 0;
    this.#block = 0;
    this.#used = 2;
    return this;
  }

  /** The next 32 random bits, as an integer in [0, 2^32). */
  uint32(): number {
    if (this.#used === 2) {
      threefry(this.#key, this.#index, this.#block, this.#words);
      this.#block = (this.#block + 1) | 0;
      this.#used = 0;
    }
    return this.#words[this.#used++]! >>> 0;
  }

  /** An unbiased integer in [0, n), for an integer n in [1, 2^32]. `below(1)` is 0 and draws nothing. */
  below(n: number): number {
    if (n === 1) return 0;
    if (!(n > 1 && n <= two32 && Number.isInteger(n))) {
      throw new RangeError(`below(${n}): expected an integer from 1 to 2^32.`);
    }
    if (n > exactProduct) return this.#belowByRemainder(n);
    // Lemire 2019: the high word of word·n, rejecting the few low words that would make some results likelier.
    for (;;) {
      const product = this.uint32() * n;
      const high = Math.floor(product / two32);
      const low = product - high * two32;
      if (low >= n || low >= (two32 - n) % n) return high;
    }
  }

  /** A double in (0, 1): the middles of 2^52 equal parts, each equally likely. Uses two words. */
  uniform(): number {
    const high = this.uint32() >>> 6;
    const low = this.uint32() >>> 6;
    return (high * 67108864 + low + 0.5) / 4503599627370496;
  }

  /** A standard normal (Box and Muller's cosine branch). Uses two uniforms. */
  normal(): number {
    const radius = Math.sqrt(-2 * log(this.uniform()));
    return radius * cos(twoPi * this.uniform());
  }

  /** A standard normal that lies within ±2, by rejection. Its variance is 0.774, not 1: the caller rescales. */
  truncatedNormal(): number {
    for (;;) {
      const value = this.normal();
      if (value >= -2 && value <= 2) return value;
    }
  }

  /** Puts the first `length` elements into a uniformly random order, in place (Fisher and Yates). */
  shuffle<T>(array: { [index: number]: T; readonly length: number }, length = array.length): void {
    for (let last = length - 1; last > 0; last--) {
      const other = this.below(last + 1);
      const kept = array[last]!;
      array[last] = array[other]!;
      array[other] = kept;
    }
  }

  #belowByRemainder(n: number): number {
    const limit = two32 - (two32 % n);
    for (;;) {
      const word = this.uint32();
      if (word < limit) return word % n;
    }
  }
}

/**
 * One block of Threefry-2x32-20.
 * @param key int32 [3]: the two key words and `0x1bd11bda ^ key[0] ^ key[1]`
 * @param counter0 first counter word, as int32
 * @param counter1 second counter word, as int32
 * @param out int32 [2], written
 */
export function threefry(key: Int32Array, counter0: number, counter1: number, out: Int32Array): void {
  let a = (counter0 + key[0]!) | 0;
  let b = (counter1 + key[1]!) | 0;
  for (let group = 1; group <= 5; group++) {
    if (group % 2 === 1) {
      a = (a + b) | 0;
      b = ((b << 13) | (b >>> 19)) ^ a;
      a = (a + b) | 0;
      b = ((b << 15) | (b >>> 17)) ^ a;
      a = (a + b) | 0;
      b = ((b << 26) | (b >>> 6)) ^ a;
      a = (a + b) | 0;
      b = ((b << 6) | (b >>> 26)) ^ a;
    } else {
      a = (a + b) | 0;
      b = ((b << 17) | (b >>> 15)) ^ a;
      a = (a + b) | 0;
      b = ((b << 29) | (b >>> 3)) ^ a;
      a = (a + b) | 0;
      b = ((b << 16) | (b >>> 16)) ^ a;
      a = (a + b) | 0;
      b = ((b << 24) | (b >>> 8)) ^ a;
    }
    a = (a + key[group % 3]!) | 0;
    b = (b + key[(group + 1) % 3]! + group) | 0;
  }
  out[0] = a;
  out[1] = b;
}

function checkWord(value: number, what: string): number {
  if (!Number.isInteger(value) || value < 0 || value >= two32) {
    throw new RangeError(`The ${what} of a random stream must be an integer in [0, 2^32), got ${value}.`);
  }
  return value;
}

/** FNV-1a over UTF-16 code units, then the finishing mix of MurmurHash3. */
function hash(name: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
