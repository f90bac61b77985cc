import { describe, expect, it } from "vitest";
import type { Fig6Part } from "../../../src/experiment/presets/fig6.ts";
import type { Curve } from "../../../src/paper/curve.ts";
import type { Fig6Losses } from "../../../src/paper/figures/fig6Verdicts.ts";
import { fig6Verdicts } from "../../../src/paper/figures/fig6Verdicts.ts";
import { referenceCurves } from "../../../src/paper/referenceCurves.ts";

type Losses = Record<Fig6Part, Fig6Losses>;

/**
 * The paper's curves of a column. One that is hidden behind others has no points there: the smallest number of labels is
 * the same run as the smallest number of classes.
 */
function published(file: string): Fig6Losses {
  const drawn = (curve: Curve): boolean => Array.from(curve.y).some((y) => Number.isFinite(y));
  const classes = referenceCurves(`fig6-${file}-classes`);
  const [first, ...more] = referenceCurves(`fig6-${file}-labels`);
  const smallest = drawn(first!) ? first! : { ...classes[0]!, label: first!.label };
  return { classes, labels: [smallest, ...more.filter(drawn)] };
}

const paper = (): Losses => ({
  normal: published("normal"),
  b: published("subcircuit-B"),
  c: published("subcircuit-C"),
  "b-and-c": published("subcircuits-B-and-C"),
});

/** Statements that do not hold, shortened to what they are about. */
const broken = (losses: Losses): string[] =>
  fig6Verdicts(losses, 5)
    .filter(({ holds }) => holds !== true)
    .map(({ statement }) => statement);

describe("fig6Verdicts", () => {
  it("hold on the paper's own curves, with the numbers that they tell of the paper", () => {
    const verdicts = fig6Verdicts(paper(), 5);
    expect(broken(paper())).toEqual([]);
    expect(verdicts).toHaveLength(8);
    expect(verdicts.map(({ measured }) => measured)).toEqual([
      "50 classes 313k · 100 classes 386k · 200 classes 421k (× 1.34)",
      "5 labels 315k · 10 labels 879k · 15 labels 1.43M (× 4.54)",
      "50 classes 28.6k · 100 classes 32.6k · 200 classes 35.7k (× 1.25)",
      "5 labels 28.6k · 15 labels 28.9k (× 1.01)",
      "50 classes 32.9k · 100 classes 32.8k · 200 classes 35.2k (× 1.07)",
      "5 labels 34.3k · 10 labels 82.7k · 15 labels 120k (× 3.50)",
      "50 classes 79.3k · 100 classes 93.1k · 200 classes 105k (× 1.32)",
      "5 labels 79.2k · 10 labels 124k · 15 labels 161k (× 2.03)",
    ]);
    expect(verdicts.every(({ seed }) => seed === 5)).toBe(true);
  });

  it("do not hold where B and C have changed places", () => {
    const { b, c, ...rest } = paper();
    expect(broken({ ...rest, b: c, c: b })).toEqual([
      "Subcircuit B moves with classes.",
      "Subcircuit B does not move with labels.",
      "Subcircuit C does not move with classes.",
      "Subcircuit C moves with labels.",
    ]);
  });

  it("do not hold where the order of settings is another one, and say which", () => {
    const losses = paper();
    const [first, second, third] = losses.normal.labels as [Curve, Curve, Curve];
    const labels = [first, { ...third, label: second.label }, { ...second, label: third.label }];
    const wrong = { ...losses, normal: { ...losses.normal, labels } };
    expect(broken(wrong)).toEqual(["In normal training, more labels delay the drop."]);
    expect(fig6Verdicts(wrong, 5)[1]).toMatchObject({
      holds: false,
      why: "Not later than the one before: 15 labels.",
    });
  });

  it("do not take a delay for one that is less than the paper's", () => {
    const losses = paper();
    const [curve] = losses.normal.classes as [Curve];
    const delayed = (label: string, factor: number): Curve => ({
      label,
      x: Array.from(curve.x, (x) => x * factor),
      y: curve.y,
    });
    const of = (factor: number) => {
      const classes = [curve, delayed("100 classes", 1.01), delayed("200 classes", factor)];
      return fig6Verdicts({ ...losses, normal: { ...losses.normal, classes } }, 5)[0]!;
    };
    expect(of(1.1)).toMatchObject({ holds: false, why: "By less than a factor of 1.16." });
    expect(of(1.2).holds).toBe(true);
  });

  it("do not hold where something moves that should not, in either direction", () => {
    const losses = paper();
    const [, , curve] = losses.c.classes as [Curve, Curve, Curve];
    for (const factor of [0.5, 2]) {
      const moved = { ...curve, x: Array.from(curve.x, (x) => x * factor) };
      const classes = [...losses.c.classes.slice(0, 2), moved];
      expect(broken({ ...losses, c: { ...losses.c, classes } })).toEqual([
        "Subcircuit C does not move with classes.",
      ]);
    }
  });

  it("count a loss that never falls as later, and tell nothing where none falls", () => {
    const losses = paper();
    const high = (label: string): Curve => ({ label, x: [0, 100_000], y: [1.9, 0.7] });
    const some = [...losses.c.labels.slice(0, 2), high("15 labels")];
    const none = [high("5 labels"), high("10 labels"), high("15 labels")];
    const verdict = (labels: readonly Curve[]) =>
      fig6Verdicts({ ...losses, c: { ...losses.c, labels } }, 5)[5]!;
    expect(verdict(some)).toMatchObject({
      holds: true,
      measured: "5 labels 34.3k · 10 labels 82.7k · 15 labels not within 100k (× Infinity)",
    });
    expect(verdict(none)).toMatchObject({ holds: null, why: "None of them falls." });
    expect(verdict([...none.slice(0, 2), losses.c.labels[2]!]).holds).toBe(false);
  });
});
