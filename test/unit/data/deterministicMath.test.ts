import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cos, exp, log, power, sin } from "../../../src/data/deterministicMath.ts";

const runs = { numRuns: 20_000 };

function relativeError(value: number, truth: number): number {
  return value === truth ? 0 : Math.abs(value - truth) / Math.abs(truth);
}

function uniform(min: number, max: number): fc.Arbitrary<number> {
  return fc.integer({ min: 0, max: 2 ** 32 }).map((n) => min + ((max - min) * n) / 2 ** 32);
}

describe("exp", () => {
  it("is within 1e-15 of Math.exp", () => {
    fc.assert(
      fc.property(fc.oneof(uniform(-700, 709), uniform(-1, 1), uniform(-1e-8, 1e-8)), (x) => {
        expect(relativeError(exp(x), Math.exp(x))).toBeLessThan(1e-15);
      }),
      runs,
    );
  });

  it("reaches subnormals, 0 and infinity", () => {
    expect(exp(-740) / Math.exp(-740)).toBeCloseTo(1, 1);
    expect(exp(709.7)).toBeGreaterThan(1.6e308);
    expect([exp(-800), exp(-Infinity), exp(800), exp(Infinity), exp(0)]).toEqual([
      0,
      0,
      Infinity,
      Infinity,
      1,
    ]);
    expect(exp(Number.NaN)).toBeNaN();
  });
});

describe("log", () => {
  it("is within 1e-15 of Math.log", () => {
    const wide = uniform(-1000, 1000).map((e) => 2 ** e);
    fc.assert(
      fc.property(fc.oneof(wide, uniform(1e-9, 3), uniform(0.999, 1.001)), (x) => {
        expect(relativeError(log(x), Math.log(x))).toBeLessThan(1e-15);
      }),
      runs,
    );
  });

  it("handles subnormals and the ends", () => {
    expect(relativeError(log(5e-324), Math.log(5e-324))).toBeLessThan(1e-15);
    expect([log(1), log(0), log(Infinity)]).toEqual([0, -Infinity, Infinity]);
    expect([log(-1), log(Number.NaN)]).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("sin and cos", () => {
  it("are within 1e-15 of Math.sin and Math.cos, relatively", () => {
    fc.assert(
      fc.property(fc.oneof(uniform(-1e5, 1e5), uniform(-4, 4), uniform(-1e-6, 1e-6)), (x) => {
        expect(relativeError(sin(x), Math.sin(x))).toBeLessThan(1e-15);
        expect(relativeError(cos(x), Math.cos(x))).toBeLessThan(1e-15);
      }),
      runs,
    );
  });

  it("stay exact where an angle nearly is a multiple of π", () => {
    for (const x of [Math.PI, 22, 355, 104348, 52174 * Math.PI]) {
      expect(relativeError(sin(x), Math.sin(x))).toBeLessThan(1e-14);
    }
  });

  it("refuse angles they cannot reduce", () => {
    for (const x of [1e7, -1e7, Infinity, Number.NaN]) {
      expect(() => sin(x)).toThrow(RangeError);
      expect(() => cos(x)).toThrow(RangeError);
    }
  });
});

describe("power", () => {
  it("is close to Math.pow", () => {
    fc.assert(
      fc.property(uniform(1e-3, 1e4), uniform(-16, 16), (base, exponent) => {
        expect(relativeError(power(base, exponent), base ** exponent)).toBeLessThan(1e-13);
      }),
    );
  });
});

describe("all of them", () => {
  it("give the same bits everywhere", () => {
    const hash = (f: (x: number) => number): string => {
      const values = Float64Array.from({ length: 100_000 }, (_, i) => f((i + 1) / 1024));
      return createHash("sha256").update(values).digest("hex").slice(0, 16);
    };
    expect([exp, log, sin, cos].map(hash).join(" ")).toMatchInlineSnapshot(
      `"ba505c990a6a3b97 1cf8e930c1bfbacd a76c28576c5e4bcf 49dd34f5e16ad710"`,
    );
  });
});
