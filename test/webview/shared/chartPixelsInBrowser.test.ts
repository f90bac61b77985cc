import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../../editor/browser.ts";
import { openChart, type OpenChart } from "../openChart.ts";

const script = `
  const pixels: number[] = [];
  const drawImage = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (image: HTMLCanvasElement, ...all: unknown[]) {
    pixels.push(image.width);
    drawImage.apply(this, [image, ...all] as never);
  };
  let asked = 0;
  const styles = window.getComputedStyle;
  window.getComputedStyle = (...all) => {
    if (all[0] === curves) asked++;
    return styles(...all);
  };
  const size = () => [curves!.width, curves!.style.width, curves!.height, overlay!.width];
  Object.assign(window, { size, pixels, asked: () => asked });
`;

describe.skipIf(findChromium() === null)("the pixels of a chart", () => {
  let browser: Browser;
  let open: OpenChart;
  const run = <T>(code: string): Promise<T> => open.run<T>(code);
  beforeAll(async () => {
    browser = await launchBrowser();
    open = await openChart(browser, script);
    await run("group.moveCursor(50); await frames(3)");
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
  });

  it("fill its place, and are not asked of the page, however often it is drawn", async () => {
    expect(await run("return size()")).toEqual([501, "501px", 260, 501]);
    await run("chart.setSmoothing(0.5); await frames(3); chart.setSmoothing(0); await frames(3)");
    expect(await run("return size()")).toEqual([501, "501px", 260, 501]);
    expect(await run("return asked()")).toBe(0);
  });

  it("are twice as many in a picture that is kept, and as before after it", async () => {
    await run("await chart.exportPng()");
    expect(await run("return pixels")).toEqual([2 * 501]);
    await run("await frames(3)");
    expect(await run("return size()")).toEqual([501, "501px", 260, 501]);
  });

  it("follow its place, and come back where it was folded away", async () => {
    await run('holder.style.width = "322px"; await frames(6)');
    expect(await run("return size()")).toEqual([300, "300px", 260, 300]);
    await run("holder.hidden = true; await frames(3); chart.setSmoothing(0.5)");
    await run('holder.style.width = "422px"; holder.hidden = false; await frames(6)');
    expect(await run("return size()")).toEqual([400, "400px", 260, 400]);
  });

  it("follow those of the screen, at the first drawing", async () => {
    const client = await open.page.context().newCDPSession(open.page);
    // Chromium tells nobody of other pixels in a window of the same size; the chart itself keeps its size.
    const screen = { width: 720, height: 700, mobile: false };
    await client.send("Emulation.setDeviceMetricsOverride", { ...screen, deviceScaleFactor: 2 });
    await run("await frames(6)");
    expect(await run("return size()")).toEqual([800, "400px", 520, 800]);
    expect(open.errors).toEqual([]);
  });
});
