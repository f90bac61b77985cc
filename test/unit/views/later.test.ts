import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Later } from "../../../src/views/later.ts";

describe("what is done later", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is not done at once, once after a while, and never after it was disposed of", () => {
    const [done, dropped] = [vi.fn(), vi.fn()];
    const later = [new Later(done), new Later(dropped)];
    later[1]?.dispose();
    expect(done).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(done).toHaveBeenCalledTimes(1);
    expect(dropped).not.toHaveBeenCalled();
  });
});
