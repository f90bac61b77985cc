import { describe, expect, it } from "vitest";
import type { DirectOutputValue, WiringValue } from "../../../src/measures/measureValues.ts";
import { fig11Verdicts } from "../../../src/paper/figures/fig11Verdicts.ts";
import { fig12Verdicts } from "../../../src/paper/figures/fig12Verdicts.ts";
import { table1Verdicts } from "../../../src/paper/figures/table1Verdicts.ts";
import { previousTokenHeads } from "../../../src/paper/previousTokenHeads.ts";

const on = { set: "all", count: 78_400, exact: true } as const;
const holds = (verdicts: readonly { readonly holds: boolean | null }[]) => verdicts.map((each) => each.holds);

describe("table1Verdicts", () => {
  const none = 1;
  const found = { patterns: 0.9985, values: 0.699 };
  const others = { patterns: 0.343, values: 0.993 };

  it("hold on the paper's numbers", () => {
    expect(holds(table1Verdicts({ none, found, others }, 5))).toEqual([true, true, true, true, true]);
  });

  it("do not hold where the groups of heads, or what is preserved, have changed places", () => {
    expect(holds(table1Verdicts({ none, found: others, others: found }, 5))).not.toContain(true);
    const swap = ({ patterns, values }: typeof found) => ({ patterns: values, values: patterns });
    expect(holds(table1Verdicts({ none, found: swap(found), others: swap(others) }, 5))).not.toContain(true);
  });

  it("do not hold where nothing is lost", () => {
    const whole = { patterns: 1, values: 1 };
    const verdicts = holds(table1Verdicts({ none, found: whole, others: whole }, 5));
    expect(verdicts).toEqual([true, false, false, true, false]);
  });
});

describe("fig12Verdicts", () => {
  const layers = (first: number, last: number): DirectOutputValue => ({
    on,
    none: { loss: 0.001, accuracy: 1 },
    layers: [
      { layer: 0, accuracy: first, loss: 0.001 + (1 - first), increase: 1 - first },
      { layer: 1, accuracy: last, loss: 0.001 + 2 * (1 - last), increase: 2 * (1 - last) },
    ],
  });

  it("hold where layer 0 writes nothing that matters, and layer 1 everything", () => {
    expect(holds(fig12Verdicts(layers(0.9999, 0.2), 5))).toEqual([true, true, true]);
  });

  it("do not hold the other way round", () => {
    expect(holds(fig12Verdicts(layers(0.2, 0.9999), 5))).toEqual([false, false, false]);
  });
});

describe("fig11Verdicts", () => {
  const heads = [0, 1, 2, 3];
  const [found, others] = [[1], [0, 2, 3]];
  const matrix = (value: (to: number, from: number) => number) => ({
    accuracy: heads.map((to) => heads.map((from) => value(to, from))),
    loss: heads.map(() => heads.map(() => 0)),
  });
  /** Head 1 is missed in patterns, head 3 in values; the strongest connections are into head 2. */
  const valuesPreserved = matrix((to, from) => (from === 1 ? (to === 2 ? 0.5 : 0.7) : 0.9));
  const patternsPreserved = matrix((to, from) => (from === 3 ? (to === 2 ? 0.4 : 0.6) : 0.9));
  const wiring = (pair: WiringValue["without"]): WiringValue => ({
    on,
    from: 0,
    to: 1,
    alone: { accuracy: heads.map(() => 0.9), loss: heads.map(() => 0.1) },
    without: pair,
    only: pair,
  });
  const asSeen = wiring({ patternsPreserved, valuesPreserved });

  it("hold where previous-token heads matter to patterns and others to values", () => {
    const verdicts = fig11Verdicts({ wiring: asSeen, found, others }, 5);
    expect(holds(verdicts)).toEqual([true, true, true, true]);
    expect(verdicts[2]?.measured).toBe("L0H1 → L1H2 (−0.400)");
    expect(verdicts[3]?.measured).toBe("L0H3 → L1H2 (−0.500)");
  });

  it("do not hold where patterns and values have changed places", () => {
    const swapped = wiring({ patternsPreserved: valuesPreserved, valuesPreserved: patternsPreserved });
    const verdicts = fig11Verdicts({ wiring: swapped, found, others }, 5);
    expect(holds(verdicts)).toEqual([false, false, false, false]);
  });

  it("tell nothing where all heads are of one group", () => {
    const all = { wiring: asSeen, found: heads, others: [] };
    expect(holds(fig11Verdicts(all, 5)).slice(0, 2)).toEqual([null, null]);
  });
});

describe("previousTokenHeads", () => {
  it("are those that attend to the token before more than to all else", () => {
    const found = previousTokenHeads({ previousToken: [0.1, 0.9, 0.5, 0.51] });
    expect(found).toEqual({ found: [1, 3], others: [0, 2] });
  });

  it("are the best one where none does", () => {
    expect(previousTokenHeads({ previousToken: [0.1, 0.3, 0.2] })).toEqual({ found: [1], others: [0, 2] });
  });
});
