import { describe, expect, test } from "vitest";
import { firstAbove, firstBelow, lastValue, timeBetween, valueAt } from "../../../src/paper/curve.ts";
import { rankCorrelation } from "../../../src/paper/rankCorrelation.ts";
import { allVerdict, firstVerdict, orderVerdict, rangeVerdict } from "../../../src/paper/verdicts.ts";

const about = { statement: "It is so.", paper: "it was so" };

describe("Curves", () => {
  const curve = { label: "loss", x: [0, 10, 20, 30, 40], y: [2, 1, Number.NaN, 0.5, 0.2] };

  test("gaps are not points", () => {
    expect(firstBelow(curve, 0.9)).toBe(30);
    expect(firstBelow(curve, 0.1)).toBeNull();
    expect(firstAbove(curve, 1.5)).toBe(0);
    expect(valueAt(curve, 20)).toBe(0.75);
    expect(valueAt(curve, 30)).toBe(0.5);
    expect(valueAt(curve, 41)).toBeNaN();
    expect(valueAt(curve, -1)).toBeNaN();
    expect(lastValue({ ...curve, y: [2, 1, 1, 1, Number.NaN] })).toBe(1);
  });

  test("the time between two levels counts parts of segments", () => {
    expect(timeBetween(curve, 1, 2)).toBe(10);
    expect(timeBetween(curve, 0.75, 1.5)).toBe(5 + 10);
    expect(timeBetween({ label: "flat", x: [0, 5, 9], y: [1, 1, 1] }, 0.9, 1.1)).toBe(9);
    expect(timeBetween(curve, 3, 4)).toBe(0);
  });
});

test("rank correlation is of orders, and equal values share their rank", () => {
  expect(rankCorrelation([1, 2, 3, 4], [10, 20, 21, 1000])).toBeCloseTo(1, 12);
  expect(rankCorrelation([1, 2, 3, 4], [4, 3, 2, 1])).toBeCloseTo(-1, 12);
  expect(rankCorrelation([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12);
  expect(rankCorrelation([1, 1, 2], [1, 2, 2])).toBeCloseTo(0.5, 12);
  expect(rankCorrelation([1, 2], [3, 3])).toBeNaN();
});

describe("Verdicts", () => {
  test("an order holds, is wrong, or cannot be told", () => {
    const moments = (a: number | null, b: number | null, c: number | null) => [
      { label: "a", at: a },
      { label: "b", at: b },
      { label: "c", at: c },
    ];
    const held = orderVerdict({ ...about, why: "A reason." }, moments(1000, 2000, null));
    expect(held).toEqual({ ...about, measured: "a 1k · b 2k · c never", holds: true });
    const wrong = orderVerdict({ ...about, why: "A reason.", seed: 6 }, moments(3000, 2000, 2000));
    expect(wrong).toMatchObject({ holds: false, seed: 6, measured: "b 2k · c 2k · a 3k" });
    expect(wrong.why).toBe("In the other order: a / b. A reason.");
    expect(orderVerdict(about, moments(1000, 2000, 2000))).toMatchObject({
      holds: null,
      why: "Not to be told apart by the evaluations: b / c.",
    });
    expect(orderVerdict(about, moments(1000, null, null)).holds).toBeNull();
  });

  test("the first is before all others, and does happen", () => {
    const first = { label: "all", at: 100 };
    expect(firstVerdict(about, first, [{ label: "b", at: null }]).holds).toBe(true);
    expect(firstVerdict(about, first, [{ label: "b", at: 100 }])).toMatchObject({
      holds: null,
      why: "Not to be told apart by the evaluations: all / b.",
    });
    const sooner = [
      { label: "b", at: 100 },
      { label: "c", at: 50 },
    ];
    expect(firstVerdict(about, first, sooner)).toMatchObject({ holds: false, why: "Sooner than all: c." });
    expect(firstVerdict(about, { label: "all", at: null }, [{ label: "b", at: null }]).holds).toBe(false);
  });

  test("ranges include their ends; what is no number is not in them", () => {
    expect(rangeVerdict(about, 1, [1, 2]).holds).toBe(true);
    expect(rangeVerdict({ ...about, why: "why not" }, 2.5, [1, 2])).toMatchObject({
      holds: false,
      why: "why not",
    });
    expect(rangeVerdict(about, 3, [1, 2]).why).toMatch(/no more is known/);
    expect(rangeVerdict(about, 2, [1, 2]).why).toBeUndefined();
    expect(rangeVerdict(about, Number.NaN, [1, 2]).holds).toBeNull();
    const values = [
      { label: "a", value: 1 },
      { label: "b", value: Number.NaN },
    ];
    expect(allVerdict(about, values, [null, 2])).toMatchObject({ holds: false, why: "Not so: b." });
  });
});
