import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { inParts } from "../../src/views/panels/inParts.ts";
import { findChromium, launchBrowser } from "../editor/browser.ts";
import { openComparePage } from "./comparePage.ts";
import { testRun } from "./compareRun.ts";

const sequences = [100, 200, 300, 400];

/** Runs whose accuracies go up to 0.1, 0.2, 0.3 … */
function runs(count: number): ReturnType<typeof testRun>[] {
  return Array.from({ length: count }, (_, i) =>
    testRun(`r${i}`, {
      experiment: { seeds: { init: i } },
      sequences,
      columns: {
        "relabel.inContextAccuracy": sequences.map((at) => ((i + 1) / 10) * (at / 400)),
        "train.loss": sequences.map((at) => i + 400 / at),
      },
    }),
  );
}

/** The same with so many evaluations that they are not sent at once. */
function longRuns(count: number): RunSnapshot[] {
  return runs(count).map((run) => {
    const longer = (values: Float64Array): Float64Array =>
      Float64Array.from({ length: 20_000 }, (_, i) => values[Math.floor((i / 20_000) * values.length)]!);
    const columns = Object.entries(run.curves.columns).map(([key, values]) => [key, longer(values)] as const);
    const places = Float64Array.from({ length: 20_000 }, (_, i) => i + 1);
    const more = { ...Object.fromEntries(columns), "class.loss": places };
    return { ...run, curves: { sequences: places, columns: more } };
  });
}

/** What is said of each picture once it is drawn, in the order of the page. */
async function pictures(page: Page, count: number): Promise<readonly string[]> {
  const drawn = page.locator('canvas.chart-canvas[aria-label*="ends at"]:visible');
  await expect.poll(() => drawn.count(), { timeout: 20_000 }).toBe(count);
  const labels = (await drawn.all()).map((one) => one.getAttribute("aria-label"));
  return (await Promise.all(labels)).map((label) => label ?? "");
}

const uiOf = (state: { readonly ui: unknown }): Record<string, unknown> =>
  state.ui as Record<string, unknown>;

describe.skipIf(findChromium() === null)("the Compare panel", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
  });

  it("draws more than eight runs in small charts, made when they come near, with one table and the same axes", async () => {
    const { page, hydrate } = await openComparePage(browser);
    await hydrate(runs(60));
    const tiles = page.locator(".compare-small");
    await expect.poll(() => tiles.locator("canvas.chart-canvas").count()).toBeGreaterThan(3);
    expect(await tiles.count()).toBe(60);
    expect(await tiles.locator("canvas.chart-canvas").count()).toBeLessThan(60);
    await tiles.last().scrollIntoViewIfNeeded();
    const last = tiles.last().locator("canvas.chart-canvas");
    await expect
      .poll(() => last.getAttribute("aria-label"))
      .toContain("run r59 ends at 6.000, run r0 (baseline) ends at 0.100");
    await page.locator(".compare-multiples > footer summary").click();
    const table = page.locator(".compare-multiples > footer .data-table");
    await table.waitFor();
    expect(await table.locator("thead th").count()).toBe(61);
    expect(await table.locator("tbody tr").first().innerText()).toMatch(/^100\t0\.025\t0\.050/);
    const range = async (): Promise<string | undefined> =>
      /From \S+ to [^:]+/.exec((await last.getAttribute("aria-label")) ?? "")?.[0];
    const whole = await range();
    await tiles.nth(58).locator("canvas.chart-canvas").focus();
    await page.keyboard.press("+");
    await expect.poll(range).not.toBe(whole);
    await page.close();
  });

  it("draws eight over each other, and goes over from one layout to the other by itself or by choice", async () => {
    const { page, hydrate, state, requests } = await openComparePage(browser);
    await hydrate(runs(8));
    const labels = await pictures(page, 2);
    expect(labels[0]).toContain("run r7 ends at 0.800");
    await hydrate(runs(9));
    expect(await pictures(page, 9)).toHaveLength(9);
    expect(await page.locator(".compare-metric select").count()).toBe(1);
    const dropdown = page.locator(".field", { hasText: "Layout" }).locator("vscode-dropdown");
    await dropdown.press("ArrowDown");
    expect(await pictures(page, 2)).toHaveLength(2);
    expect(await page.locator(".compare-small").count()).toBe(0);
    expect(uiOf(await state())["layout"]).toBe("overlay");
    const kept = (await requests()).filter(({ kind }) => kind === "keep-defaults");
    expect(kept.at(-1)).toMatchObject({ ui: { layout: "overlay" } });
    await page.close();
  });

  it("begins as the last one was left, and stays as it is after a reload", async () => {
    const defaults = {
      layout: "multiples",
      metrics: ["train.loss"],
      smoothing: 0.5,
      hiddenColumns: ["state"],
      closed: ["heads"],
    };
    const first = await openComparePage(browser);
    await first.hydrate(runs(2), { ...defaults, baseline: "r1", at: 100 });
    await expect.poll(() => first.page.locator(".compare-small").count()).toBe(2);
    expect(await first.page.locator(".slider-value").innerText()).toBe("0.500");
    expect(await first.page.locator("details[data-section=heads][open]").count()).toBe(0);
    expect(await first.page.locator("[data-section=values] th[data-column=state]").count()).toBe(0);
    const state = await first.state();
    expect(uiOf(state)).toMatchObject({ ...defaults, baseline: null, at: null });
    // What was taken over is not kept again, as if the user had chosen it.
    expect(await first.requests()).toEqual([]);
    await first.page.close();
    const again = await openComparePage(browser, state);
    await again.hydrate(runs(2), { layout: "overlay", metrics: ["relabel.inContextAccuracy"] });
    await expect.poll(() => again.page.locator(".compare-small").count()).toBe(2);
    expect(uiOf(await again.state())).toEqual(uiOf(state));
    await again.page.close();
  });

  it("draws what came first, and says what it waits for until the rest has come", async () => {
    const { page, hydrate, complete, ready, requests } = await openComparePage(browser);
    expect(await ready()).toMatchObject({ kind: "ready", first: ["relabel.inContextAccuracy"] });
    const parts = inParts(longRuns(3), new Set(["relabel.inContextAccuracy"]));
    expect(parts.rest.map(({ id }) => id)).toEqual(["r0", "r1", "r2"]);
    await hydrate(parts.runs);
    expect((await pictures(page, 2))[0]).toContain("run r2 ends at 0.300");
    const values = page.locator("[data-section=values]");
    expect(await values.innerText()).toContain("Reading the other metrics…");
    expect(await values.locator("td").count()).toBe(0);
    // What would be exported now would not be all.
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menuitem", { name: "Curves as CSV…" }).click();
    await complete(parts.rest.slice(0, 2));
    expect(await values.innerText()).toContain("Reading the other metrics…");
    await complete(parts.rest.slice(2));
    await expect.poll(() => values.locator("td").count()).toBeGreaterThan(3);
    const saved = async () => (await requests()).filter(({ kind }) => kind === "save");
    await expect.poll(async () => (await saved()).length).toBe(1);
    const [{ content }] = (await saved()) as unknown as [{ content: string }];
    const [header = "", first = ""] = content.split("\r\n");
    const column = header.split(",").indexOf("class.loss");
    expect(Number(first.split(",")[column])).toBeGreaterThan(0);
    expect(await values.innerText()).not.toContain("Reading the other metrics…");
    await page.close();
  });

  it("keeps hidden columns and the order of the table", async () => {
    const { page, hydrate, state, requests } = await openComparePage(browser);
    await hydrate(runs(3));
    await page.locator(".compare-columns summary").click();
    await page.locator(".compare-checks label", { hasText: "Sequences" }).locator("input").uncheck();
    const column = "relabel.inContextAccuracy:last";
    const header = page.locator(`th[data-column="${column}"] button`);
    await header.click();
    await header.click();
    const rows = page.locator("[data-section=values] tbody tr");
    const order = async (): Promise<(string | null)[]> =>
      Promise.all((await rows.all()).map((row) => row.getAttribute("data-row")));
    expect(await order()).toEqual(["r2", "r1", "r0"]);
    const wanted = { hiddenColumns: ["sequences"], sort: { column, direction: "descending" } };
    expect(uiOf(await state())).toMatchObject(wanted);
    await expect
      .poll(async () => (await requests()).at(-1))
      .toMatchObject({ kind: "keep-defaults", ui: wanted });
    await page.close();
  });

  it("draws each chart once when it opens, and again when the theme has changed", async () => {
    const { page, hydrate } = await openComparePage(browser);
    await page.evaluate(`{
      const clear = CanvasRenderingContext2D.prototype.clearRect;
      window.cleared = 0;
      CanvasRenderingContext2D.prototype.clearRect = function (...all) {
        if (this.canvas.className === "chart-canvas" && this.canvas.hasAttribute("aria-label")) window.cleared++;
        return clear.apply(this, all);
      };
    }`);
    await hydrate(runs(3));
    await pictures(page, 2);
    await page.waitForTimeout(500);
    expect(await page.evaluate("window.cleared")).toBe(2);
    await page.evaluate("document.documentElement.style.setProperty('--vscode-foreground', '#123456')");
    await expect.poll(() => page.evaluate("window.cleared")).toBe(4);
    await page.close();
  });
});
