import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Throttle } from "../../webview/compare/throttle.ts";

describe("throttle", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("calls at once, then at most once each time, and never forgets the last", () => {
    const calls: number[] = [];
    const start = Date.now();
    const throttle = new Throttle(
      () => calls.push(Date.now() - start),
      500,
      () => Date.now(),
    );
    for (let time = 0; time < 1000; time += 100) {
      throttle.ask();
      vi.advanceTimersByTime(100);
    }
    vi.advanceTimersByTime(5000);
    expect(calls).toEqual([0, 500, 1000]);
  });

  it("forgets what was asked for when it is called by hand", () => {
    let calls = 0;
    const throttle = new Throttle(
      () => {
        calls++;
      },
      500,
      () => Date.now(),
    );
    throttle.ask();
    throttle.ask();
    throttle.callNow();
    vi.advanceTimersByTime(5000);
    expect(calls).toBe(2);
  });
});
