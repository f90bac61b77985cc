import { describe, expect, it } from "vitest";
import type { Fig8Losses } from "../../../src/paper/figures/fig8Verdicts.ts";
import { fig8Verdicts } from "../../../src/paper/figures/fig8Verdicts.ts";
import { referenceCurves } from "../../../src/paper/referenceCurves.ts";

const paper = (): Fig8Losses => {
  const [none, previousToken, other, three, all] = referenceCurves("fig8-loss");
  return { none: none!, previousToken: previousToken!, other: other!, three: three!, all: all! };
};
const holds = (losses: Fig8Losses) => fig8Verdicts(losses, 5).map((verdict) => verdict.holds);

describe("fig8Verdicts", () => {
  it("hold on the paper's own curves, with the numbers that they tell of the paper", () => {
    expect(fig8Verdicts(paper(), 5).map(({ measured }) => measured)).toEqual([
      "L0H2 217k · none 310k",
      "L0H6 280k · none 310k",
      "L0H1,2,5 186k; L0H2 217k · L0H6 280k · none 310k",
      "none 310k · all L0 563k",
    ]);
    expect(holds(paper())).toEqual([true, true, true, true]);
  });

  it("do not hold where the curves have changed places", () => {
    const losses = paper();
    expect(holds({ ...losses, none: losses.previousToken, previousToken: losses.none })[0]).toBe(false);
    expect(holds({ ...losses, none: losses.other, other: losses.none })[1]).toBe(false);
    expect(holds({ ...losses, three: losses.other, other: losses.three })[2]).toBe(false);
    expect(holds({ ...losses, none: losses.all, all: losses.none })[3]).toBe(false);
  });

  it("take all heads for slower where they never learn", () => {
    const never = { label: "all", x: [0, 800_000], y: [1.9, 0.7] };
    expect(holds({ ...paper(), all: never })[3]).toBe(true);
  });
});
