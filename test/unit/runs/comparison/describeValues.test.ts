import { expect, it } from "vitest";
import { describeValues } from "../../../../src/runs/comparison/describeValues.ts";

it.each([
  [{ "seeds.init": 6, "data.classes": [50, 1473, 100] }, "seed 6 · classes [50,1473,100]"],
  [{ "clamps[0].strength": 0.5 }, "strength 0.5"],
  [
    { "data.source.kind": "one-hot", "training.optimizer.kind": "sgd" },
    "data.source.kind one-hot · training.optimizer.kind sgd",
  ],
  [{ name: "a\nb" }, "name a b"],
  [{}, ""],
])("%j is %s", (values, text) => {
  expect(describeValues(values)).toBe(text);
});

it("keeps long values short", () => {
  const text = describeValues({
    clamps: [{ kind: "ablate", heads: ["L1H0", "L1H1", "L1H2", "L1H3", "L1H4"] }],
  });
  expect(text.length).toBeLessThan(50);
  expect(text).toContain("…");
});
