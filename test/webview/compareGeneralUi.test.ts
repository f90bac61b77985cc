import { describe, expect, it } from "vitest";
import { defaultCompareUi, type CompareUi } from "../../webview/compare/compareUi.ts";
import { generalUi, newCompareUi } from "../../webview/compare/generalUi.ts";

const chosen: CompareUi = {
  ...defaultCompareUi,
  baseline: "run-2",
  align: "phase-change",
  layout: "overlay",
  groups: "runs",
  paper: ["fig3a-loss"],
  metrics: ["train.loss", "L1H3.induction"],
  smoothing: 0.5,
  xScale: "log",
  yScale: "log",
  range: { from: 1, to: 2 },
  at: 7,
  sort: { column: "name", direction: "descending" },
  hiddenColumns: ["state", "best"],
  closed: ["heads"],
};
const { align, layout, groups, metrics, smoothing, xScale, yScale, sort, hiddenColumns, closed } = chosen;
const general = { align, layout, groups, metrics, smoothing, xScale, yScale, sort, hiddenColumns, closed };
const all = new Set(metrics);

describe("a new Compare panel", () => {
  it("begins with the choices of the last one, but not with those of its runs", () => {
    const kept: unknown = JSON.parse(JSON.stringify(generalUi(chosen)));
    expect(kept).toMatchObject(general);
    expect(newCompareUi(kept, all)).toEqual({ ...defaultCompareUi, ...general });
    // Also where more was kept than is general.
    expect(newCompareUi(chosen, all)).toEqual({ ...defaultCompareUi, ...general });
  });

  it("has no charts that its runs have nothing for, unless they may get it yet", () => {
    expect(newCompareUi(chosen, new Set(["train.loss", "x"])).metrics).toEqual(["train.loss"]);
    expect(newCompareUi(chosen, new Set(["x"])).metrics).toEqual(defaultCompareUi.metrics);
    expect(newCompareUi(chosen, new Set()).metrics).toEqual(metrics);
  });

  it.each([null, undefined, "x", 3, [], { layout: 3, metrics: "x" }])("is the usual one for %j", (kept) => {
    expect(newCompareUi(kept, all)).toEqual(defaultCompareUi);
  });
});
