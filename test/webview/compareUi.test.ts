import { describe, expect, it } from "vitest";
import { defaultCompareUi, readCompareUi } from "../../webview/compare/compareUi.ts";
import type { CompareUi } from "../../webview/compare/compareUi.ts";

const everythingSet: CompareUi = {
  baseline: "run-2",
  align: "phase-change",
  layout: "multiples",
  groups: "runs",
  paper: ["fig3a-loss"],
  metrics: ["train.loss", "L1H3.induction"],
  smoothing: 0.6,
  xScale: "log",
  yScale: "log",
  range: { from: 1000, to: 2000 },
  at: 250_000,
  sort: { column: "name", direction: "descending" },
  hiddenColumns: ["state"],
  groupA: "a",
  groupB: "b",
  groupSort: { column: "p", direction: "ascending" },
  groupHeads: true,
  weightsRun: "run-3",
  weightsRows: "W_K",
  closed: ["heads"],
};

describe("state of the Compare panel", () => {
  it("comes back as it was kept", () => {
    expect(readCompareUi(JSON.parse(JSON.stringify(everythingSet)))).toEqual(everythingSet);
  });

  it.each([undefined, null, 7, "text", [], {}])("is the default for %j", (kept) => {
    expect(readCompareUi(kept)).toEqual(defaultCompareUi);
  });

  it("takes the default for each thing that is damaged, and keeps the rest", () => {
    const kept = {
      ...everythingSet,
      align: "by moon",
      layout: "by moon",
      groups: "by moon",
      paper: [3, "fig5b-loss"],
      metrics: [3, "train.loss", "train.loss"],
      smoothing: 7,
      xScale: 3,
      range: { from: 5, to: 5 },
      at: "7",
      sort: { direction: "ascending" },
      hiddenColumns: "state",
      groupA: 3,
      groupSort: "p",
      groupHeads: "yes",
      weightsRows: "W_X",
      closed: ["heads", "cellar"],
    };
    expect(readCompareUi(kept)).toEqual({
      ...everythingSet,
      align: "sequences",
      layout: "automatic",
      groups: null,
      paper: ["fig5b-loss"],
      metrics: ["train.loss"],
      smoothing: 0.999,
      xScale: "linear",
      range: null,
      at: null,
      sort: null,
      hiddenColumns: [],
      groupA: null,
      groupSort: null,
      groupHeads: false,
      weightsRows: "parameters",
      closed: ["heads"],
    });
  });

  it("never has no chart, and never more than twelve", () => {
    expect(readCompareUi({ metrics: [] }).metrics).toEqual(defaultCompareUi.metrics);
    const many = Array.from({ length: 40 }, (_, index) => `metric ${index}`);
    expect(readCompareUi({ metrics: many }).metrics).toEqual(many.slice(0, 12));
  });
});
