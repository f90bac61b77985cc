import fc from "fast-check";
import type { Clamp } from "../../src/clamps/clamps.ts";
import type { ModelShape } from "../../src/model/modelShape.ts";
import { checkClamps } from "../../src/clamps/clamps.ts";
import { siteColumns } from "../../src/model/siteColumns.ts";
import { clamps, donorName, tinyShape } from "./tinyRun.ts";

/** A small model of any shape, mostly one that fits no SIMD tile, under random clamps. */
export interface RandomModel {
  readonly shape: ModelShape;
  readonly clamps: readonly Clamp[];
  readonly sequences: number;
  readonly seed: number;
}

const headKinds = [
  "ablate",
  "previous-token",
  "block-previous-token",
  "induction",
  "match",
  "temperature",
  "labels-only",
] as const;

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
        kind: fc.constantFrom(...headKinds),
        strength: fc.constantFrom(0, 0.3, 0.75, 1),
        positions: fc.constantFrom("all", "labels"),
        others: fc.subarray(["same layer", "next layer"] as const),
      }),
      { maxLength: 4 },
    ),
    whole: fc.record({
      preserve: fc.subarray(["pattern", "v", "q", "k"]),
      embedding: fc.integer({ min: 0, max: 7 }),
      layer0: fc.constantFrom("own", "own", "perfect", "grafted"),
      output: fc.constantFrom("own", "own", "copied", "grafted"),
      layer: fc.nat(2),
      head: fc.nat(5),
      site: fc.nat(1000),
      isSet: fc.boolean(),
    }),
  })
  .map(({ headSize, mlp, claims, whole, sequences, seed, ...sizes }) => {
    const size = sizes.positions === "rope" ? 2 * Math.ceil(headSize / 2) : headSize;
    const width = sizes.heads * size;
    const model = tinyShape({
      ...sizes,
      width,
      // Narrower norms divide by deviations that are nearly zero: no float32 program computes them well.
      norm: sizes.norm && width >= 8,
      mlpRatio: mlp === null ? null : mlp / width,
    });
    const held = [...wholeModel(model, whole), ...claimed(model, claims)];
    return { shape: model, clamps: compatible(held, model), sequences, seed };
  });

interface ClaimedHead {
  readonly layer: number;
  readonly head: number;
  readonly kind: (typeof headKinds)[number];
  readonly strength: number;
  readonly positions: string;
  /** Where there are more heads under the same clamp. */
  readonly others: readonly ("same layer" | "next layer")[];
}

/** Clamps of one to three heads that the model has. */
function claimed(shape: ModelShape, claims: readonly ClaimedHead[]): Clamp[] {
  const firsts = new Map(
    claims.map((claim) => [`L${claim.layer % shape.layers}H${claim.head % shape.heads}`, claim]),
  );
  return [...firsts].flatMap(([first, { kind, strength, positions, layer, head, others }]) => {
    const more = others.map((where) =>
      where === "same layer"
        ? `L${layer % shape.layers}H${(head + 1) % shape.heads}`
        : `L${(layer + 1) % shape.layers}H${head % shape.heads}`,
    );
    const heads = [...new Set([first, ...more])];
    switch (kind) {
      case "ablate":
      case "labels-only":
        return clamps({ kind, heads });
      case "induction":
        return clamps({ kind, heads, strength });
      case "previous-token":
        return clamps({ kind, heads, strength, positions });
      case "block-previous-token":
        return clamps({ kind, heads, positions });
      case "match":
        return clamps({ kind, heads, temperature: strength });
      case "temperature":
        return clamps({ kind, heads, temperature: strength + 0.25 });
    }
  });
}

interface WholeModel {
  readonly preserve: readonly string[];
  readonly embedding: number;
  readonly layer0: "own" | "perfect" | "grafted";
  readonly output: "own" | "copied" | "grafted";
  readonly layer: number;
  readonly head: number;
  readonly site: number;
  readonly isSet: boolean;
}

/** Clamps of more than heads. */
function wholeModel(
  shape: ModelShape,
  { preserve, embedding, layer0, output, ...numbers }: WholeModel,
): Clamp[] {
  const { layers, heads } = shape;
  const layer = numbers.layer % layers;
  const sites = [...siteColumns(shape).keys()].filter(
    // Scores that nobody sees are −∞ unless they are set, and a constant attends to nothing in particular.
    (name) => !name.endsWith("hook_attn_scores") && name !== "logits",
  );
  const site = sites[numbers.site % sites.length]!;
  const positions = [numbers.head % (2 * shape.pairs + 1)];
  const hasTwo = layers > 1;
  return clamps(
    ...(preserve.length > 0 ? [{ kind: "preserve", what: preserve }] : []),
    ...(embedding === 0 ? [{ kind: "ablate-embedding" }] : []),
    ...(layer0 === "perfect" && hasTwo ? [{ kind: "perfect-layer-0" }] : []),
    ...(layer0 === "grafted" ? [{ kind: "graft-in", checkpoint: donorName, throughLayer: layer }] : []),
    ...(output === "copied" ? [{ kind: "copy", head: `L${layer}H${numbers.head % heads}` }] : []),
    ...(output === "grafted" && hasTwo
      ? [{ kind: "graft-out", checkpoint: donorName, fromLayer: Math.max(1, layer) }]
      : []),
    // Without an embedding, the same number everywhere would leave norms nothing to divide but rounding.
    ...(numbers.isSet && embedding !== 0 ? [{ kind: "set", site, positions, value: 0.2 }] : []),
  );
}

/** Those of the clamps that do not contradict one before. */
function compatible(held: readonly Clamp[], shape: ModelShape): Clamp[] {
  const checked = { ...shape, matchingPairs: 1, sets: [] };
  return held.reduce<Clamp[]>((taken, clamp) => {
    const contradicts = checkClamps([...taken, clamp], checked).some(({ message }) =>
      message.startsWith("contradicts"),
    );
    return contradicts ? taken : [...taken, clamp];
  }, []);
}
