import { RandomStream } from "../data/random.ts";
import { toyVectorNames } from "./toySchema.ts";

/** Three vectors, float64 [dimension] each. */
export interface ToyVectors {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly c: Float64Array;
}

/** The three true vectors and the three that are to be learnt. */
export interface ToyStart {
  readonly truth: ToyVectors;
  readonly vectors: ToyVectors;
}

/** Standard-normal vectors: a function of seed and dimension, the same bits on every machine. */
export function drawToy(seed: number, dimension: number): ToyStart {
  const draw = (what: string): ToyVectors => {
    const vector = (name: string) => {
      const random = new RandomStream(seed, `toy.${what}.${name}`);
      return Float64Array.from({ length: dimension }, () => random.normal());
    };
    return { a: vector("a"), b: vector("b"), c: vector("c") };
  };
  return { truth: draw("truth"), vectors: draw("initial") };
}

/**
 * ½·mean((a⊗b⊗c)* − a⊗b⊗c)² over all dimension³ entries. Computed from the parts of the vectors along the true ones and
 * across them, so that no entry is made and nothing small is a difference of large numbers: a sum of squares throughout.
 */
export function toyLoss(vectors: ToyVectors, truth: ToyVectors): number {
  const [a, b, c] = toyVectorNames.map((name) => split(vectors[name], truth[name]));
  const missing = 1 - a!.share * b!.share * c!.share;
  const along = missing * missing * a!.true2 * b!.true2 * c!.true2;
  const across =
    a!.across2 * (b!.along2 + b!.across2) * (c!.along2 + c!.across2) +
    a!.along2 * b!.across2 * (c!.along2 + c!.across2) +
    a!.along2 * b!.along2 * c!.across2;
  return (along + across) / (2 * vectors.a.length ** 3);
}

/** The gradient of the loss by each vector. */
export function toyGradient(vectors: ToyVectors, truth: ToyVectors): ToyVectors {
  const entries = vectors.a.length ** 3;
  const by = (name: keyof ToyVectors): Float64Array => {
    const [one, other] = toyVectorNames.filter((each) => each !== name) as [
      keyof ToyVectors,
      keyof ToyVectors,
    ];
    const own = dot(vectors[one], vectors[one]) * dot(vectors[other], vectors[other]);
    const wanted = dot(vectors[one], truth[one]) * dot(vectors[other], truth[other]);
    return vectors[name].map((value, place) => (own * value - wanted * truth[name][place]!) / entries);
  };
  return { a: by("a"), b: by("b"), c: by("c") };
}

/** 1 − cos² of the angle between a and the true a: 0 when they are parallel. NaN for a vector of zeros. */
export function toyAlignment({ a }: ToyVectors, truth: ToyVectors): number {
  const { along2, across2 } = split(a, truth.a);
  return across2 / (along2 + across2);
}

/** The loss that a would have with b and c at their true values, with the better of both signs. */
export function toyLossAtTruth({ a }: ToyVectors, truth: ToyVectors): number {
  let plus = 0;
  let minus = 0;
  for (let place = 0; place < a.length; place++) {
    const [is, shouldBe] = [a[place]!, truth.a[place]!];
    plus += (shouldBe - is) * (shouldBe - is);
    minus += (shouldBe + is) * (shouldBe + is);
  }
  const others = dot(truth.b, truth.b) * dot(truth.c, truth.c);
  return (Math.min(plus, minus) * others) / (2 * a.length ** 3);
}

/** A vector by its parts along the true one and across it; squared lengths, and the share of the true one that it has. */
function split(vector: Float64Array, truth: Float64Array) {
  const true2 = dot(truth, truth);
  const share = dot(vector, truth) / true2;
  let across2 = 0;
  for (let place = 0; place < vector.length; place++) {
    const difference = vector[place]! - share * truth[place]!;
    across2 += difference * difference;
  }
  return { true2, share, along2: share * share * true2, across2 };
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let place = 0; place < one.length; place++) sum += one[place]! * other[place]!;
  return sum;
}
