import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../../editor/browser.ts";
import { openChart, type OpenChart } from "../openChart.ts";

describe.skipIf(findChromium() === null)("a chart", () => {
  let browser: Browser;
  let open: OpenChart;
  beforeAll(async () => {
    browser = await launchBrowser();
    open = await openChart(browser);
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
  });
  const linesOf = async (code: string): Promise<number> => {
    const { run } = open;
    return run<number>(`const before = count(); ${code}; await frames(4); return count() - before`);
  };

  it("is not drawn again when it is told what it shows already", async () => {
    const same = `
      chart.setTitle("Loss", "");
      chart.setSeries([{ key: "a", label: "a", slot: 0, x, y }]);
      chart.setBands([]);
      chart.setMarkers([]);
      chart.setScales({ x: "linear", y: "linear" });
      chart.setSmoothing(0);`;
    expect(await linesOf(same)).toBe(0);
  });

  it.each([
    ["curves", 'chart.setSeries([{ key: "a", label: "a", slot: 0, x, y: y.slice() }])'],
    ["more curves", 'chart.setSeries([0, 1].map((slot) => ({ key: `${slot}`, label: "a", slot, x, y })))'],
    ["colours", 'chart.setSeries([{ key: "a", label: "a", slot: 3, x, y }])'],
    ["bands", 'chart.setBands([{ from: 10, to: 20, label: "" }])'],
    ["markers", 'chart.setMarkers([{ at: 10, label: "here" }])'],
    ["references", 'chart.setReferences([{ at: 2, label: "two" }])'],
    ["axes", 'chart.setScales({ x: "linear", y: "log" })'],
    ["smoothing", "chart.setSmoothing(0.9)"],
  ])("is drawn again for other %s", async (_, code) => {
    expect(await linesOf(code)).toBeGreaterThan(0);
    expect(open.errors).toEqual([]);
  });

  it("writes its data table at most once a second, and then as it is by now", async () => {
    const { run } = open;
    const written = await run<string[]>(`
      const details = holder.querySelector("details");
      details.open = true;
      await frames(4);
      const table = holder.querySelector(".chart-table");
      let written = 0;
      new MutationObserver(() => written++).observe(table, { childList: true });
      const begin = performance.now();
      for (let i = 0; performance.now() - begin < 900; i++) {
        chart.setSeries([{ key: "a", label: "a", slot: 0, x, y: Float64Array.of(1, 2, i) }]);
        chart.setSeries([{ key: "a", label: "a", slot: 0, x, y: Float64Array.of(1, 2, 1234) }]);
        await frames(1);
      }
      const during = written;
      while (performance.now() - begin < 2500) await frames(1);
      return [String(during), String(written), table.textContent]`);
    expect(Number(written[0])).toBeLessThanOrEqual(1);
    expect(Number(written[1])).toBeGreaterThanOrEqual(1);
    expect(Number(written[1])).toBeLessThanOrEqual(2);
    expect(written[2]).toContain("1234.000");
  });
});
