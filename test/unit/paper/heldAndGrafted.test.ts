import { describe, expect, it } from "vitest";
import { fig15Strengths } from "../../../src/experiment/presets/fig15.ts";
import type { Curve } from "../../../src/paper/curve.ts";
import { fig7Verdicts } from "../../../src/paper/figures/fig7Verdicts.ts";
import { fig15Verdicts } from "../../../src/paper/figures/fig15Verdicts.ts";
import { fallTime } from "../../../src/paper/shift.ts";
import { upTo } from "../../../src/paper/upTo.ts";

/** A loss that falls from 1 to 0 within 2000 sequences around a place. */
const falling = (at: number, label = ""): Curve => ({ label, x: [0, at - 1000, at + 1000], y: [1, 1, 0] });
const flat = (y: number): Curve => ({ label: "", x: [0, 1000, 2000], y: [y, y, y] });

describe("fallTime", () => {
  it("is where the straight line between two evaluations crosses the level", () => {
    expect(fallTime({ label: "", x: [0, 100, 200], y: [1, 0.8, 0.4] }, 0.6)).toBeCloseTo(150, 9);
    expect(fallTime({ label: "", x: [0, 100, 200], y: [1, Number.NaN, 0] }, 0.5)).toBeCloseTo(100, 9);
  });

  it("is the first time, the first point where that is below, and null where it never is", () => {
    expect(fallTime({ label: "", x: [0, 1, 2, 3], y: [1, 0, 1, 0] }, 0.5)).toBe(0.5);
    expect(fallTime({ label: "", x: [7, 8], y: [0.1, 0] }, 0.5)).toBe(7);
    expect(fallTime(flat(0.5), 0.5)).toBeNull();
  });
});

describe("upTo", () => {
  it("leaves out what comes later, and gaps", () => {
    const curve = { label: "a", x: [0, 10, 20, 30], y: [3, Number.NaN, 1, 0] };
    expect(upTo(curve, 20)).toEqual({ label: "a", x: [0, 20], y: [3, 1] });
  });
});

describe("fig7Verdicts", () => {
  const losses = [falling(100_000, "5"), falling(150_000, "6"), falling(140_000, "7")];
  const holds = (...given: Parameters<typeof fig7Verdicts>) =>
    fig7Verdicts(...given).map((each) => each.holds);

  it("hold where layer 0 stays and the times differ", () => {
    expect(holds(losses, [[flat(0.9), flat(0.1)], [flat(0.6)]], 5)).toEqual([true, true]);
  });

  it("do not hold where layer 0 changes, or all times are much the same", () => {
    expect(holds(losses, [[flat(0.9), { label: "", x: [0, 1], y: [0.1, 0.1001] }]], 5)[0]).toBe(false);
    expect(holds([falling(100_000), falling(110_000)], [[flat(0.9)]], 5)[1]).toBe(false);
  });

  it("do not hold where one of the grafts has a layer 0 that was not trained", () => {
    expect(
      holds(
        losses,
        [
          [flat(0.9), flat(0.1)],
          [flat(0.1), flat(0.12)],
        ],
        5,
      )[0],
    ).toBe(false);
  });

  it("tell nothing where scores are not measured, or no loss falls", () => {
    expect(holds([flat(0.7), flat(0.7)], [[flat(Number.NaN)]], 5)).toEqual([null, null]);
    expect(holds(losses, [], 5)[0]).toBeNull();
  });
});

describe("fig15Verdicts", () => {
  it("compare a perfect match with none, and leave open what the paper gives no numbers for", () => {
    const sooner = fig15Verdicts(
      fig15Strengths.map((s) => falling(300_000 - 100_000 * s)),
      5,
    );
    expect(sooner.map(({ holds }) => holds)).toEqual([true, null]);
    expect(sooner[1]?.measured).toBe("rank correlation of strength and time: −1.00");
    const later = fig15Verdicts(
      fig15Strengths.map((s) => falling(300_000 + 100_000 * s)),
      5,
    );
    expect(later[0]?.holds).toBe(false);
  });
});
