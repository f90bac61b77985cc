import { describe, expect, test } from "vitest";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import { clampedExperiment } from "../../../../src/views/commands/clampedExperiment.ts";

const held = { kind: "induction", heads: ["L1H0"] };
const experiment = experimentSchema.parse({ name: "base", training: { batch: 16 }, clamps: [held] });

describe("the experiment of a run with more clamps", () => {
  test("has the run's own first, all else as it was, and another name", () => {
    const { name, clamps, ...rest } = clampedExperiment(experiment, "L1H1 ablated", [
      { kind: "ablate", heads: ["L1H1"] },
    ]);
    expect(name).toBe("L1H1 ablated");
    expect(clamps).toMatchObject([held, { kind: "ablate", heads: ["L1H1"] }]);
    expect({ ...rest, name: "base", clamps: experiment.clamps }).toEqual(experiment);
  });

  test("is one run, also where the run's is of a sweep", () => {
    const swept = { ...experiment, sweep: { "seeds.init": [1, 2] } };
    expect(clampedExperiment(swept, "x", [])).not.toHaveProperty("sweep");
  });

  test.each([
    [
      { kind: "match", heads: ["L1H0"] },
      /not possible: “L1H0 match”: contradicts “L1H0 induction”: both set the pattern of L1H0/,
    ],
    [{ kind: "ablate", heads: ["L7H0"] }, /expected a head that the model has .*got L7H0/],
    [{ kind: "nonsense" }, /clamps\[1\]\.kind: expected one of/],
    [null, /clamps\[1\]/],
    [{ kind: "ablate", heads: ["L1H1"], from: 10, until: 5 }, /until/],
  ])("says why it is not possible with %j", (clamp, message) => {
    expect(() => clampedExperiment(experiment, "x", [clamp])).toThrow(message);
  });

  test("says so where the name will not do", () => {
    expect(() => clampedExperiment(experiment, "two\nlines", [])).toThrow(/name: expected one line/);
  });
});
