import fc from "fast-check";
import type { Clamp } from "../../src/clamps/clamps.ts";
import type { ModelShape } from "../../src/model/modelShape.ts";
import { clamps, tinyShape } from "./tinyRun.ts";

/** A small model of any shape, mostly one that fits no SIMD tile, under random clamps. */
export interface RandomModel {
  readonly shape: ModelShape;
  readonly clamps: readonly Clamp[];
  readonly sequences: number;
  readonly seed: number;
}

/** Small models of all kinds. */
export const randomModel: fc.Arbitrary<RandomModel> = fc
  .record({
    layers: fc.integer({ min: 1, max: 3 }),
    heads: fc.integer({ min: 1, max: 6 }),
    headSize: fc.integer({ min: 1, max: 9 }),
    pairs: fc.integer({ min: 1, max: 4 }),
    labels: fc.integer({ min: 2, max: 9 }),
    sequences: fc.integer({ min: 1, max: 9 }),
    dimension: fc.integer({ min: 3, max: 21 }),
    exemplarRows: fc.integer({ min: 1, max: 40 }),
    positions: fc.constantFrom("rope" as const, "learned" as const, "sinusoidal" as const, "none" as const),
    norm: fc.boolean(),
    causal: fc.boolean(),
    mlp: fc.option(fc.integer({ min: 1, max: 20 })),
    seed: fc.integer({ min: 0, max: 10_000 }),
    claims: fc.array(
      fc.record({
        layer: fc.nat(2),
        head: fc.nat(5),
        kind: fc.constantFrom("ablate", "previous-token", "induction"),
        strength: fc.constantFrom(0, 0.3, 0.75, 1),
        positions: fc.constantFrom("all", "labels"),
      }),
      { maxLength: 4 },
    ),
  })
  .map(({ headSize, mlp, claims, sequences, seed, ...sizes }) => {
    const size = sizes.positions === "rope" ? 2 * Math.ceil(headSize / 2) : headSize;
    const width = sizes.heads * size;
    const model = tinyShape({
      ...sizes,
      width,
      // Narrower norms divide by deviations that are nearly zero: no float32 program computes them well.
      norm: sizes.norm && width >= 8,
      mlpRatio: mlp === null ? null : mlp / width,
    });
    return { shape: model, clamps: claimed(model, claims), sequences, seed };
  });

interface ClaimedHead {
  readonly layer: number;
  readonly head: number;
  readonly kind: string;
  readonly strength: number;
  readonly positions: string;
}

/** Clamps of heads that the model has, each head at most once. */
function claimed(shape: ModelShape, claims: readonly ClaimedHead[]): Clamp[] {
  const heads = new Map(
    claims.map((claim) => [`L${claim.layer % shape.layers}H${claim.head % shape.heads}`, claim]),
  );
  return [...heads].flatMap(([head, { kind, strength, positions }]) => {
    if (kind === "ablate") return clamps({ kind, heads: [head] });
    if (kind === "induction") return clamps({ kind, heads: [head], strength });
    return clamps({ kind, heads: [head], strength, positions });
  });
}
