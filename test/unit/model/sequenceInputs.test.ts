import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBatch } from "../../../src/data/batch.ts";
import { dataSchema } from "../../../src/data/dataSchema.ts";
import { SequenceSampler } from "../../../src/data/sequenceSampler.ts";
import { EncodedBatch } from "../../../src/model/sequenceInputs.ts";

describe("EncodedBatch", () => {
  it("writes exemplars after the labels in the vocabulary, interleaved, the query last", () => {
    const batch = createBatch(2, 2);
    batch.exemplars.set([10, 11, 12, 20, 21, 22]);
    batch.labels.set([3, 1, 1, 0, 4, 0]);
    const encoded = new EncodedBatch({ labels: 5, pairs: 2 }, 2);
    encoded.encode(batch);
    expect([...encoded.tokens]).toEqual([15, 3, 16, 1, 17, 25, 0, 26, 4, 27]);
    expect([...encoded.targets]).toEqual([1, 0]);
  });

  it("weighs the label tokens of matching pairs, and the others", () => {
    const batch = createBatch(1, 3);
    batch.labels.set([2, 0, 2, 2]);
    const encoded = new EncodedBatch({ labels: 5, pairs: 3 }, 1);
    encoded.encodeMatches(batch);
    expect([...encoded.match]).toEqual([0, 0.5, 0, 0, 0, 0.5, 0]);
    expect([...encoded.other]).toEqual([0, 0, 0, 1, 0, 0, 0]);
  });

  it("has weights that sum to 1 over each of both, for sequences of any kind, and forgets the batch before", () => {
    fc.assert(
      fc.property(
        fc.record({ pairs: fc.integer({ min: 2, max: 6 }), burstiness: fc.integer({ min: 1, max: 3 }) }),
        fc.nat(1000),
        ({ pairs, burstiness }, first) => {
          fc.pre(2 * burstiness <= pairs);
          const data = dataSchema.parse({ pairs, burstiness });
          const sampler = new SequenceSampler(data, { kind: "training" }, { data: first, eval: 0 });
          const batch = createBatch(4, pairs);
          const encoded = new EncodedBatch(data, 4);
          for (const at of [0, 4]) {
            sampler.fill(batch, at);
            encoded.encodeMatches(batch);
            for (let sequence = 0; sequence < 4; sequence++) {
              const length = 2 * pairs + 1;
              const row = (weights: Float32Array) => [
                ...weights.subarray(sequence * length, (sequence + 1) * length),
              ];
              const [match, other] = [row(encoded.match), row(encoded.other)];
              for (const weights of [match, other]) {
                expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 6);
                // Exemplars stand at even positions.
                expect(weights.filter((weight, position) => position % 2 === 0 && weight !== 0)).toEqual([]);
              }
              expect(match.filter((weight) => weight !== 0)).toHaveLength(burstiness);
              expect(
                match.map((weight, position) => weight * other[position]!).some((product) => product !== 0),
              ).toBe(false);
            }
          }
        },
      ),
    );
  });
});
