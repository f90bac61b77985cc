import { describe, expect, it } from "vitest";
import { mergePrograms } from "../../../src/analysis/mergePrograms.ts";
import type { Clamp } from "../../../src/clamps/clamps.ts";
import { clampSchema } from "../../../src/clamps/clamps.ts";
import { traceClamped } from "../../../src/clamps/traceClamped.ts";
import { reachable } from "../../../src/graph/reachable.ts";
import type { Outputs } from "../../../src/graph/rewrite.ts";
import { BatchFeeder } from "../../../src/training/batchFeeder.ts";
import { steps, tinyTrainer } from "../training/tinyTraining.ts";

const lists: readonly (readonly object[])[] = [
  [],
  [{ kind: "ablate", heads: ["L1H0"] }],
  [
    { kind: "ablate", heads: ["L0H1", "L1H0"] },
    { kind: "preserve", what: ["pattern"] },
  ],
  [{ kind: "induction", heads: ["L1H1"], strength: 0.7 }],
];
const parse = (list: readonly object[]): Clamp[] => list.map((clamp) => clampSchema.parse(clamp));
const size = (outputs: Outputs) => [...reachable(Object.values(outputs))].length;

describe("mergePrograms", () => {
  it("computes what each program computes alone", async () => {
    const { workbench, ...trainer } = steps(await tinyTrainer(), 20);
    expect(trainer).toBeDefined();
    const { shape, runtime, similarities } = workbench;
    const feeder = new BatchFeeder(shape, 8, similarities);
    const outputOf = (program: ReturnType<typeof runtime.compile>, name: string) => {
      feeder.feed(program);
      program.run();
      return program.output(name);
    };
    const alone = lists.map((list) => {
      const { graph, model } = traceClamped(shape, 8, parse(list));
      return { graph, logits: model.logits };
    });
    const together = runtime.compile(mergePrograms(alone.map(({ logits }, place) => ({ [place]: logits }))));
    alone.forEach(({ graph, logits }, place) => {
      const expected = outputOf(runtime.compile({ graph, outputs: { logits } }), "logits");
      outputOf(together, String(place)).forEach((logit, at) => {
        expect(logit).toBeCloseTo(expected[at]!, 5);
      });
    });
  });

  it("has what they share once, though it was traced apart", async () => {
    const { shape } = (await tinyTrainer()).workbench;
    const logits = (list: readonly object[]) => traceClamped(shape, 8, parse(list)).model.logits;
    const [, one = [], two = [], three = []] = lists;
    for (const list of lists) {
      const alone = { a: logits(list) };
      expect(size(mergePrograms([alone, { b: logits(list) }]).outputs)).toBe(size(alone));
    }
    // All but what follows from another value of the last layer.
    const plain = size({ a: logits([]) });
    expect(size(mergePrograms([{ a: logits([]) }, { b: logits(one) }]).outputs)).toBeLessThan(1.5 * plain);
    const all = mergePrograms([{ a: logits(one) }, { b: logits(two) }, { c: logits(three) }]);
    expect(size(all.outputs)).toBeLessThan(3 * plain);
  });
});
