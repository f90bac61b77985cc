import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { appendCurves, emptyCurves, indexAt, toCurves } from "../../../../src/runs/comparison/curves.ts";
import type { MetricsLine } from "../../../../src/runs/metricsLine.ts";
import { sampleMetrics } from "../runFixtures.ts";
import { curvesOf } from "./sampleRuns.ts";

const at = (sequences: number, heads: MetricsLine["heads"] = {}): MetricsLine => ({
  sequences,
  sets: {},
  heads,
});

describe("toCurves", () => {
  it("has a column for each metric of each set and head, with the very numbers", () => {
    const { sequences, columns } = toCurves([sampleMetrics(0), sampleMetrics(320)]);
    expect([...sequences]).toEqual([0, 320]);
    expect([...columns["class.loss"]!]).toEqual([1, 321]);
    expect([...columns["train.inContextAccuracy"]!]).toEqual([0.75, 0.75]);
    expect([...columns["L1H3.induction"]!]).toEqual([0.1, 0.1]);
    expect(Object.keys(columns)).toHaveLength(14);
  });

  it("has NaN where a metric was not measured, before and after", () => {
    const lines = [at(0), at(1, { L0H0: { previousToken: 0.5 } }), at(2)];
    expect([...toCurves(lines).columns["L0H0.previousToken"]!]).toEqual([Number.NaN, 0.5, Number.NaN]);
  });

  it("lets a later line take the place of those that it is not after", () => {
    const value = (previousToken: number) => ({ L0H0: { previousToken } });
    const lines = [at(0, value(0)), at(5, value(1)), at(9, value(2)), at(5, value(3)), at(7, value(4))];
    const { sequences, columns } = toCurves(lines);
    expect([...sequences]).toEqual([0, 5, 7]);
    expect([...columns["L0H0.previousToken"]!]).toEqual([0, 3, 4]);
  });

  it("of nothing is empty", () => {
    expect(toCurves([])).toEqual(emptyCurves);
  });

  it("keeps all columns in one buffer", () => {
    const lines = [at(0, { L0H0: { previousToken: 1 } }), at(8, { L1H0: { induction: 2 } })];
    const { sequences, columns } = toCurves(lines);
    expect(Object.keys(columns).length).toBeGreaterThan(1);
    for (const values of Object.values(columns)) expect(values.buffer).toBe(sequences.buffer);
  });
});

describe("appendCurves", () => {
  it("in parts is the same as all at once", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(50), { maxLength: 30 }), fc.nat(30), (places, cut) => {
        const lines = places.map((place, number) =>
          at(place, number % 3 === 0 ? { L0H0: { previousToken: number } } : { L1H0: { induction: number } }),
        );
        const parts = appendCurves(toCurves(lines.slice(0, cut)), toCurves(lines.slice(cut)));
        const whole = toCurves(lines);
        expect([...parts.sequences]).toEqual([...whole.sequences]);
        for (const [key, values] of Object.entries(whole.columns)) expect(parts.columns[key]).toEqual(values);
      }),
    );
  });

  it("changes neither", () => {
    const [a, b] = [curvesOf([0, 8], { x: [1, 2] }), curvesOf([8, 9], { y: [3, 4] })];
    expect(appendCurves(a, b)).toEqual(
      curvesOf([0, 8, 9], { x: [1, Number.NaN, Number.NaN], y: [Number.NaN, 3, 4] }),
    );
    expect([a, b]).toEqual([curvesOf([0, 8], { x: [1, 2] }), curvesOf([8, 9], { y: [3, 4] })]);
    expect(appendCurves(a, emptyCurves)).toBe(a);
  });

  it("never changes what was given out, whatever is added to it later and how often", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(20), fc.nat(40), fc.nat(5)), { maxLength: 40 }), (additions) => {
        const all = [{ curves: curvesOf([0], { x: [0] }), copy: [[0], [0]] }];
        additions.forEach(([from, start, count], number) => {
          const base = all[from % all.length]!.curves;
          const places = Array.from({ length: count }, (_, i) => start + i);
          const column = number % 3 === 0 ? "y" : "x";
          const curves = appendCurves(base, curvesOf(places, { [column]: places.map(() => number) }));
          const kept = count === 0 ? base.sequences : base.sequences.filter((at) => at < start);
          expect([...curves.sequences]).toEqual([...kept, ...places]);
          all.push({ curves, copy: [curves.sequences, curves.columns["x"]!].map((values) => [...values]) });
        });
        for (const { curves, copy } of all)
          expect([[...curves.sequences], [...curves.columns["x"]!]]).toEqual(copy);
      }),
    );
  });

  it("does not copy all that is there for each line that comes", () => {
    let curves = curvesOf([0], { x: [0] });
    const buffers = new Set<unknown>();
    for (let at = 1; at < 1000; at++) {
      curves = appendCurves(curves, curvesOf([at], { x: [at] }));
      buffers.add(curves.sequences.buffer);
    }
    expect(curves.columns["x"]).toEqual(Float64Array.from({ length: 1000 }, (_, at) => at));
    expect(buffers.size).toBeLessThan(20);
  });
});

it("indexAt is the last place at or before", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(100)), fc.integer({ min: -2, max: 102 }), (places, sought) => {
      const sequences = Float64Array.from(places).sort();
      expect(indexAt(sequences, sought)).toBe(sequences.findLastIndex((place) => place <= sought));
    }),
  );
});
