import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Batch } from "../../../src/data/batch.ts";
import { createBatch } from "../../../src/data/batch.ts";
import type { SetMetrics } from "../../../src/measures/setMetrics.ts";
import { SetMetricsSum } from "../../../src/measures/setMetrics.ts";
import { naiveMetrics } from "./naiveMetrics.ts";

interface Case {
  readonly batch: Batch;
  readonly logits: Float32Array;
  readonly count: number;
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    size: fc.integer({ min: 1, max: 9 }),
    pairs: fc.integer({ min: 1, max: 4 }),
    labels: fc.integer({ min: 2, max: 8 }),
    scale: fc.constantFrom(0.01, 1, 30),
  })
  .chain(({ size, pairs, labels, scale }) =>
    fc
      .record({
        count: fc.integer({ min: 1, max: size }),
        drawn: fc.array(fc.integer({ min: 0, max: labels - 1 }), {
          minLength: size * (pairs + 1),
          maxLength: size * (pairs + 1),
        }),
        values: fc.array(fc.float({ min: -1, max: 1, noNaN: true }), {
          minLength: size * labels,
          maxLength: size * labels,
        }),
      })
      .map(({ count, drawn, values }) => {
        const batch = createBatch(size, pairs);
        batch.labels.set(drawn);
        return { batch, logits: Float32Array.from(values, (value) => scale * value), count };
      }),
  );

function sumOf({ batch, logits, count }: Case): SetMetrics {
  const sum = new SetMetricsSum();
  sum.add(batch, logits, count);
  return sum.metrics;
}

function expectEqual(actual: SetMetrics, expected: SetMetrics): void {
  for (const key of Object.keys(expected) as (keyof SetMetrics)[]) {
    if (Number.isNaN(expected[key])) expect(actual[key], key).toBeNaN();
    else expect(actual[key], key).toBeCloseTo(expected[key], 10);
  }
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
}

describe("SetMetricsSum", () => {
  it("is what the definitions give", () => {
    fc.assert(
      fc.property(cases, (example) => {
        expectEqual(sumOf(example), naiveMetrics(example.batch, example.logits, example.count));
      }),
      { numRuns: 300 },
    );
  });

  it("does not depend on how sequences are cut into batches", () => {
    fc.assert(
      fc.property(cases, ({ batch, logits }) => {
        const labels = logits.length / batch.size;
        const columns = batch.pairs + 1;
        const one = createBatch(1, batch.pairs);
        const sum = new SetMetricsSum();
        for (let sequence = 0; sequence < batch.size; sequence++) {
          one.labels.set(batch.labels.subarray(sequence * columns, (sequence + 1) * columns));
          sum.add(one, logits.subarray(sequence * labels, (sequence + 1) * labels), 1);
        }
        expect(sum.metrics).toEqual(sumOf({ batch, logits, count: batch.size }));
      }),
    );
  });

  it("stands the largest logits", () => {
    const batch = createBatch(1, 1);
    batch.labels.set([1, 1]);
    const { loss, probability } = sumOf({ batch, logits: Float32Array.of(3e38, 3e38, -3e38), count: 1 });
    expect(loss).toBeCloseTo(Math.LN2, 12);
    expect(probability).toBeCloseTo(0.5, 12);
  });

  it("tells labels apart whose probabilities are both rounded to 0", () => {
    const batch = createBatch(1, 1);
    batch.labels.set([0, 2]);
    const { outOfContextAccuracy } = sumOf({ batch, logits: Float32Array.of(0, -2000, -1000), count: 1 });
    expect(outOfContextAccuracy).toBe(1);
  });

  it("has a loss that is not a number where a logit is not", () => {
    const batch = createBatch(1, 1);
    expect(sumOf({ batch, logits: Float32Array.of(Number.NaN, Number.NaN), count: 1 }).loss).toBeNaN();
    expect(sumOf({ batch, logits: Float32Array.of(0, Number.NaN), count: 1 }).loss).toBeNaN();
  });
});
