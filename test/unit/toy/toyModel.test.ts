import { describe, expect, it } from "vitest";
import {
  drawToy,
  toyAlignment,
  toyGradient,
  toyLoss,
  toyLossAtTruth,
  type ToyVectors,
} from "../../../src/toy/toyModel.ts";
import { toyVectorNames } from "../../../src/toy/toySchema.ts";

/** The loss by its definition, entry by entry. */
function naiveLoss({ a, b, c }: ToyVectors, truth: ToyVectors): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++)
    for (let j = 0; j < b.length; j++)
      for (let k = 0; k < c.length; k++)
        sum += (truth.a[i]! * truth.b[j]! * truth.c[k]! - a[i]! * b[j]! * c[k]!) ** 2;
  return sum / (2 * a.length ** 3);
}

/** The first number of the true a and the last of the initial c, seed 5, dimension 1000. */
const golden = [0.9796797808088091, 0.7562871086448277];

const seeds = [0, 1, 5, 6, 4294967295];

describe("the toy model", () => {
  it.each(seeds)("has half the mean square of what the product misses as its loss, seed %i", (seed) => {
    for (const dimension of [1, 2, 7, 20]) {
      const { truth, vectors } = drawToy(seed, dimension);
      const naive = naiveLoss(vectors, truth);
      expect(Math.abs(toyLoss(vectors, truth) - naive)).toBeLessThan(1e-12 * naive);
    }
  });

  it("has a loss of exactly 0 at the truth, and no negative one near it", () => {
    const { truth } = drawToy(5, 20);
    expect(toyLoss(truth, truth)).toBe(0);
    const near = { ...truth, a: truth.a.map((value, place) => value * (1 + 1e-13 * (place - 10))) };
    expect(toyLoss(near, truth)).toBeGreaterThan(0);
    expect(toyLoss(near, truth)).toBeLessThan(1e-23);
  });

  it.each(seeds)("has the gradient that finite differences give, seed %i", (seed) => {
    const { truth, vectors } = drawToy(seed, 5);
    const gradient = toyGradient(vectors, truth);
    const step = 1e-5;
    for (const name of toyVectorNames) {
      for (let place = 0; place < 5; place++) {
        const moved = (by: number): number => {
          const vector = Float64Array.from(vectors[name]);
          vector[place]! += by;
          return naiveLoss({ ...vectors, [name]: vector }, truth);
        };
        const difference = (moved(step) - moved(-step)) / (2 * step);
        expect(Math.abs(gradient[name][place]! - difference)).toBeLessThan(1e-8);
      }
    }
  });

  it("measures how far a points elsewhere, whatever its length and sign", () => {
    const { truth, vectors } = drawToy(5, 20);
    const dot = (x: Float64Array, y: Float64Array) =>
      x.reduce((sum, value, place) => sum + value * y[place]!, 0);
    const cos2 = dot(vectors.a, truth.a) ** 2 / (dot(vectors.a, vectors.a) * dot(truth.a, truth.a));
    expect(toyAlignment(vectors, truth)).toBeCloseTo(1 - cos2, 14);
    expect(toyAlignment({ ...vectors, a: truth.a.map((value) => -3 * value) }, truth)).toBeCloseTo(0, 14);
  });

  it("has a's loss with b and c at the truth, with the better of both signs", () => {
    const { truth, vectors } = drawToy(5, 20);
    const negative = vectors.a.map((value) => -value);
    const [plus, minus] = [vectors.a, negative].map((a) => naiveLoss({ ...truth, a }, truth));
    expect(toyLossAtTruth(vectors, truth)).toBeCloseTo(Math.min(plus!, minus!), 12);
    expect(toyLossAtTruth({ ...vectors, a: negative }, truth)).toBe(toyLossAtTruth(vectors, truth));
    expect(plus).not.toBeCloseTo(minus!, 3);
  });

  it("draws six different standard-normal vectors, the same bits on every machine", () => {
    const { truth, vectors } = drawToy(5, 1000);
    const drawn = [truth, vectors].flatMap((three) => toyVectorNames.map((name) => three[name]));
    expect(new Set(drawn.map(([first]) => first)).size).toBe(6);
    const all = drawn.flatMap((vector) => [...vector]);
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
    const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
    expect(Math.abs(mean)).toBeLessThan(0.04);
    expect(Math.abs(variance - 1)).toBeLessThan(0.06);
    expect([truth.a[0], vectors.c[999]]).toEqual(golden);
  });
});
