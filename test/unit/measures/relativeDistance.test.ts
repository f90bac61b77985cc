import { describe, expect, it } from "vitest";
import { relativeDistance } from "../../../src/measures/relativeDistance.ts";

const of = (...numbers: number[]) => Float32Array.from(numbers);

describe("relativeDistance", () => {
  it("is the norm of the difference over that of the other", () => {
    // (3, 4) and (0, 0) differ by 5; the other is 10 long.
    expect(relativeDistance([[of(3, 10, 4), of(0, 10, 0)]])).toBe(0.5);
    expect(relativeDistance([[of(0, 0), of(1, 2)]])).toBe(1);
    expect(relativeDistance([[of(-1, -2), of(1, 2)]])).toBe(2);
    expect(relativeDistance([[of(1, 2), of(1, 2)]])).toBe(0);
  });

  it("takes several pairs as one vector", () => {
    const pairs = [[of(3), of(0)] as const, [of(10, 4), of(10, 0)] as const];
    expect(relativeDistance(pairs)).toBe(0.5);
  });

  it("is 0 between zeros, and infinite from them", () => {
    expect(relativeDistance([[of(0, 0), of(0, 0)]])).toBe(0);
    expect(relativeDistance([[of(0, 1e-3), of(0, 0)]])).toBe(Infinity);
  });
});
