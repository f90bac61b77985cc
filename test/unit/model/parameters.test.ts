import { describe, expect, it } from "vitest";
import { modelSchema } from "../../../src/model/modelSchema.ts";
import type { ModelShape } from "../../../src/model/modelShape.ts";
import { parameterSpecs } from "../../../src/model/parameters.ts";

const shapeOf = (model: object = {}, changes: Partial<ModelShape> = {}): ModelShape => ({
  ...modelSchema.parse(model),
  pairs: 2,
  labels: 5,
  dimension: 512,
  exemplarRows: 100,
  ...changes,
});

const named = (shape: ModelShape) =>
  Object.fromEntries(parameterSpecs(shape).map((spec) => [spec.name, spec.shape]));

const block = (layer: number) => ({
  [`blocks.${layer}.ln1.w`]: [64],
  [`blocks.${layer}.ln1.b`]: [64],
  [`blocks.${layer}.attn.W_Q`]: [8, 64, 8],
  [`blocks.${layer}.attn.W_K`]: [8, 64, 8],
  [`blocks.${layer}.attn.W_V`]: [8, 64, 8],
  [`blocks.${layer}.attn.W_O`]: [8, 8, 64],
});

const embedding = { "embed.W_exemplar": [512, 64], "embed.b_exemplar": [64], "embed.W_label": [5, 64] };
const unembedding = { "unembed.W_U": [64, 5], "unembed.b_U": [5] };
const finalNorm = { "ln_final.w": [64], "ln_final.b": [64] };

describe("parameterSpecs", () => {
  it("are those of the paper at the defaults: names, shapes, 66,629 numbers", () => {
    const shape = shapeOf();
    expect(named(shape)).toEqual({ ...embedding, ...block(0), ...block(1), ...finalNorm, ...unembedding });
    const sizes = parameterSpecs(shape).map((spec) =>
      spec.shape.reduce((product, size) => product * size, 1),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(66_629);
  });

  it("have the MLP's between the attention's and the next block's", () => {
    const names = parameterSpecs(shapeOf({ mlpRatio: 4 })).map(({ name }) => name);
    expect(names.slice(names.indexOf("blocks.0.attn.W_O") + 1, names.indexOf("blocks.1.ln1.w"))).toEqual([
      "blocks.0.ln2.w",
      "blocks.0.ln2.b",
      "blocks.0.mlp.W_in",
      "blocks.0.mlp.b_in",
      "blocks.0.mlp.W_out",
      "blocks.0.mlp.b_out",
    ]);
    expect(named(shapeOf({ mlpRatio: 4 }))).toMatchObject({
      "blocks.1.ln2.w": [64],
      "blocks.1.mlp.W_in": [64, 256],
      "blocks.1.mlp.b_in": [256],
      "blocks.1.mlp.W_out": [256, 64],
      "blocks.1.mlp.b_out": [64],
    });
  });

  it("leave the norms out without norm", () => {
    const names = parameterSpecs(shapeOf({ norm: false, mlpRatio: 2 })).map(({ name }) => name);
    expect(names.filter((name) => name.includes("ln"))).toEqual([]);
  });

  it("have a table of positions only where these are learned", () => {
    for (const positions of ["rope", "sinusoidal", "none"])
      expect(named(shapeOf({ positions }))).not.toHaveProperty(["pos_embed.W_pos"]);
    expect(named(shapeOf({ positions: "learned" }, { pairs: 3 }))["pos_embed.W_pos"]).toEqual([7, 64]);
  });

  it("follow depth, heads, width, labels and dimension", () => {
    const shape = shapeOf({ layers: 3, heads: 3, width: 18 }, { labels: 7, dimension: 9 });
    expect(named(shape)).toMatchObject({
      "embed.W_exemplar": [9, 18],
      "embed.W_label": [7, 18],
      "blocks.2.attn.W_K": [3, 18, 6],
      "blocks.2.attn.W_O": [3, 6, 18],
      "unembed.W_U": [18, 7],
    });
  });
});
