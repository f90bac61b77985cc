import type { Figure, HeatPlot, LinePlot } from "../../../src/figures/figure.ts";

/** Two curves, a band, the paper's curve of the first, and a line at ln 2. */
export const curvesPlot: LinePlot = {
  kind: "lines",
  title: "Loss",
  xTitle: "sequences seen",
  yTitle: "loss",
  xRange: [0, 400_000],
  yRange: [0, 2],
  series: [
    {
      label: "train <a & b>",
      x: [0, 100_000, 200_000, 300_000, 400_000],
      y: [2, 1, Number.NaN, 0.5, 0],
      slot: 0,
      band: { low: [1.8, 0.9, Number.NaN, 0.4, 0], high: [2, 1.2, Number.NaN, 0.6, 0.1] },
    },
    { label: "class", x: [0, 400_000], y: [1.5, 1], slot: 1 },
    { label: "train <a & b>", x: [0, 400_000], y: [1.9, 0.1], slot: 0, isReference: true },
    { label: "class", x: [0, 400_000], y: [1.4, 0.9], slot: 1, isReference: true },
  ],
  references: [{ at: Math.LN2, label: "ln 2" }],
};

/** One mark of each kind. */
export const marksPlot: LinePlot = {
  kind: "lines",
  title: "Accuracy",
  xTitle: "induction strength",
  yTitle: "accuracy",
  xRange: [0, 1],
  yRange: [0, 1],
  series: [
    { label: "alone", x: [0.5], y: [0.25], slot: 0, look: "circle" },
    { label: "without", x: [0.5], y: [1], slot: 1, look: "triangle" },
    { label: "pairs", x: [0.25], y: [0.5], slot: 2, look: "square" },
  ],
};

/** Two rows, three columns, the same range on both sides of 0. */
export const heatPlot: HeatPlot = {
  kind: "heat",
  title: "Wiring",
  rowTitle: "layer-0 head",
  columnTitle: "layer-1 head",
  rows: ["L0H0", "L0H1"],
  columns: ["L1H0", "L1H1", "L1H2"],
  values: [-1, 0, 1, 0.5, Number.NaN, 9],
  range: [-1, 1],
};

/** A figure with all that a figure can have. */
export const sampleFigure: Figure = {
  id: "fig0",
  title: "Figure 0: a <sample> & more",
  caption: 'The loss "drops".',
  plots: [curvesPlot, marksPlot, heatPlot],
  plotColumns: 2,
  tables: [
    {
      title: "Strengths",
      columns: ["head", "strength", "note"],
      rows: [
        ["L1H3", 0.8453, 'a "note", with a comma'],
        ["L1H6", -0.104, null],
      ],
    },
  ],
  verdicts: [
    { statement: "It drops.", paper: "yes", measured: "yes, at 300k", holds: true, seed: 5 },
    { statement: "It rises.", paper: "no", measured: "no", holds: false, why: "A <plateau> instead." },
    { statement: "Seed 9 too.", paper: "not shown", measured: "yes", holds: null, seed: 9 },
  ],
  runs: [{ name: "base", folder: "/runs/base", hash: "0123456789abcdef" }],
};
