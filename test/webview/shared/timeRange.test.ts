import { describe, expect, it } from "vitest";
import { frameBeside, heldTime, timeAfter } from "../../../webview/shared/timeRange.ts";

const range = { to: 3200, step: 32, frames: [0, 640, 3200] };

describe("places of a time slider", () => {
  it("are whole steps within the run", () => {
    expect([-5, 0, 15, 17, 1000, 9999, Number.NaN].map((place) => heldTime(range, place))).toEqual([
      ...[0, 0, 0, 32, 992, 3200, 0],
    ]);
  });

  it("end where the run does, also in the middle of a step", () => {
    const cut = { ...range, to: 3210 };
    expect(heldTime(cut, 3210)).toBe(3210);
    expect(heldTime(cut, 3205)).toBe(3200);
    expect(timeAfter(cut, 3210, "ArrowLeft")).toBe(3168);
  });

  it("have a frame on each side, but at the ends", () => {
    expect(frameBeside(range, 640, 1)).toBe(3200);
    expect(frameBeside(range, 640, -1)).toBe(0);
    expect(frameBeside(range, 700, -1)).toBe(640);
    expect(frameBeside(range, 3200, 1)).toBeNull();
    expect(frameBeside(range, 0, -1)).toBeNull();
  });

  it("are reached by keys: a step, ten steps, a frame, an end", () => {
    const from = (key: string, isShift = false) => timeAfter(range, 1600, key, isShift);
    expect([from("ArrowRight"), from("ArrowLeft"), from("ArrowUp", true)]).toEqual([1632, 1568, 1920]);
    expect([from("PageUp"), from("PageDown"), from("Home"), from("End")]).toEqual([3200, 640, 0, 3200]);
    expect(from("Tab")).toBeNull();
    expect(timeAfter(range, 3200, "ArrowRight")).toBe(3200);
    expect(timeAfter({ ...range, frames: [] }, 1600, "PageDown")).toBe(0);
  });
});
