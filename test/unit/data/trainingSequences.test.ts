import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createBatch, type Batch } from "../../../src/data/batch.ts";
import { checkData, dataSchema } from "../../../src/data/dataSchema.ts";
import { SequenceSampler } from "../../../src/data/sequenceSampler.ts";
import { splitLabelPairs } from "../../../src/data/splits.ts";
import { mostListed, sampledSequences, trainingSequences } from "../../../src/data/trainingSequences.ts";

const seeds = { data: 3, eval: 4 };

const listable = fc
  .record({
    classes: fc.tuple(fc.integer({ min: 2, max: 7 }), fc.nat(2), fc.nat(3)),
    exemplars: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.nat(2), fc.nat(2)),
    labels: fc.integer({ min: 2, max: 5 }),
    zipf: fc.constantFrom(0, 1),
  })
  .map((input) => dataSchema.parse(input))
  .filter((data) => checkData(data).length === 0 && data.labels * data.labels * data.classes[0] < 120);

/** Each sequence as text: rows of the exemplars, then labels. */
function texts({ size, pairs, exemplars, labels }: Batch): string[] {
  const columns = pairs + 1;
  return Array.from({ length: size }, (_, row) => {
    const part = (numbers: Int32Array) => [...numbers.subarray(row * columns, (row + 1) * columns)].join(" ");
    return `${part(exemplars)} | ${part(labels)}`;
  });
}

describe("trainingSequences", () => {
  it("lists the paper's 78,400", () => {
    const sequences = trainingSequences({ data: dataSchema.parse({}), seeds });
    expect(sequences).toMatchObject({ count: 78_400, exact: true, distinctExemplars: 50 });
  });

  it("lists each sequence once, and each is one", () => {
    fc.assert(
      fc.property(listable, fc.integer({ min: 0, max: 100 }), (data, seed) => {
        const sequences = trainingSequences({ data, seeds: { data: seed, eval: 0 } });
        const [classes, exemplars] = [data.classes[0], data.exemplars[0]];
        expect(sequences.count).toBe(classes * (classes - 1) * data.labelPairs[0] * 2 * 2 * exemplars ** 3);
        const batch = createBatch(sequences.count, 2);
        sequences.fill(batch, 0);
        expect(new Set(texts(batch)).size).toBe(sequences.count);
        const perClass = data.exemplars[0] + data.exemplars[1] + data.exemplars[2];
        const pairs = splitLabelPairs(data, seed).train;
        const known = new Set(
          Array.from(
            { length: pairs.length / 2 },
            (_, pair) => `${pairs[2 * pair]!} ${pairs[2 * pair + 1]!}`,
          ),
        );
        const wrong: string[] = [];
        const classOf = (row: number) => Math.floor(row / perClass);
        texts(batch).forEach((text, sequence) => {
          const [a = 0, b = 0, query = 0] = batch.exemplars.subarray(3 * sequence);
          const [ofA = 0, ofB = 0, target] = batch.labels.subarray(3 * sequence);
          const isRight =
            classOf(a) !== classOf(b) &&
            [classOf(a), classOf(b)].includes(classOf(query)) &&
            target === (classOf(query) === classOf(a) ? ofA : ofB) &&
            known.has(`${Math.min(ofA, ofB)} ${Math.max(ofA, ofB)}`) &&
            [a, b, query].every((row) => classOf(row) < classes && row % perClass < exemplars);
          if (!isRight) wrong.push(text);
        });
        expect(wrong).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it("has everything that training draws, in its numbering", () => {
    fc.assert(
      fc.property(listable, (data) => {
        const sequences = trainingSequences({ data, seeds });
        const [listed, drawn] = [createBatch(sequences.count, 2), createBatch(200, 2)];
        sequences.fill(listed, 0);
        new SequenceSampler(data, { kind: "training" }, seeds).fill(drawn, 0);
        const all = new Set(texts(listed));
        for (const text of texts(drawn)) expect(all).toContain(text);
      }),
      { numRuns: 40 },
    );
  });

  it("gives any part alone, and begins again after the last", () => {
    const sequences = trainingSequences({ data: dataSchema.parse({ classes: [4, 0, 0] }), seeds });
    const [whole, part] = [createBatch(sequences.count, 2), createBatch(30, 2)];
    sequences.fill(whole, 0);
    sequences.fill(part, sequences.count - 20);
    expect(texts(part)).toEqual([...texts(whole).slice(-20), ...texts(whole).slice(0, 10)]);
  });

  it.each([
    ["longer contexts", { pairs: 4, burstiness: 2 }],
    ["queries without support", { support: false }],
    ["more than can be listed", { classes: [mostListed / 1000, 0, 0] }],
  ])("takes a sample of %s, and says so", (_, input) => {
    const data = dataSchema.parse(input);
    const sequences = trainingSequences({ data, seeds });
    expect(sequences).toMatchObject({ count: sampledSequences, exact: false });
    const [first, again] = [createBatch(50, data.pairs), createBatch(50, data.pairs)];
    sequences.fill(first, 10);
    sequences.fill(again, 10);
    expect(again).toEqual(first);
  });
});
