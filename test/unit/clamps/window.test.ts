import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Window } from "../../../src/clamps/window.ts";
import { holdsAt, holdsInSomeStep, overlap } from "../../../src/clamps/window.ts";

const time = fc.integer({ min: 0, max: 30 });
const window: fc.Arbitrary<Window> = fc.record({ from: time, until: time }, { requiredKeys: [] });
const times = Array.from({ length: 40 }, (_, n) => n);

describe("a clamp's window", () => {
  it("holds from its beginning to before its end", () => {
    expect([9, 10, 19, 20].map((n) => holdsAt({ from: 10, until: 20 }, n))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(holdsAt({}, 0) && holdsAt({}, 1e12)).toBe(true);
  });

  it("overlaps another exactly if both hold at some time", () => {
    fc.assert(
      fc.property(window, window, (a, b) => {
        expect(overlap(a, b)).toBe(times.some((n) => holdsAt(a, n) && holdsAt(b, n)));
      }),
    );
  });

  it("holds in some step exactly if it holds when one begins", () => {
    fc.assert(
      fc.property(window, time, fc.integer({ min: 1, max: 9 }), (held, sequences, batch) => {
        const begins = times.filter((n) => n % batch === 0 && n < sequences);
        expect(holdsInSomeStep(held, sequences, batch)).toBe(begins.some((n) => holdsAt(held, n)));
      }),
    );
  });
});
