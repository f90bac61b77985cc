import { describe, expect, it } from "vitest";
import { clampSchema } from "../../../src/clamps/clamps.ts";
import type { Clamp } from "../../../src/clamps/clamps.ts";
import { Evaluator } from "../../../src/training/evaluator.ts";
import { steps, tinyTrainer } from "./tinyTraining.ts";

const clamps = (...inputs: object[]): Clamp[] => inputs.map((input) => clampSchema.parse(input));

describe("Evaluator", () => {
  it("gives the same numbers whatever the size of its chunks", async () => {
    const trainer = steps(await tinyTrainer({ evaluation: { sequences: 53 } }), 40);
    const lines = [1, 7, 32, 53, 256].map((chunk) =>
      new Evaluator(trainer.workbench, [], chunk).evaluate(320),
    );
    for (const line of lines) expect(line).toEqual(lines[0]);
  });

  it("evaluates the sets that there are data for, with every measure a number in its range", async () => {
    const trainer = steps(await tinyTrainer(), 5);
    const { sequences, sets, heads } = trainer.evaluate();
    expect(sequences).toBe(40);
    expect(Object.keys(sets)).toEqual(["train", "relabel", "exemplar", "class"]);
    for (const metrics of Object.values(sets)) {
      if (metrics === undefined) throw new Error("a set without metrics");
      expect(metrics.loss).toBeGreaterThan(0);
      expect(metrics.outOfContextAccuracy).toBeNaN();
      for (const key of ["accuracy", "inContextAccuracy", "probability", "inContextProbability"] as const) {
        expect(metrics[key]).toBeGreaterThanOrEqual(0);
        expect(metrics[key]).toBeLessThanOrEqual(1);
      }
    }
    expect(Object.entries(heads).map(([name, measures]) => [name, ...Object.keys(measures)])).toEqual([
      ["L0H0", "previousToken"],
      ["L0H1", "previousToken"],
      ["L1H0", "induction"],
      ["L1H1", "induction"],
    ]);
    const few = await tinyTrainer({ data: { classes: [12, 0, 0], exemplars: [1, 0, 0] } });
    expect(Object.keys(few.evaluate().sets)).toEqual(["train", "relabel"]);
  });

  it("measures both kinds of heads in the middle layers, and previous tokens in a single layer", async () => {
    const keys = async (layers: number) => {
      const { heads } = (await tinyTrainer({ model: { layers } })).evaluate();
      return Array.from({ length: layers }, (_, layer) => Object.keys(heads[`L${layer}H0`] ?? {}));
    };
    expect(await keys(1)).toEqual([["previousToken"]]);
    expect(await keys(3)).toEqual([["previousToken"], ["previousToken", "induction"], ["induction"]]);
  });

  it("evaluates under the clamps: clamped heads have the strength that they are clamped to", async () => {
    const trainer = steps(await tinyTrainer(), 5);
    const { heads } = new Evaluator(
      trainer.workbench,
      clamps(
        { kind: "previous-token", heads: ["L0H1"], strength: 0.75, positions: "labels" },
        { kind: "induction", heads: ["L1H0"], strength: 0.75 },
      ),
    ).evaluate(0);
    const free = new Evaluator(trainer.workbench, []).evaluate(0);
    expect(heads["L0H1"]?.previousToken).toBe(0.75);
    // Reported is 2 s − 1.
    expect(heads["L1H0"]?.induction).toBe(0.5);
    expect(heads["L0H0"]).toEqual(free.heads["L0H0"]);
  });
});
