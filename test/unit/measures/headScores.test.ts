import { describe, expect, it } from "vitest";
import { createBatch } from "../../../src/data/batch.ts";
import { InductionStrengths, PreviousTokenScores } from "../../../src/measures/headScores.ts";

/** One sequence of 2 pairs: labels 3, 1, and a query whose target is the second's. */
function batchOfOne() {
  const batch = createBatch(1, 2);
  batch.labels.set([3, 1, 1]);
  return batch;
}

describe("PreviousTokenScores", () => {
  it("is the mean attention of label tokens on the token before, by head", () => {
    const scores = new PreviousTokenScores(2);
    // [pair, head, key]
    const pattern = Float32Array.of(
      ...[0.25, 0.75, 0, 0, 0],
      ...[1, 0, 0, 0, 0],
      ...[0.125, 0.125, 0.5, 0.25, 0],
      ...[0, 0, 1, 0, 0],
    );
    scores.add(batchOfOne(), pattern, 1);
    expect([...scores.scores]).toEqual([(0.25 + 0.5) / 2, 1]);
  });

  it("leaves out sequences after the count, and adds up batches", () => {
    const batch = createBatch(2, 1);
    const scores = new PreviousTokenScores(1);
    scores.add(batch, Float32Array.of(0.5, 0.5, 0, 1, 0, 0), 1);
    expect([...scores.scores]).toEqual([0.5]);
    scores.add(batch, Float32Array.of(0.5, 0.5, 0, 1, 0, 0), 2);
    expect([...scores.scores]).toEqual([2 / 3]);
  });
});

describe("InductionStrengths", () => {
  it("is the attention on the matching label minus that on the other, by head", () => {
    const strengths = new InductionStrengths(3);
    const pattern = Float32Array.of(
      ...[0, 0, 0, 1, 0],
      ...[0, 1, 0, 0, 0],
      // What goes to exemplars counts for neither.
      ...[0.25, 0.125, 0.25, 0.25, 0.125],
    );
    strengths.add(batchOfOne(), pattern, 1);
    expect([...strengths.strengths]).toEqual([1, -1, 0.125]);
  });

  it("adds up all matching pairs and all others", () => {
    const batch = createBatch(1, 3);
    batch.labels.set([2, 0, 2, 2]);
    const strengths = new InductionStrengths(1);
    strengths.add(batch, Float32Array.of(0, 0.25, 0, 0.125, 0, 0.5, 0.125), 1);
    expect([...strengths.strengths]).toEqual([0.25 + 0.5 - 0.125]);
  });

  it("is a mean over the sequences up to the count", () => {
    const batch = createBatch(3, 1);
    const strengths = new InductionStrengths(1);
    strengths.add(batch, Float32Array.of(0, 1, 0, 0, 0.5, 0.5, 1, 0, 0), 2);
    expect([...strengths.strengths]).toEqual([0.75]);
  });
});
