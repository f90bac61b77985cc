import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OptimizerConfig } from "../../../src/experiment/optimizerSchema.ts";
import { optimizerSchema } from "../../../src/experiment/optimizerSchema.ts";
import { learningRate, UpdateSchedule } from "../../../src/training/learningRate.ts";

const withSchedule = (schedule: object, kind = "sgd") => optimizerSchema.parse({ kind, rate: 0.5, schedule });

/** Rates over a training of 1000 sequences. */
const rates = (optimizer: OptimizerConfig, ...sequences: number[]) =>
  sequences.map((seen) => learningRate(optimizer, seen, 1000));

describe("learningRate", () => {
  it("is constant unless told otherwise", () => {
    expect(rates(optimizerSchema.parse({ kind: "adam", rate: 0.125 }), 0, 500, 1000)).toEqual([
      0.125, 0.125, 0.125,
    ]);
  });

  it.each(["warm-up-linear", "warm-up-cosine", "warm-up-inverse-sqrt"])(
    "%s rises from 0 in a straight line",
    (kind) => {
      expect(rates(withSchedule({ kind, warmUp: 200 }), 0, 50, 100, 200)).toEqual([0, 0.125, 0.25, 0.5]);
    },
  );

  it("falls in a straight line", () => {
    const linear = withSchedule({ kind: "warm-up-linear", warmUp: 200, final: 0.5 });
    expect(rates(linear, 200, 600, 1000, 2000)).toEqual([0.5, 0.375, 0.25, 0.25]);
  });

  it("falls along a cosine", () => {
    const cosine = withSchedule({ kind: "warm-up-cosine", warmUp: 0, final: 0.2 });
    for (const seen of [0, 1, 250, 500, 900, 1000]) {
      const expected = 0.5 * (0.2 + 0.8 * 0.5 * (1 + Math.cos((Math.PI * seen) / 1000)));
      expect(learningRate(cosine, seen, 1000)).toBeCloseTo(expected, 14);
    }
  });

  it("falls as the inverse square root, not below the final fraction", () => {
    const root = withSchedule({ kind: "warm-up-inverse-sqrt", warmUp: 100, final: 0.4 });
    expect(rates(root, 100, 400, 1000)).toEqual([0.5, 0.25, 0.2]);
  });

  it("is never negative, above the rate or not a number, whatever the schedule", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("warm-up-linear", "warm-up-cosine", "warm-up-inverse-sqrt"),
        fc.integer({ min: 1, max: 1000 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(2000),
        (kind, warmUp, final, seen) => {
          const rate = learningRate(withSchedule({ kind, warmUp, final }), seen, 1000);
          expect(rate).toBeGreaterThanOrEqual(0);
          expect(rate).toBeLessThanOrEqual(0.5);
          if (seen >= warmUp) expect(rate).toBeGreaterThanOrEqual(0.5 * final - 1e-15);
        },
      ),
    );
  });
});

describe("UpdateSchedule", () => {
  const training = (optimizer: object) => ({
    sequences: 1000,
    batch: 10,
    optimizer: optimizerSchema.parse(optimizer),
  });
  const updates = (schedule: UpdateSchedule, count: number) =>
    Array.from({ length: count }, () => schedule.next());

  it("corrects Adam's bias: rate / (1 − β₁ⁿ) and 1 / (1 − β₂ⁿ) for the n-th update", () => {
    const schedule = new UpdateSchedule(training({ kind: "adam", rate: 0.01, weightDecay: 0.5 }), 0);
    updates(schedule, 20).forEach((update, place) => {
      if (update.kind !== "adam") throw new Error("adam expected");
      expect(update.rate).toBeCloseTo(0.01 / (1 - 0.9 ** (place + 1)), 12);
      expect(update.correction).toBeCloseTo(1 / (1 - 0.999 ** (place + 1)), 9);
      expect(update.decay).toBe(0.01 * 0.5);
    });
  });

  it("gives the rate of the sequences seen before the update", () => {
    const schedule = { kind: "warm-up-linear", warmUp: 40 };
    const [first, second, third] = updates(
      new UpdateSchedule(training({ kind: "sgd", rate: 1, momentum: 0.5, weightDecay: 0.25, schedule }), 0),
      3,
    );
    expect(first).toEqual({ kind: "sgd", momentum: 0.5, rate: 0, decay: 0 });
    expect(second).toMatchObject({ rate: 0.25, decay: 0.0625 });
    expect(third).toMatchObject({ rate: 0.5 });
  });

  it.each([
    { kind: "adam", schedule: { kind: "warm-up-cosine", warmUp: 300 } },
    { kind: "sgd", momentum: 0.9, schedule: { kind: "warm-up-inverse-sqrt", warmUp: 50 } },
  ])("resumed at any step gives the very numbers of the uninterrupted one: $kind", (optimizer) => {
    const all = updates(new UpdateSchedule(training(optimizer), 0), 100);
    for (const step of [1, 2, 37, 99])
      expect(updates(new UpdateSchedule(training(optimizer), step), 100 - step)).toEqual(all.slice(step));
  });
});
