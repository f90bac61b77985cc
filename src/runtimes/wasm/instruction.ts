/** The kernels' numbers: `kernels/index.ts` must agree. */
export const kernels = {
  multiply: 0,
  outer: 1,
  transpose: 2,
  scores: 3,
  softmax: 4,
  softmaxGradient: 5,
  mix: 6,
  mixTransposed: 7,
  rope: 8,
  layerNorm: 9,
  layerNormGradient: 10,
  layerNormWeightGradient: 11,
  sumRows: 12,
  addRows: 13,
  zeroRows: 14,
  gelu: 15,
  geluGradient: 16,
  select: 17,
  sumHeads: 18,
  crossEntropy: 19,
  crossEntropyGradient: 20,
  mean: 21,
  findUsed: 22,
  takeIndex: 23,
  mixFeatures: 24,
  featureScores: 25,
  mixFeaturesTransposed: 26,
  headLinear: 27,
  headLinearTransposed: 28,
  headOuter: 29,
  projectHeads: 30,
  mixProjected: 31,
  copyScores: 32,
  copyScoresGradient: 33,
} as const;

/** A kernel's name. */
export type Kernel = keyof typeof kernels;

/** A stretch of memory. A fixed one has an address; others get theirs when a program is planned. */
export interface Buffer {
  readonly bytes: number;
  address: number | null;
}

/** An address inside a buffer. */
export interface Address {
  readonly buffer: Buffer;
  readonly offset: number;
}

/** A float32 argument, passed as its bits. */
export interface Real {
  readonly real: number;
}

/** An argument of a kernel call: a whole number, a float, an address, or 0 for no address. */
export type Argument = number | Real | Address;

/** One kernel call. */
export interface Instruction {
  readonly kernel: Kernel;
  readonly arguments: readonly Argument[];
}

const bits = new DataView(new ArrayBuffer(4));

/** The calls as the machine reads them: int32 words. Every buffer must have its address. */
export function encode(instructions: readonly Instruction[]): { words: Int32Array; starts: Int32Array } {
  const words: number[] = [];
  const starts: number[] = [];
  for (const instruction of instructions) {
    starts.push(words.length);
    words.push(kernels[instruction.kernel]);
    for (const argument of instruction.arguments) words.push(encodeArgument(argument));
  }
  starts.push(words.length);
  return { words: Int32Array.from(words), starts: Int32Array.from(starts) };
}

function encodeArgument(argument: Argument): number {
  if (typeof argument === "number") return argument;
  if ("real" in argument) {
    bits.setFloat32(0, argument.real);
    return bits.getInt32(0);
  }
  if (argument.buffer.address === null) throw new TypeError("a buffer without an address");
  return argument.buffer.address + argument.offset;
}
