import { describe, expect, it } from "vitest";
import { alignedCurve } from "../../webview/compare/alignedCurve.ts";
import { spansText, timelineRows } from "../../webview/compare/clampTimeline.ts";
import { headRows } from "../../webview/compare/headRows.ts";
import { metricOptions } from "../../webview/compare/metricOptions.ts";
import { clampEvent, testRun, testView } from "./compareRun.ts";

const ablate = { kind: "ablate" as const, heads: ["L1H3"] };

describe("the view of a comparison", () => {
  it("is of nothing where no runs are chosen", () => {
    const view = testView([]);
    expect(view.baseline).toBeNull();
    expect(view.runs).toEqual([]);
    expect(view.comparison.metrics).toEqual([]);
  });

  it("takes the first run as baseline where none is chosen or the chosen one is gone", () => {
    const runs = [testRun("a"), testRun("b")];
    expect(testView(runs).baseline?.id).toBe("a");
    expect(testView(runs, { baseline: "gone" }).baseline?.id).toBe("a");
    const chosen = testView(runs, { baseline: "b" });
    expect(chosen.baseline?.id).toBe("b");
    expect(chosen.runs.map(({ id, isBaseline }) => [id, isBaseline])).toEqual([
      ["a", false],
      ["b", true],
    ]);
  });

  it("counts from the phase change, and leaves out runs that had none", () => {
    const columns = { "train.loss": [3, 2, 1] };
    const view = testView(
      [
        testRun("a", { sequences: [0, 100, 200], columns, phaseChange: 100 }),
        testRun("b", { sequences: [0, 100, 200], columns }),
      ],
      { align: "phase-change" },
    );
    const [a, b] = view.runs.map((run) => alignedCurve(run, "train.loss"));
    expect([...a!.sequences]).toEqual([-100, 0, 100]);
    expect([...a!.values]).toEqual([3, 2, 1]);
    expect(b!.sequences).toHaveLength(0);
  });

  it("gives curves unchanged when aligned by sequences, and nothing for a metric that a run has not", () => {
    const run = testRun("a", { sequences: [0, 100], columns: { "train.loss": [2, 1] } });
    const [viewed] = testView([run]).runs;
    expect(alignedCurve(viewed!, "train.loss").sequences).toBe(run.curves.sequences);
    expect(alignedCurve(viewed!, "class.loss").sequences).toHaveLength(0);
  });
});

describe("rows of the timeline", () => {
  const runs = [
    testRun("a", { sequences: [0, 1000] }),
    testRun("b", {
      experiment: { clamps: [ablate] },
      sequences: [0, 1000],
      state: "running",
      events: [
        clampEvent("clamp-on", 0, "0", ablate),
        clampEvent("clamp-on", 200, "x", { kind: "ablate", heads: ["L1H5"] }),
        clampEvent("clamp-off", 600, "x", { kind: "ablate", heads: ["L1H5"] }),
      ],
    }),
  ];

  it("are the clamps of each run, live ones marked, and one for a run without", () => {
    const rows = timelineRows(testView(runs));
    expect(rows.map(({ clamp, isLive, isFirst }) => [clamp, isLive, isFirst])).toEqual([
      [null, false, true],
      ["ablate L1H3", false, true],
      ["ablate L1H5", true, false],
    ]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(3);
    expect(rows.map(spansText)).toEqual(["–", "0 to now", "200 to 600"]);
  });

  it("say that a clamp held to the end once the run is over", () => {
    const rows = timelineRows(testView([{ ...runs[1]!, state: "finished" }]));
    expect(spansText(rows[0]!)).toBe("0 to the end");
  });
});

describe("strengths of heads side by side", () => {
  const windowed = { ...ablate, until: 500 };
  const columns = {
    "L1H3.induction": [0.1, 0.5],
    "L0H2.previousToken": [0.2, 0.9],
    "L1H0.induction": [0.3, 0.4],
    "L0H10.previousToken": [0.25, Number.NaN],
  };
  const runs = [
    testRun("a", { sequences: [0, 1000], columns }),
    testRun("b", {
      experiment: { clamps: [windowed] },
      sequences: [0, 1000],
      columns: { "L1H3.induction": [0, 0.7] },
      events: [clampEvent("clamp-on", 0, "0", windowed), clampEvent("clamp-off", 500, "0", windowed)],
    }),
  ];
  const rowsAt = (at: number | null): ReturnType<typeof headRows> => {
    const view = testView(runs, { at });
    return headRows(
      view.comparison,
      view.runs.map(({ clamped }) => clamped),
    );
  };

  it("are at the last evaluation, previous-token heads first, in order of layer and head", () => {
    const rows = rowsAt(null);
    expect(
      rows.map(({ head, measure, strengths }) => [head, measure, ...strengths.map(({ value }) => value)]),
    ).toEqual([
      ["L0H2", "previousToken", 0.9, null],
      ["L1H0", "induction", 0.4, null],
      ["L1H3", "induction", 0.5, 0.7],
    ]);
  });

  it("mark the strongest of each run, and clamps that held at that evaluation only", () => {
    const marks = (at: number | null): unknown[] =>
      rowsAt(at)
        .find(({ head }) => head === "L1H3")!
        .strengths.map(({ isStrongest, clamps }) => [isStrongest, clamps]);
    expect(marks(null)).toEqual([
      [true, []],
      [true, []],
    ]);
    expect(rowsAt(0).find(({ head }) => head === "L0H10")!.strengths[0]!.value).toBe(0.25);
    // A strength of 0 is no strength.
    expect(marks(0)).toEqual([
      [false, []],
      [false, ["ablate L1H3 until 500"]],
    ]);
  });
});

describe("metrics to choose from", () => {
  const { comparison } = testView([
    testRun("a", {
      sequences: [0],
      columns: { "relabel.accuracy": [1], "train.loss": [1], "L1H3.induction": [1], "relabel.loss": [1] },
    }),
  ]);

  it("are by group, without those that have a chart", () => {
    const options = metricOptions(comparison, null, ["relabel.loss"]);
    expect(options.map(({ value, group }) => [value, group])).toEqual([
      ["train.loss", "Loss"],
      ["relabel.accuracy", "Accuracy"],
      ["L1H3.induction", "Induction strength"],
    ]);
  });

  it("have the chosen one even where no run has it", () => {
    const options = metricOptions(comparison, "class.loss", ["class.loss", "train.loss"]);
    expect(options.map(({ value }) => value)).toEqual([
      "relabel.loss",
      "class.loss",
      "relabel.accuracy",
      "L1H3.induction",
    ]);
  });
});
