import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Throttle } from "../../../src/views/throttle.ts";

describe("a throttle", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("acts at once, then at most once an interval, and not after the last request", () => {
    const action = vi.fn();
    const throttle = new Throttle(250, action);
    throttle.request();
    expect(action).toHaveBeenCalledTimes(1);
    for (let request = 0; request < 10; request++) throttle.request();
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(250);
    expect(action).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(2);
    throttle.request();
    expect(action).toHaveBeenCalledTimes(3);
  });

  it("does nothing after it was disposed of", () => {
    const action = vi.fn();
    const throttle = new Throttle(250, action);
    throttle.request();
    throttle.request();
    throttle.dispose();
    vi.advanceTimersByTime(1000);
    throttle.request();
    expect(action).toHaveBeenCalledTimes(1);
  });
});
