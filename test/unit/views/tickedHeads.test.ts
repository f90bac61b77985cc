import { describe, expect, it } from "vitest";
import { TickedHeads } from "../../../src/views/trees/tickedHeads.ts";

describe("ticked heads", () => {
  it("belong to their subject", () => {
    const ticks = new TickedHeads();
    expect(ticks.set("run:a", ["L1H3"], true)).toBe(true);
    expect([...ticks.of("run:a")]).toEqual(["L1H3"]);
    expect(ticks.of("run:b").size).toBe(0);
  });

  it("say whether anything has changed", () => {
    const ticks = new TickedHeads();
    ticks.set("a", ["L1H3", "L1H4"], true);
    expect(ticks.set("a", ["L1H3"], true)).toBe(false);
    expect(ticks.set("a", ["L0H0"], false)).toBe(false);
    expect(ticks.set("a", ["L1H3"], false)).toBe(true);
    expect([...ticks.of("a")]).toEqual(["L1H4"]);
  });

  it("go with heads that are no more", () => {
    const ticks = new TickedHeads();
    ticks.set("a", ["L0H7", "L0H1"], true);
    expect(ticks.keepOnly("a", new Set(["L0H0", "L0H1"]))).toBe(true);
    expect([...ticks.of("a")]).toEqual(["L0H1"]);
    expect(ticks.keepOnly("a", new Set(["L0H1"]))).toBe(false);
  });
});
