import { describe, expect, it } from "vitest";
import { createBatch } from "../../../src/data/batch.ts";
import { LogitContributions } from "../../../src/measures/logitContributions.ts";

describe("LogitContributions", () => {
  it("holds the right label against all labels, and against the context's others, each once", () => {
    const batch = createBatch(1, 4);
    // Right: 2. In context beside it: 0, twice, and 3.
    batch.labels.set([0, 2, 0, 3, 2]);
    const contributions = new LogitContributions(2, 4);
    contributions.add(batch, 0, Float64Array.of(1, 5, 8, 2, /* the second writer */ 0, 4, 0, 0));
    expect(contributions.of(0)).toEqual({ target: 8 - 4, inContext: 8 - 1.5 });
    expect(contributions.of(1)).toEqual({ target: -1, inContext: 0 });
  });

  it("is a mean over sequences, the second over those that have another label", () => {
    const batch = createBatch(3, 2);
    batch.labels.set([1, 0, 1, /* only the right one */ 1, 1, 1, /* the right one not in it */ 0, 0, 1]);
    const contributions = new LogitContributions(1, 2);
    contributions.add(batch, 0, Float64Array.of(0, 2));
    expect(contributions.of(0)).toEqual({ target: 1, inContext: 2 });
    contributions.add(batch, 1, Float64Array.of(0, 8));
    expect(contributions.of(0)).toEqual({ target: 2.5, inContext: 2 });
    contributions.add(batch, 2, Float64Array.of(4, 0));
    expect(contributions.of(0)).toEqual({ target: 1, inContext: -1 });
  });

  it("compares with nothing where no context has another label", () => {
    const batch = createBatch(1, 1);
    batch.labels.set([1, 1]);
    const contributions = new LogitContributions(1, 2);
    contributions.add(batch, 0, Float64Array.of(0, 2));
    expect(contributions.of(0)).toEqual({ target: 1, inContext: null });
  });
});
