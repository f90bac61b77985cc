import { describe, expect, test } from "vitest";
import type { Verdict } from "../../../src/figures/figure.ts";
import { phaseChangeLoss } from "../../../src/measures/phaseChange.ts";
import type { Curve } from "../../../src/paper/curve.ts";
import { firstBelow, lastValue } from "../../../src/paper/curve.ts";
import { fig10Verdicts } from "../../../src/paper/figures/fig10.ts";
import { fig13Verdicts } from "../../../src/paper/figures/fig13.ts";
import { fig14Verdicts } from "../../../src/paper/figures/fig14.ts";
import { fig17Verdicts } from "../../../src/paper/figures/fig17.ts";
import {
  fig18Verdicts,
  learningTimeVerdict,
  togetherFirstVerdict,
} from "../../../src/paper/figures/fig18.ts";
import { fig3aVerdicts } from "../../../src/paper/figures/fig3a.ts";
import { fig3bVerdicts } from "../../../src/paper/figures/fig3b.ts";
import { fig4aVerdicts } from "../../../src/paper/figures/fig4a.ts";
import { fig4bVerdicts } from "../../../src/paper/figures/fig4b.ts";
import { fig5bVerdicts } from "../../../src/paper/figures/fig5b.ts";
import { matchVerdicts, specificityVerdict } from "../../../src/paper/figures/mistakesVerdicts.ts";
import { table2Verdicts } from "../../../src/paper/figures/table2.ts";
import { referenceCurves } from "../../../src/paper/referenceCurves.ts";

const strengths = [0.418, 0.736, 0.708, 0.845, 0.289, 0.553, 0.104, 0.57];
const alone = [0.403, 0.765, 0.752, 0.98, 0.428, 0.646, 0.292, 0.588];
const perfect = [0.5, 0.828, 0.827, 0.999, 0.621, 0.764, 0.285, 0.707];

/** Statements that do not hold, or cannot be told. */
const failing = (verdicts: readonly Verdict[]) =>
  verdicts
    .filter(({ holds }) => holds !== true)
    .map(({ statement, measured }) => `${statement} (${measured})`);

/** As the files give them, from what the paper's tables of numbers begin with. */
const curves = (id: string, labels: readonly string[]): Curve[] =>
  labels.map((label) => referenceCurves(id).find((curve) => curve.label === label)!);

const fig5bLabels = ["none", "previous-token", "perfect-layer-0", "match", "copy", "perfect-layer-0 + copy"];
const fig3aLabels = ["train", "class", "relabel"];

describe("What the paper says holds for the paper's own curves", () => {
  test("figure 3a", () => {
    expect(failing(fig3aVerdicts(curves("fig3a-loss", fig3aLabels), 1, 5))).toEqual([]);
  });

  test("figure 3b", () => {
    const rising = referenceCurves("fig3b-induction-strength");
    expect(failing(fig3bVerdicts(rising, rising.map(lastValue), 280_000, 1, 5))).toEqual([]);
  });

  test("figure 4a and table 3", () => {
    const points = strengths.map((strength, head) => ({
      head: `L1H${head}`,
      strength,
      without: 0.985,
      alone: alone[head]!,
    }));
    expect(failing(fig4aVerdicts(1, points, 0.9999, 5))).toEqual([]);
    const match = strengths.map((strength, head) => ({
      head: `L1H${head}`,
      strength,
      computed: alone[head]!,
      perfect: perfect[head]!,
    }));
    expect(failing(matchVerdicts(match, 5))).toEqual([]);
  });

  test("figure 4b", () => {
    const [all] = curves("fig3a-loss", ["train"]);
    const single = referenceCurves("fig4b-loss-single-head");
    expect(failing(fig4bVerdicts(all!, single, "only L1H3", 5))).toEqual([]);
  });

  test("figure 5b", () => {
    expect(failing(fig5bVerdicts(curves("fig5b-loss", fig5bLabels), 1, 5))).toEqual([]);
  });
});

describe("It does not hold for other curves", () => {
  test("figure 3a, with train loss in the place of the others", () => {
    const [train] = curves("fig3a-loss", ["train"]);
    const held = fig3aVerdicts([train!, train!, train!], 1, 5).map(({ holds }) => holds);
    expect(held).toEqual([true, true, true, true, false, false, false, false, true]);
  });

  test("figure 3a, with a loss that falls at once", () => {
    const [train, ...others] = curves("fig3a-loss", fig3aLabels);
    const x = Float64Array.from(train!.x, (at) => at / 20);
    const held = fig3aVerdicts([{ ...train!, x }, ...others], 1, 5).map(({ holds }) => holds);
    expect(held.slice(0, 3)).toEqual([false, true, false]);
  });

  test("figure 3b, without induction heads", () => {
    const x = [0, 100_000, 1_000_000];
    const flat = strengths.map((_, head) => ({ label: `L1H${head}`, x, y: [0, 0, 0] }));
    const held = fig3bVerdicts(flat, flat.map(lastValue), 280_000, 1, 5).map(({ holds }) => holds);
    expect(held).toEqual([true, false, false, false, false, false]);
  });

  test("figure 4a, with strengths that say nothing and a head that is needed", () => {
    const points = strengths.map((_, head) => ({
      head: `L1H${head}`,
      strength: strengths[7 - head]!,
      without: head === 0 ? 0.6 : 1,
      alone: alone[head]!,
    }));
    const held = fig4aVerdicts(0.9, points, 0.5, 5).map(({ holds }) => holds);
    expect(held).toEqual([false, false, false, false, false, false, true]);
  });

  test("figure 4b, with a head that never learns and one that is first", () => {
    const [all] = curves("fig3a-loss", ["train"]);
    const [first, second, ...others] = referenceCurves("fig4b-loss-single-head");
    const stuck = { ...first!, y: first!.y.map(() => 0.69) };
    const fast = { label: second!.label, x: [0, 10_000], y: [2, 0] };
    const verdicts = fig4bVerdicts(all!, [stuck, fast, ...others], "only L1H3", 5);
    expect(verdicts.map(({ holds }) => holds)).toEqual([false, false, true, false]);
    expect(verdicts[0]!.why).toBe("Not so: only L1H0.");
    expect(verdicts[1]!.why).toBe("Sooner than train: only L1H1.");
    const early = (label: string) => ({
      head: label.replace("only ", ""),
      at: 200_000,
      together: 0.055,
      alone: 0.126,
    });
    const [, explained] = fig4bVerdicts(all!, [stuck, fast, ...others], "only L1H3", 5, "quick", early);
    expect(explained!.why).toMatch(
      /^Sooner .* at 200k, L1H1 has a strength of 0.126 alone and 0.055 among all\. Figure 18 /,
    );
  });

  test("figure 5b, with clamps that were mixed up", () => {
    const [none, previousToken, layer0, match, copy, both] = curves("fig5b-loss", fig5bLabels);
    const mixed = [previousToken!, none!, copy!, match!, layer0!, both!];
    const verdicts = fig5bVerdicts(mixed, 1, 5);
    expect(verdicts.map(({ holds }) => holds)).toEqual([false, false, false, false, true, false, true]);
    const late = fig5bVerdicts([none!, layer0!, previousToken!, match!, copy!, both!], 1, 5);
    expect(late.at(-1)!.holds).toBe(false);
    expect(verdicts[0]!.why).toMatch(/^Not sooner: /);
    expect(verdicts[1]!.why).toMatch(/^In the other order: /);
  });

  test("figure 5b, with match and copy in the other order: said, and why it may be", () => {
    const [none, previousToken, layer0, match, copy, both] = curves("fig5b-loss", fig5bLabels);
    const late = { ...match!, x: Float64Array.from(match!.x, (at) => at * 1.6) };
    const [nested, order] = fig5bVerdicts([none!, previousToken!, layer0!, late, copy!, both!], 1, 5);
    expect(nested!.holds).toBe(true);
    expect(order).toMatchObject({ holds: false });
    expect(order!.why).toMatch(/^In the other order: match \/ copy\. Match leaves copying /);
  });
});

test("quick figures ask at a tenth of the paper's times", () => {
  const quick = curves("fig5b-loss", fig5bLabels).map((curve) => ({
    ...curve,
    x: Float64Array.from(curve.x, (at) => at / 10),
  }));
  expect(failing(fig5bVerdicts(quick, 0.1, 5))).toEqual([]);
  expect(failing(fig5bVerdicts(quick, 1, 5))).not.toEqual([]);
});

describe("Statements without published curves", () => {
  const steps = (losses: readonly number[]) =>
    losses.map((loss, at) => ({
      heads: Array.from({ length: at + 1 }, (_, head) => `L1H${head}`),
      loss,
      accuracy: 1,
    }));

  test("figure 13: the strongest head alone has the lowest loss", () => {
    const points = strengths.map((strength, head) => ({
      head: `L1H${head}`,
      ...{ strength, without: 0.01, alone: 1 - alone[head]! },
    }));
    expect(failing(fig13Verdicts(points, 5))).toEqual([]);
    const bad = points.map((point) => ({ ...point, without: 0.3, alone: 1 - point.alone }));
    expect(fig13Verdicts(bad, 5).map(({ holds }) => holds)).toEqual([false, false, false]);
  });

  test("figure 14: heads add up", () => {
    const falling = { withStrongest: steps([0.3, 0.1, 0.05]), withoutStrongest: steps([0.9, 0.4, 0.2]) };
    expect(failing(fig14Verdicts(falling, 5))).toEqual([]);
    const rising = { withStrongest: steps([0.1, 0.2, 0.3]), withoutStrongest: steps([0.9, 0.4, 0.5]) };
    expect(fig14Verdicts(rising, 5).map(({ holds }) => holds)).toEqual([false, false, false]);
  });

  test("figure 10: clamps are ahead of progress measures", () => {
    const fall = (label: string, at: number) => ({ label, x: [0, at, at + 1, 1e6], y: [0.7, 0.7, 0.1, 0.1] });
    const none = fall("none", 400_000);
    const [clamped, measures] = [[fall("match", 50_000)], [fall("match", 300_000)]];
    expect(failing(fig10Verdicts(none, clamped, measures, 5))).toEqual([]);
    expect(fig10Verdicts(none, measures, clamped, 5).map(({ holds }) => holds)).toEqual([false, false]);
  });

  test("figure 16: heads fail at labels of their own", () => {
    const value = (shares: readonly number[]) => ({
      heads: [
        {
          ...{ head: "L1H0", strength: 0.5, computed: { loss: 1, accuracy: 0.5 } },
          perfect: {
            ...{ loss: 1, accuracy: 0.5, mistakes: 100 },
            byLabel: shares.map((share, label) => ({
              label,
              count: 100,
              mistakes: 100 * share,
              share,
              accuracy: 0.5,
            })),
          },
        },
      ],
    });
    expect(specificityVerdict(value([0.6, 0.1, 0.1, 0.1, 0.1]), 5).holds).toBe(true);
    expect(specificityVerdict(value([0.2, 0.2, 0.2, 0.2, 0.2]), 5).holds).toBe(false);
  });

  test("figure 17: pairs learn", () => {
    const pair = { label: "with L1H0", x: [0, 1e6], y: [2, 0.01] };
    expect(failing(fig17Verdicts([pair], 5))).toEqual([]);
    expect(fig17Verdicts([pair, { ...pair, label: "with L1H1", y: [2, 0.7] }], 5)[0]).toMatchObject({
      holds: false,
      why: "Not so: with L1H1.",
    });
  });

  test("figure 18: stronger heads reach more alone, and on the whole sooner", () => {
    const single = referenceCurves("fig4b-loss-single-head");
    const heads = strengths.map((strength, head) => ({
      head: `L1H${head}`,
      ...{ strength, accuracy: alone[head]!, loss: 1 - alone[head]! },
      time: firstBelow(single[head]!, phaseChangeLoss)!,
    }));
    const verdicts = [...fig18Verdicts(heads, 5), learningTimeVerdict([{ seed: 5, heads }])];
    expect(failing(verdicts)).toEqual([]);
    expect(verdicts.map(({ measured }) => measured)).toEqual(["0.95", "−0.95", "−0.26; seed 5 −0.26"]);
    const bad = heads.map((head) => ({ ...head, strength: -head.strength }));
    expect(fig18Verdicts(bad, 5).map(({ holds }) => holds)).toEqual([false, false]);
    expect(learningTimeVerdict([{ seed: 5, heads: bad }]).holds).toBe(false);
    const [all] = curves("fig3a-loss", ["train"]);
    const together = firstBelow(all!, phaseChangeLoss)!;
    expect(togetherFirstVerdict([{ seed: 5, together, heads }])).toMatchObject({
      holds: true,
      measured: "1 of 1: seed 5 280k, alone 320k",
    });
    expect(togetherFirstVerdict([{ seed: 5, together: 400_000, heads }]).holds).toBe(false);
  });

  test("table 2: other heads complement the strongest", () => {
    const heads = (right: number | null) => [
      { head: "L1H0", accuracy: 0.9, right: 0, ratio: 0 },
      { head: "L1H1", accuracy: 0.6, right, ratio: null },
    ];
    const held = [0.6, 0.4, null].map(
      (right) => table2Verdicts({ strongest: "L1H0", heads: heads(right) }, 5)[0]!.holds,
    );
    expect(held).toEqual([true, false, null]);
  });
});
