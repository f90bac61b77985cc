import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dataSchema } from "../../../src/data/dataSchema.ts";
import { splitClasses, splitExemplars, splitLabelPairs } from "../../../src/data/splits.ts";

const seeds = fc.integer({ min: 0, max: 0xffffffff });

const labelCounts = fc.integer({ min: 2, max: 40 }).chain((labels) => {
  const all = (labels * (labels - 1)) / 2;
  return fc
    .integer({ min: Math.ceil(labels / 2), max: all })
    .chain((train) =>
      fc.tuple(fc.constant(labels), fc.constant(train), fc.integer({ min: 0, max: all - train })),
    )
    .chain(([, , validation]) =>
      fc.record({
        labels: fc.constant(labels),
        all: fc.constant(all),
        validation: fc.constant(validation),
        train: fc.integer({ min: Math.ceil(labels / 2), max: all - validation }),
      }),
    );
});

function pairsOf(part: Int32Array): string[] {
  return Array.from({ length: part.length / 2 }, (_, i) => `${part[2 * i]!}-${part[2 * i + 1]!}`);
}

describe("splitClasses and splitExemplars", () => {
  it("take the parts in order, without gaps", () => {
    const data = dataSchema.parse({ classes: [3, 4, 5], exemplars: [2, 0, 1] });
    expect(splitClasses(data)).toEqual({
      train: { start: 0, count: 3 },
      validation: { start: 3, count: 4 },
      test: { start: 7, count: 5 },
    });
    expect(splitExemplars(data)).toEqual({
      train: { start: 0, count: 2 },
      validation: { start: 2, count: 0 },
      test: { start: 2, count: 1 },
    });
  });
});

describe("splitLabelPairs", () => {
  it("gives disjoint parts of the sizes asked for, with every label in a training pair", () => {
    fc.assert(
      fc.property(labelCounts, seeds, ({ labels, all, train, validation }, seed) => {
        const test = all - train - validation;
        const split = splitLabelPairs({ labels, labelPairs: [train, validation, test] }, seed);
        const parts = [pairsOf(split.train), pairsOf(split.validation), pairsOf(split.test)];
        expect(parts.map((part) => part.length)).toEqual([train, validation, test]);
        expect(new Set(parts.flat()).size).toBe(all);
        expect(new Set(split.train).size).toBe(labels);
        for (const pair of parts.flat()) {
          const [a, b] = pair.split("-").map(Number);
          expect(a! >= 0 && a! < b! && b! < labels).toBe(true);
        }
      }),
    );
  });

  it("covers every label even with the fewest training pairs", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 101 }), seeds, (labels, seed) => {
        const split = splitLabelPairs({ labels, labelPairs: [Math.ceil(labels / 2), 0, 0] }, seed);
        expect(new Set(split.train).size).toBe(labels);
        expect(new Set(pairsOf(split.train)).size).toBe(Math.ceil(labels / 2));
      }),
    );
  });

  it("depends on the seed and on nothing else", () => {
    const data = dataSchema.parse({ labels: 10 });
    expect(splitLabelPairs(data, 3)).toEqual(splitLabelPairs(data, 3));
    expect(splitLabelPairs(data, 3)).not.toEqual(splitLabelPairs(data, 4));
  });

  it("puts each pair into validation equally often over seeds", () => {
    const data = dataSchema.parse({});
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 5000; seed++) {
      for (const pair of pairsOf(splitLabelPairs(data, seed).validation)) {
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    }
    expect(counts.size).toBe(10);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it("refuses impossible counts", () => {
    expect(() => splitLabelPairs({ labels: 5, labelPairs: [2, 0, 0] }, 0)).toThrow(RangeError);
    expect(() => splitLabelPairs({ labels: 5, labelPairs: [8, 2, 1] }, 0)).toThrow(RangeError);
  });
});
