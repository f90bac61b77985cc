import { describe, expect, it } from "vitest";
import type { Experiment } from "../../../src/experiment/experimentSchema.ts";
import type { Figure, LinePlot } from "../../../src/figures/figure.ts";
import { fig6 } from "../../../src/paper/figures/fig6.ts";
import { fig7 } from "../../../src/paper/figures/fig7.ts";
import { fig8 } from "../../../src/paper/figures/fig8.ts";
import { fig11 } from "../../../src/paper/figures/fig11.ts";
import { fig12 } from "../../../src/paper/figures/fig12.ts";
import { fig15 } from "../../../src/paper/figures/fig15.ts";
import { table1 } from "../../../src/paper/figures/table1.ts";
import type { PaperHeads } from "../../../src/paper/lab.ts";
import { fakeLab } from "./fakeLab.ts";

/** The strongest head is another one for each seed. */
function heads(seed: number): PaperHeads {
  const strengths = Array.from({ length: 8 }, (_, head) => (head === seed % 8 ? 0.9 : head / 100));
  return {
    strengths,
    previousToken: [0.3, 0.2, 0.05, 0.9, 0.6, 0.3, 0.7, 0.1],
    strongest: `L1H${seed % 8}`,
    rest: strengths.flatMap((_, head) => (head === seed % 8 ? [] : [`L1H${head}`])),
    previousTokenHead: "L0H3",
  };
}

const lines = ({ plots }: Figure): LinePlot[] => plots.filter((plot) => plot.kind === "lines");
const hold = ({ verdicts }: Figure) => verdicts.map(({ holds }) => holds);

/** Falls as the paper says of figure 6: by classes where something is matched, by labels where something is copied. */
function fallsAsInPaper({ clamps, data }: Experiment): number {
  const kinds = clamps.map(({ kind }) => kind);
  const [classes, labels] = [data.classes[0] / 50, data.labels / 5];
  if (kinds.includes("copy")) return 20_000 * classes;
  if (kinds.includes("induction")) return 20_000 * labels;
  return (kinds.includes("perfect-layer-0") ? 50_000 : 200_000) * (classes + labels - 1);
}

describe("fig6", () => {
  it("runs every seed with its own heads, and draws two rows of four plots for each", async () => {
    const { lab, asked } = fakeLab({ heads, falls: fallsAsInPaper });
    const figure = await fig6.build(lab, [5, 6, 7]);
    expect(asked.runs).toHaveLength(60);
    for (const { clamps, seeds } of asked.runs)
      for (const clamp of clamps) {
        const { strongest, rest } = heads(seeds.init);
        if (clamp.kind === "ablate") expect(clamp.heads).toEqual(rest);
        if (clamp.kind === "induction") expect(clamp.heads).toEqual([strongest]);
        if (clamp.kind === "copy") expect(clamp.head).toBe(strongest);
      }
    expect(figure.plots).toHaveLength(24);
    expect(figure.plotColumns).toBe(4);
    expect(hold(figure)).toEqual(Array.from({ length: 24 }, () => true));
    expect(figure.runs).toHaveLength(60);
  });

  it("has the paper's curves beside those of seed 5 alone, in the same colours, and no point after the end", async () => {
    const { lab } = fakeLab({ heads, falls: fallsAsInPaper });
    const plots = lines(await fig6.build(lab, [5, 6]));
    const references = plots.map(({ series }) => series.filter(({ isReference }) => isReference));
    expect(references.map(({ length }) => length)).toEqual(plots.map((_, at) => (at < 8 ? 3 : 0)));
    for (const { series } of plots.slice(0, 8))
      for (const { label, slot } of series.filter(({ isReference }) => isReference))
        expect(series.find((own) => `${own.label} (paper)` === label)?.slot).toBe(slot);
    for (const plot of plots.filter(({ title }) => title.startsWith("Subcircuit")))
      for (const { x } of plot.series) expect(Math.max(...Array.from(x))).toBeLessThanOrEqual(300_000);
  });
});

describe("fig7", () => {
  it("makes the base runs that it grafts from first", async () => {
    const { lab, asked } = fakeLab({ heads, falls: ({ clamps }) => (clamps.length === 0 ? 9000 : 5000) });
    const figure = await fig7.build(lab, [5]);
    const seeds = asked.runs.map(
      ({ seeds: { init }, clamps }) => `${init}${clamps.length === 0 ? "" : " grafted"}`,
    );
    expect(seeds.slice(0, 4).sort()).toEqual(["5", "5", "6", "7"]);
    expect(seeds.slice(4)).toEqual(["5 grafted", "5 grafted", "5 grafted"]);
    expect(hold(figure)).toEqual([true, false]);
    expect(lines(figure)[0]?.series).toHaveLength(4);
  });
});

describe("fig8", () => {
  it("clamps the head with the lowest score, and the three with the highest", async () => {
    const { lab, asked } = fakeLab({
      heads,
      falls: ({ clamps }) => {
        const clamp = clamps.find(({ kind }) => kind === "previous-token");
        const count = clamp?.kind === "previous-token" ? clamp.heads.length : 0;
        return { 0: 300_000, 1: 250_000, 3: 200_000 }[count] ?? 500_000;
      },
    });
    const figure = await fig8.build(lab, [5]);
    const clamped = asked.runs.map(({ clamps }) =>
      clamps.flatMap((clamp) => (clamp.kind === "previous-token" ? clamp.heads : [])),
    );
    expect(clamped.slice(0, 4)).toEqual([[], ["L0H3"], ["L0H2"], ["L0H3", "L0H4", "L0H6"]]);
    expect(clamped[4]).toHaveLength(8);
    expect(hold(figure)).toEqual([true, true, true, true]);
  });
});

describe("fig11", () => {
  it("draws wiring and composition as they were measured, and tells the heads apart by their scores", async () => {
    const matrix = (value: (to: number, from: number) => number) =>
      heads(5).strengths.map((_, to) => heads(5).previousToken.map((__, from) => value(to, from)));
    const pair = {
      valuesPreserved: { accuracy: matrix((_, from) => (from === 3 ? 0.5 : 0.8)), loss: [] },
      patternsPreserved: { accuracy: matrix((_, from) => (from === 0 ? 0.4 : 0.8)), loss: [] },
    };
    const alone = { accuracy: heads(5).strengths.map(() => 0.9), loss: [] };
    const scores = matrix((to, from) => 0.1 + to / 100 + from / 1000);
    const { lab, asked } = fakeLab({
      heads,
      measure: (name) =>
        name === "wiring"
          ? { from: 0, to: 1, alone, without: pair, only: pair }
          : { from: 0, to: 1, q: scores, k: scores, v: scores },
    });
    const figure = await fig11.build(lab, [5]);
    expect(asked.measures.map(({ name, request }) => [name, request.at])).toEqual([
      ["wiring", [1_000_000]],
      ["composition", [0, 1_000_000]],
    ]);
    expect(figure.plots).toHaveLength(9);
    const [change] = figure.plots;
    expect(change?.kind === "heat" ? Array.from(change.values).slice(0, 4) : []).toEqual([
      expect.closeTo(-0.1, 9),
      expect.closeTo(-0.1, 9),
      expect.closeTo(-0.1, 9),
      expect.closeTo(-0.4, 9),
    ]);
    expect(hold(figure)).toEqual([true, true, true, true]);
  });
});

describe("fig12", () => {
  it("measures all over training, and judges the end", async () => {
    const { lab, asked } = fakeLab({
      heads,
      measure: () => ({
        none: { loss: 0.1, accuracy: 1 },
        layers: [
          { layer: 0, loss: 0.2, accuracy: 0.999, increase: 0.1 },
          { layer: 1, loss: 1.6, accuracy: 0.2, increase: 1.5 },
        ],
      }),
    });
    const figure = await fig12.build(lab, [5]);
    const at = asked.measures[0]?.request.at ?? [];
    expect([at[0], at.at(-1), at.length]).toEqual([0, 1_000_000, 51]);
    expect(lines(figure).map(({ series }) => series[0]?.y[7])).toEqual([0.1, 1.5]);
    expect(hold(figure)).toEqual([true, true, true]);
  });
});

describe("fig15", () => {
  it("draws three losses for each strength, and says when the train loss falls", async () => {
    const falls = ({ clamps: [clamp] }: Experiment): number =>
      clamp?.kind === "induction" ? 400_000 - 300_000 * clamp.strength : 0;
    const { lab } = fakeLab({ heads, falls });
    const figure = await fig15.build(lab, [5]);
    expect(lines(figure).map(({ title, series }) => [title, series.length])).toEqual([
      ["train", 16],
      ["relabel", 16],
      ["class", 16],
    ]);
    expect(figure.tables[0]?.rows[0]?.slice(0, 3)).toEqual(["−1.0", 0, "400k"]);
    expect(figure.tables[0]?.rows.at(-1)?.slice(0, 3)).toEqual(["1.0", 1, "100k"]);
    expect(hold(figure)).toEqual([true, null]);
  });
});

describe("table1", () => {
  it("ablates both groups of heads with patterns and with values preserved, on all training sequences", async () => {
    const { lab, asked } = fakeLab({
      heads,
      measure: (_, { clamps = [] }) => ({
        sets: {
          all: { accuracy: clamps.length === 0 ? 1 : JSON.stringify(clamps).includes("L0H3") ? 0.9 : 0.5 },
        },
      }),
    });
    const figure = await table1.build(lab, [5]);
    expect(asked.measures.every(({ request }) => request.options?.["sequences"] === "all")).toBe(true);
    const found = ["L0H3", "L0H4", "L0H6"];
    const others = ["L0H0", "L0H1", "L0H2", "L0H5", "L0H7"];
    const under = (what: string, list: string[]) => [
      { kind: "preserve", what: [what] },
      { kind: "ablate", heads: list },
    ];
    expect(asked.measures.map(({ request }) => request.clamps)).toEqual([
      [],
      under("pattern", found),
      under("v", found),
      under("pattern", others),
      under("v", others),
    ]);
    expect(figure.tables[0]?.rows[0]).toEqual(["previous-token heads", "L0H3, L0H4, L0H6", "0.900", "0.900"]);
    expect(hold(figure)).toEqual([true, false, true, false, false]);
  });
});
