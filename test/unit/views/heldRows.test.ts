import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HeldRows } from "../../../src/views/heldRows.ts";
import { runRow } from "../../../src/views/runRow.ts";
import { sampleStatus } from "../runs/runFixtures.ts";
import { sampleEntry } from "./sampleEntry.ts";

const at = (sequences: number, state: "running" | "paused" = "running") =>
  new Map([["a", runRow(sampleEntry({ state, status: sampleStatus({ sequences }) }))]]);

describe("held rows", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("keep their numbers for a while, and then ask to be looked at again", () => {
    const onRelease = vi.fn();
    const held = new HeldRows(onRelease);
    const [before, after] = [at(100), at(200)];
    expect(held.keep(before, after)).toBe(after);
    held.hold("a", 1000);
    expect(held.keep(before, after).get("a")).toBe(before.get("a"));
    vi.advanceTimersByTime(999);
    expect(onRelease).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(onRelease).toHaveBeenCalledTimes(1);
    expect(held.keep(before, after).get("a")).toBe(after.get("a"));
  });

  it("let another state through", () => {
    const held = new HeldRows(vi.fn());
    held.hold("a", 1000);
    const paused = at(200, "paused");
    expect(held.keep(at(100), paused).get("a")).toBe(paused.get("a"));
  });

  it("ask for nothing after they were disposed of", () => {
    const onRelease = vi.fn();
    const held = new HeldRows(onRelease);
    held.hold("a", 1000);
    held.dispose();
    vi.advanceTimersByTime(5000);
    expect(onRelease).not.toHaveBeenCalled();
  });
});
