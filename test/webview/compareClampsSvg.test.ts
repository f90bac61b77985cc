import { describe, expect, it } from "vitest";
import { clampsSvg } from "../../webview/compare/clampsSvg.ts";
import { timelineRows } from "../../webview/compare/clampTimeline.ts";
import { svgArea } from "../../webview/shared/chartSvg.ts";
import { clampEvent, testRun, testView } from "./compareRun.ts";

const ablate = { kind: "ablate", heads: ["L1H3"] };
const runs = [
  testRun("<a>", { sequences: [0, 1000], phaseChange: 500 }),
  testRun("b", {
    sequences: [0, 1000],
    events: [clampEvent("clamp-on", 250, "c", ablate), clampEvent("clamp-off", 750, "c", ablate)],
  }),
];
const axis = { from: 0, to: 1000, scale: "linear" } as const;

describe("clampsSvg", () => {
  const svg = clampsSvg(timelineRows(testView(runs)), axis, String);

  it("draws a bar for each time, where charts have that place", () => {
    const [, x, width] = /<rect x="([\d.]+)" y="90" width="([\d.]+)"/.exec(svg) ?? [];
    const { left, right } = svgArea;
    expect(Number(x)).toBeCloseTo(left + (right - left) / 4);
    expect(Number(width)).toBeCloseTo((right - left) / 2);
  });

  it("names runs and clamps, as text", () => {
    expect(svg).toContain("run &lt;a&gt;: no clamps");
    expect(svg).toContain("run b: ablate L1H3, set while running");
  });

  it("marks phase changes in view", () => {
    expect(svg).toContain("phase change");
    expect(clampsSvg(timelineRows(testView(runs)), { ...axis, from: 600 }, String)).not.toContain(
      "phase change",
    );
  });
});
