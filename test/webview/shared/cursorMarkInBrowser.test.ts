import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../../editor/browser.ts";
import { openChart, type OpenChart } from "../openChart.ts";

const script = `
  // Which columns of the overlay, as shares of its width, are painted halfway down.
  const columns = () => {
    const { width, height } = overlay!;
    const { data } = overlay!.getContext("2d")!.getImageData(0, Math.round(height / 2), width, 1);
    return Array.from({ length: width }, (_, i) => i).filter((i) => data[4 * i + 3]! > 200);
  };
  Object.assign(window, { columns });
`;

describe.skipIf(findChromium() === null)("the mark of a slider on a chart", () => {
  let browser: Browser;
  let open: OpenChart;
  beforeAll(async () => {
    browser = await launchBrowser();
    open = await openChart(browser, script);
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
  });

  it("is a line where it is set, moves without the curves being drawn anew, and goes", async () => {
    const { run } = open;
    const at = (x: string) => run<number[]>(`chart.setCursorMark(${x}); await frames(3); return columns()`);
    const before = await run<number>("return count()");
    expect(before).toBeGreaterThan(0);
    const [early, late] = [await at("25"), await at("75")];
    expect([early.length, late.length]).toEqual([2, 2]);
    const first = (await at("0"))[0]!;
    expect((late[0]! - first) / (early[0]! - first)).toBeCloseTo(3, 1);
    expect(await at("200")).toEqual([]);
    await at("50");
    expect(await at("null")).toEqual([]);
    expect(await run<number>("return count()")).toBe(before);
    expect(open.errors).toEqual([]);
  });
});
