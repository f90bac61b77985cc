import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { dataSchema } from "../../../src/data/dataSchema.ts";
import type { Exemplars } from "../../../src/data/exemplars.ts";
import { loadExemplars } from "../../../src/data/loadExemplars.ts";
import { makeSynthetic } from "../../../src/data/sources/synthetic.ts";
import { UserError } from "../../../src/userError.ts";

const synthetic = { kind: "synthetic", latent: 8, spread: 0.3, dimension: 64 } as const;

function row({ features, dimension, perClass }: Exemplars, c: number, e: number): Float32Array {
  const at = (c * perClass + e) * dimension;
  return features.subarray(at, at + dimension);
}

function distance(a: Float32Array, b: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0));
}

function norm(a: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value) => sum + value * value, 0));
}

describe("synthetic source", () => {
  it("has the shape asked for, nothing negative, and a mean norm of 25", async () => {
    const data = dataSchema.parse({ source: synthetic, classes: [20, 5, 5], exemplars: [1, 2, 0] });
    const exemplars = await loadExemplars(data, 0, ".");
    expect(exemplars).toMatchObject({ classes: 30, perClass: 3, dimension: 64 });
    expect(exemplars.features).toHaveLength(30 * 3 * 64);
    expect(exemplars.features.every((value) => value >= 0)).toBe(true);
    let total = 0;
    for (let c = 0; c < 30; c++) for (let e = 0; e < 3; e++) total += norm(row(exemplars, c, e));
    expect(total / 90).toBeCloseTo(25, 3);
  });

  it("puts exemplars of a class near each other, by the spread", () => {
    const nearest = (spread: number): number => {
      const exemplars = makeSynthetic({ ...synthetic, spread }, 40, 2, 1);
      let right = 0;
      for (let c = 0; c < 40; c++) {
        const distances = Array.from({ length: 40 }, (_, k) =>
          distance(row(exemplars, c, 1), row(exemplars, k, 0)),
        );
        if (distances.indexOf(Math.min(...distances)) === c) right += 1;
      }
      return right;
    };
    expect(nearest(0.3)).toBeGreaterThan(35);
    expect(nearest(5)).toBeLessThan(15);
    const exact = makeSynthetic({ ...synthetic, spread: 0 }, 3, 2, 1);
    expect(row(exact, 2, 1)).toEqual(row(exact, 2, 0));
  });

  it("clips the share of features that a unit normal plus 1 has below 0", () => {
    const { features } = makeSynthetic({ ...synthetic, latent: 32, spread: 0, dimension: 512 }, 200, 1, 2);
    const zeros = features.filter((value) => value === 0).length / features.length;
    expect(Math.abs(zeros - 0.159)).toBeLessThan(0.02);
  });

  it("depends on the seed, and gives the same bits everywhere", () => {
    const hash = (seed: number): string =>
      createHash("sha256")
        .update(makeSynthetic(synthetic, 10, 2, seed).features)
        .digest("hex")
        .slice(0, 16);
    expect(hash(1)).not.toBe(hash(0));
    expect(hash(0)).toMatchInlineSnapshot(`"a78d4bea5c317baa"`);
  });

  it("refuses a matrix that would not fit into memory", async () => {
    const data = dataSchema.parse({ classes: [1_000_000, 0, 0], exemplars: [100, 0, 0] });
    await expect(loadExemplars(data, 0, ".")).rejects.toThrow(UserError);
  });
});

describe("one-hot source", () => {
  it("has a 1 at the class, the same for all its exemplars", async () => {
    const data = dataSchema.parse({ source: { kind: "one-hot" }, classes: [2, 1, 0], exemplars: [1, 1, 0] });
    const exemplars = await loadExemplars(data, 0, ".");
    expect(exemplars).toMatchObject({ classes: 3, perClass: 2, dimension: 3 });
    expect([...exemplars.features]).toEqual([1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1]);
  });
});
