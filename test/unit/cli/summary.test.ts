import { describe, expect, it } from "vitest";
import { summarise } from "../../../src/cli/summary.ts";
import { experimentSchema } from "../../../src/experiment/experimentSchema.ts";
import type { SetMetrics } from "../../../src/measures/setMetrics.ts";
import type { Progress } from "../../../src/training/train.ts";
import { sampleRecord, sampleStatus } from "../runs/runFixtures.ts";

const metrics: SetMetrics = {
  loss: 0.12345,
  accuracy: 0.9,
  inContextAccuracy: 0.95,
  outOfContextAccuracy: Number.NaN,
  probability: 0.8,
  inContextProbability: 0.99,
};

/** A run of `count` heads in each layer, all with the same measures. */
function summaryOf(count: number, width: number): string[] {
  const experiment = experimentSchema.parse({ name: "sum", model: { heads: count, width: 8 * count } });
  const heads = Object.fromEntries(
    Array.from({ length: count }, (_, head) => [
      [`L0H${head}`, { previousToken: 0.5 }],
      [`L1H${head}`, { induction: head === 0 ? -0.0001 : -0.25 }],
    ]).flat(),
  ) as Record<string, object>;
  const progress: Progress = {
    ...sampleStatus({ phaseChange: 12_000 }),
    loss: 0.1,
    metrics: { sequences: 40_000, sets: { train: metrics, class: { ...metrics, loss: Number.NaN } }, heads },
  };
  return summarise({ ...sampleRecord(), name: "sum", experiment }, progress, width).split("\n");
}

describe("summarise", () => {
  it("is a table of the sets and one of the heads", () => {
    expect(summaryOf(2, 80)).toEqual([
      "",
      "sum at 40,000 sequences, phase change at 12,000",
      "",
      "set     loss  accuracy  in context",
      "train  0.123     0.900       0.950",
      "class      –     0.900       0.950",
      "",
      "head                  H0      H1",
      "L0 previous token  0.500   0.500",
      "L1 induction       0.000  -0.250",
      "",
    ]);
  });

  it.each([50, 80, 120])("fits into %i columns with any number of heads, and leaves none out", (width) => {
    const lines = summaryOf(19, width);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    const shown = lines
      .filter((line) => line.startsWith("head"))
      .flatMap((line) => line.split(/ +/).slice(1));
    expect(shown).toEqual(Array.from({ length: 19 }, (_, head) => `H${head}`));
  });
});
