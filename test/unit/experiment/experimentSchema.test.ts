import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseExperiment } from "../../../src/experiment/parseExperiment.ts";
import { resolveExperiment } from "../../../src/experiment/resolveExperiment.ts";
import { validExperiment } from "./validExperiment.ts";

/** The defaults as the contract lists them. */
const contract = {
  name: "base",
  data: {
    source: { kind: "synthetic", latent: 32, spread: 0.3, dimension: 512 },
    classes: [50, 1473, 100],
    exemplars: [1, 4, 0],
    pairs: 2,
    burstiness: 1,
    labels: 5,
    labelPairs: [8, 2, 0],
    zipf: 0,
  },
  model: { layers: 2, heads: 8, width: 64, mlpRatio: null, positions: "rope", norm: true, causal: true },
  training: { sequences: 1000000, batch: 32, optimizer: { kind: "adam", rate: 1e-5 } },
  evaluation: { every: 5000, sequences: 1000 },
  checkpoints: { every: 50000 },
  clamps: [],
  seeds: { init: 5, data: 0, eval: 1 },
  engine: { runtime: "wasm", fast: false },
};

/** Keys beyond the contract, with their defaults. */
const further = {
  data: { distractor: true, support: true, uniqueRest: false },
  optimizer: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, schedule: { kind: "constant" } },
};

describe("experimentSchema", () => {
  it("fills in exactly the defaults of the contract and the documented further keys", () => {
    expect(resolveExperiment({}, "test")).toEqual({
      ...contract,
      data: { ...contract.data, ...further.data },
      training: {
        ...contract.training,
        optimizer: { ...contract.training.optimizer, ...further.optimizer },
      },
    });
  });

  it("takes the contract's own text, written out, for the same experiment", () => {
    expect(resolveExperiment(contract, "test")).toEqual(resolveExperiment({}, "test"));
  });

  it("takes an optimizer without a kind for adam, and has defaults for sgd", () => {
    const optimizer = (input: object): unknown =>
      resolveExperiment({ training: { optimizer: input } }, "test").training.optimizer;
    expect(optimizer({ rate: 0.5 })).toMatchObject({ kind: "adam", rate: 0.5, beta1: 0.9 });
    expect(optimizer({ kind: "sgd" })).toEqual({
      kind: "sgd",
      rate: 0.01,
      momentum: 0,
      weightDecay: 0,
      schedule: { kind: "constant" },
    });
  });

  it("fills in the final fraction of each falling schedule", () => {
    for (const kind of ["warm-up-linear", "warm-up-cosine", "warm-up-inverse-sqrt"]) {
      const input = { training: { optimizer: { kind: "sgd", schedule: { kind, warmUp: 100 } } } };
      expect(resolveExperiment(input, "test").training.optimizer.schedule).toEqual({
        kind,
        warmUp: 100,
        final: 0,
      });
    }
  });

  it("drops $schema and nothing else", () => {
    const experiment = resolveExperiment({ $schema: "./experiment.schema.json", name: "x" }, "test");
    expect(experiment).toEqual(resolveExperiment({ name: "x" }, "test"));
    expect(experiment).not.toHaveProperty("$schema");
  });

  it("resolves what it resolved to itself, as an object and as text", () => {
    fc.assert(
      fc.property(validExperiment, (input) => {
        const once = resolveExperiment(input, "test");
        expect(resolveExperiment(once, "test")).toEqual(once);
        expect(parseExperiment(JSON.stringify(once), "test")).toEqual(once);
        expect(once).toMatchObject(input);
      }),
    );
  });

  it("does not change its input", () => {
    const input = { model: { layers: 3 }, clamps: [{ kind: "ablate", heads: ["L2H0"] }] };
    const before = structuredClone(input);
    resolveExperiment(input, "test");
    expect(input).toEqual(before);
  });
});
