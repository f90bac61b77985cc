import fc from "fast-check";
import { expect, test } from "vitest";
import { median } from "../../../../src/cli/bench/median.ts";

test("the median is the middle number, or between the two in the middle", () => {
  expect(median([10, 9, 1])).toBe(9);
  expect(median([10, 100, 9, 1])).toBe(9.5);
  expect(median([7])).toBe(7);
});

test("as many numbers are below a median as above it, and the given ones stay as they are", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 1 }), (numbers) => {
      const before = [...numbers];
      const middle = median(numbers);
      expect(numbers).toEqual(before);
      expect(numbers.filter((number) => number < middle).length).toBeLessThanOrEqual(numbers.length / 2);
      expect(numbers.filter((number) => number > middle).length).toBeLessThanOrEqual(numbers.length / 2);
    }),
  );
});

test("no numbers have no median", () => {
  expect(() => median([])).toThrow(RangeError);
});
