import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../../editor/browser.ts";
import { openPage, type OpenPage } from "../openPage.ts";

const script = `
  import { ChartGroup } from "./webview/shared/chartGroup.ts";
  import { LineChart } from "./webview/shared/lineChart.ts";
  const group = new ChartGroup({ title: "Sequences", format: String });
  const chart = new LineChart(document.getElementById("panel")!, { title: "Loss", unit: "", group });
  chart.setSeries([{ key: "a", label: "a", slot: 0, x: Float64Array.of(0, 50, 100), y: Float64Array.of(1, 2, 3) }]);
  const [curves, overlay] = [...document.querySelectorAll("canvas")];
  let drawn = 0;
  const stroke = CanvasRenderingContext2D.prototype.stroke;
  CanvasRenderingContext2D.prototype.stroke = function (...all: unknown[]) {
    if (this.canvas === curves) drawn++;
    stroke.apply(this, all as never);
  };
  const frames = (count: number) => new Promise<void>((done) => {
    const next = () => { if (count-- > 0) requestAnimationFrame(next); else done(); };
    next();
  });
  // Which columns of the overlay, as shares of its width, are painted halfway down.
  const columns = () => {
    const { width, height } = overlay!;
    const { data } = overlay!.getContext("2d")!.getImageData(0, Math.round(height / 2), width, 1);
    return Array.from({ length: width }, (_, i) => i).filter((i) => data[4 * i + 3]! > 200);
  };
  Object.assign(window, { chart, frames, columns, count: () => drawn });
`;

describe.skipIf(findChromium() === null)("the mark of a slider on a chart", () => {
  let browser: Browser;
  let open: OpenPage;
  const run = <T>(code: string): Promise<T> => open.page.evaluate<T>(`(async () => { ${code} })()`);
  beforeAll(async () => {
    browser = await launchBrowser();
    open = await openPage(browser, script);
    await run("await frames(6)");
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
  });

  it("is a line where it is set, moves without the curves being drawn anew, and goes", async () => {
    const at = (x: string) => run<number[]>(`chart.setCursorMark(${x}); await frames(3); return columns()`);
    const before = await run<number>("return count()");
    expect(before).toBeGreaterThan(0);
    const [early, late] = [await at("25"), await at("75")];
    expect([early.length, late.length]).toEqual([2, 2]);
    const start = (await at("0"))[0]!;
    expect((late[0]! - start) / (early[0]! - start)).toBeCloseTo(3, 1);
    expect(await at("200")).toEqual([]);
    await at("50");
    expect(await at("null")).toEqual([]);
    expect(await run<number>("return count()")).toBe(before);
    expect(open.errors).toEqual([]);
  });
});
