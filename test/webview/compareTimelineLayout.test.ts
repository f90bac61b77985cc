import { describe, expect, it } from "vitest";
import { isOnAxis, placeOnAxis, timelineBars } from "../../webview/compare/timelineLayout.ts";
import type { TimelineAxis } from "../../webview/compare/timelineLayout.ts";

const axis: TimelineAxis = { from: 0, to: 1000, left: 50, right: 550, scale: "linear" };

describe("timeline of clamps", () => {
  it("draws a span where the axis has it", () => {
    const bars = timelineBars({ spans: [{ from: 200, until: 600 }], end: 1000 }, axis);
    expect(bars).toEqual([{ left: 150, width: 200, opensLeft: false, opensRight: false }]);
  });

  it("lets a span without an end go to where the run is", () => {
    const bars = timelineBars({ spans: [{ from: 200, until: null }], end: 400 }, axis);
    expect(bars).toEqual([{ left: 150, width: 100, opensLeft: false, opensRight: false }]);
  });

  it("cuts spans to what is shown, says so, and leaves out those outside", () => {
    const spans = [
      { from: 0, until: 100 },
      { from: 150, until: 450 },
      { from: 480, until: 490 },
    ];
    const bars = timelineBars({ spans, end: 1000 }, { ...axis, from: 200, to: 400 });
    expect(bars).toEqual([{ left: 50, width: 500, opensLeft: true, opensRight: true }]);
  });

  it("keeps a short span visible and inside of the axis", () => {
    const [bar] = timelineBars({ spans: [{ from: 1000, until: null }], end: 1000 }, axis);
    expect(bar).toMatchObject({ left: 547, width: 3 });
  });

  it("does not lose a span that ends before the run was seen to begin it", () => {
    const [bar] = timelineBars({ spans: [{ from: 300, until: null }], end: 200 }, axis);
    expect(bar).toMatchObject({ left: 200, width: 3 });
  });

  it("follows a log axis", () => {
    const log: TimelineAxis = { from: 1, to: 10_000, left: 0, right: 400, scale: "log" };
    expect(placeOnAxis(100, log)).toBeCloseTo(200);
    const [bar] = timelineBars({ spans: [{ from: 0, until: 100 }], end: 10_000 }, log);
    expect(bar?.left).toBe(0);
    expect(bar?.width).toBeCloseTo(200);
  });

  it("knows what is on it", () => {
    expect([isOnAxis(-1, axis), isOnAxis(0, axis), isOnAxis(1000, axis), isOnAxis(1001, axis)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });
});
