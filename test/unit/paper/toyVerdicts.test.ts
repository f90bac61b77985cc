import { describe, expect, test } from "vitest";
import type { Curve } from "../../../src/paper/curve.ts";
import { fig5aVerdicts } from "../../../src/paper/figures/fig5a.ts";
import { fig9Verdicts } from "../../../src/paper/figures/fig9.ts";
import {
  drawToy,
  toyAlignment,
  toyGradient,
  toyLoss,
  toyLossAtTruth,
  type ToyVectors,
} from "../../../src/toy/toyModel.ts";

const measures = { loss: toyLoss, alignment: toyAlignment, atTruth: toyLossAtTruth } as const;

type Measures = Record<keyof typeof measures, Curve>;

/** Measures of the toy model over 1000 iterations at rate 1, from seed 5, with some vectors at the truth. */
function curvesOf(label: string, clamped: readonly (keyof ToyVectors)[]): Measures {
  const { truth, vectors } = drawToy(5, 20);
  const all = ["a", "b", "c"] as const;
  const each = (make: (name: keyof ToyVectors) => Float64Array): ToyVectors => {
    const [a, b, c] = all.map((name) => (clamped.includes(name) ? truth[name] : make(name)));
    return { a: a!, b: b!, c: c! };
  };
  const x = Array.from({ length: 1001 }, (_, iteration) => iteration);
  let now = each((name) => vectors[name]);
  const states = x.map(() => {
    const state = now;
    const gradient = toyGradient(state, truth);
    now = each((name) => state[name].map((value, place) => value - gradient[name][place]!));
    return state;
  });
  const curve = (measure: (vectors: ToyVectors, truth: ToyVectors) => number): Curve => ({
    label,
    x,
    y: states.map((state) => measure(state, truth)),
  });
  const { loss, alignment, atTruth } = measures;
  return { loss: curve(loss), alignment: curve(alignment), atTruth: curve(atTruth) };
}

const [none, c, bAndC] = [curvesOf("none", []), curvesOf("c", ["c"]), curvesOf("b, c", ["b", "c"])];
const holds = (verdicts: readonly { readonly holds: boolean | null }[]) => verdicts.map((each) => each.holds);

describe("what the paper says of the toy model", () => {
  test("holds in figure 5a, and not for curves in another order or without a plateau", () => {
    const losses = [none.loss, c.loss, bAndC.loss];
    expect(holds(fig5aVerdicts(losses, 5))).toEqual([true, true]);
    expect(holds(fig5aVerdicts(losses.toReversed(), 5))).toEqual([false, false]);
  });

  test("holds in figure 9, and not where a is learned first with nothing clamped", () => {
    const pair = (measure: keyof Measures) => [none[measure], bAndC[measure]];
    expect(holds(fig9Verdicts(pair("alignment"), pair("atTruth"), none.loss, 5))).toEqual([true, true, true]);
    const wrong = fig9Verdicts(pair("alignment").toReversed(), pair("atTruth").toReversed(), bAndC.loss, 5);
    expect(holds(wrong)).toEqual([false, false, false]);
  });
});
