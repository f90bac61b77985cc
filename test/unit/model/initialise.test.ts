import { describe, expect, it } from "vitest";
import { initialise } from "../../../src/model/initialise.ts";
import { modelSchema } from "../../../src/model/modelSchema.ts";
import type { ModelShape } from "../../../src/model/modelShape.ts";
import { parameterSpecs } from "../../../src/model/parameters.ts";

/** Standard deviation of a standard normal cut off at ±2, computed from its density. */
const truncatedDeviation = (() => {
  let [mass, square] = [0, 0];
  const step = 1e-4;
  for (let x = -2 + step / 2; x < 2; x += step) {
    const density = Math.exp(-0.5 * x * x);
    mass += density;
    square += x * x * density;
  }
  return Math.sqrt(square / mass);
})();

const shapeOf = (model: object = {}): ModelShape => ({
  ...modelSchema.parse(model),
  pairs: 2,
  labels: 200,
  dimension: 512,
  exemplarRows: 100,
});

function statistics(values: Float32Array) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  return {
    mean,
    deviation: Math.sqrt(square),
    largest: values.reduce((most, x) => Math.max(most, Math.abs(x)), 0),
  };
}

describe("initialise", () => {
  const parameters = initialise(parameterSpecs(shapeOf({ mlpRatio: 4 })), 5);
  const of = (name: string) => parameters.get(name)!;

  it.each([
    ["embed.W_exemplar", 512],
    ["blocks.0.attn.W_Q", 64],
    ["blocks.1.attn.W_K", 64],
    ["blocks.1.attn.W_V", 64],
    ["blocks.0.attn.W_O", 64],
    ["blocks.1.mlp.W_in", 64],
    ["blocks.1.mlp.W_out", 256],
    ["unembed.W_U", 64],
  ])("%s has variance 1 / %i, cut off at two deviations of the normal before it was cut", (name, fanIn) => {
    const expected = Math.sqrt(1 / fanIn);
    const { mean, deviation, largest } = statistics(of(name));
    const count = of(name).length;
    expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(count));
    expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * count));
    const cut = (2 * expected) / truncatedDeviation;
    expect(largest).toBeLessThanOrEqual(Math.fround(cut));
    expect(largest).toBeGreaterThan(0.98 * cut);
  });

  it("draws the label embedding from ±2 × 0.02, not rescaled", () => {
    const { deviation, largest } = statistics(of("embed.W_label"));
    expect(Math.abs(deviation / (0.02 * truncatedDeviation) - 1)).toBeLessThan(0.03);
    expect(largest).toBeLessThanOrEqual(Math.fround(0.04));
    expect(largest).toBeGreaterThan(0.039);
  });

  it("has biases of 0 and norms of weight 1", () => {
    for (const { name } of parameterSpecs(shapeOf({ mlpRatio: 4 }))) {
      const last = name.split(".").at(-1)!;
      if (last.startsWith("W_")) continue;
      expect(new Set(of(name)), name).toEqual(new Set([last === "w" ? 1 : 0]));
    }
  });

  it("gives the same bits again, and others for another seed", () => {
    const specs = parameterSpecs(shapeOf());
    expect(initialise(specs, 5)).toEqual(initialise(specs, 5));
    expect(initialise(specs, 6).get("embed.W_exemplar")).not.toEqual(of("embed.W_exemplar"));
  });

  it("draws each parameter from a stream of its own: adding others changes none", () => {
    const few = initialise(parameterSpecs(shapeOf({ layers: 1 })), 5);
    for (const [name, values] of few) expect(values, name).toEqual(of(name));
    const tensors = ["blocks.0.attn.W_Q", "blocks.0.attn.W_K", "blocks.1.attn.W_Q"].map((name) => of(name));
    expect(tensors[1]).not.toEqual(tensors[0]);
    expect(tensors[2]).not.toEqual(tensors[0]);
  });
});
