import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../../editor/browser.ts";
import { openPage, type OpenPage } from "../openPage.ts";

const script = `
  import { HeatMap } from "./webview/shared/heatMap.ts";
  import { HeatLegend } from "./webview/shared/heatLegend.ts";
  import { TimeSlider } from "./webview/shared/timeSlider.ts";
  const names = ["exemplar", "label", "query"];
  const plot = (values: number[]) => ({ kind: "heat", title: "Attention", rowTitle: "query", columnTitle: "key",
    rows: names, columns: names, values, range: [0, 1], markedRow: 2, missing: "above-diagonal" } as const);
  const root = document.getElementById("panel")!;
  const log: unknown[] = [];
  const full = new HeatMap({ look: "full", label: "Attention of L1H3", onSelect: (cell) => log.push(cell),
    onHover: (cell) => log.push(["hover", cell]) });
  const tile = new HeatMap({ look: "tile", label: "L1H3", onOpen: () => log.push("open"), onHover: (cell) => log.push(cell) });
  const far = new HeatMap({ look: "tile", label: "far" });
  const legend = new HeatLegend("Attention");
  const slider = new TimeSlider({ label: "Time", onInput: (at) => log.push("input " + at), onChange: (at) => log.push("change " + at) });
  const holder = document.createElement("div");
  holder.style.width = "108px";
  holder.append(tile.element);
  const below = document.createElement("div");
  below.style.paddingTop = "5000px";
  below.append(far.element);
  root.append(slider.element, full.element, legend.element, holder, below);
  let drawn = 0;
  const draw = CanvasRenderingContext2D.prototype.drawImage;
  CanvasRenderingContext2D.prototype.drawImage = function (...all: unknown[]) { drawn++; draw.apply(this, all as never); };
  const frames = (count: number) => new Promise<void>((done) => {
    const next = () => { if (count-- > 0) requestAnimationFrame(next); else done(); };
    next();
  });
  const pixel = (map: HeatMap, x: number, y: number) => {
    const canvas = map.element.querySelector("canvas")!;
    return [...canvas.getContext("2d")!.getImageData(x, y, 1, 1).data];
  };
  Object.assign(window, { full, tile, far, slider, plot, log, frames, pixel, count: () => { const was = drawn; drawn = 0; return was; } });
`;

describe.skipIf(findChromium() === null)("in a browser", () => {
  let browser: Browser;
  let open: OpenPage;
  const run = <T = unknown>(code: string): Promise<T> => open.page.evaluate<T>(`(async () => { ${code} })()`);
  const log = () => run<unknown[]>("return log.splice(0)");

  beforeAll(async () => {
    browser = await launchBrowser();
    open = await openPage(browser, script);
    await run(
      "for (const map of [full, tile]) map.update(plot([1, 5, 5, 0, 1, 5, NaN, 0.125, 0.5])); await frames(4)",
    );
  });
  afterAll(async () => {
    await open.close();
    await browser.close();
  });

  it("a tile shows its cells' colours, nothing where there is no cell, and no colour without a number", async () => {
    const at = (column: number, row: number) =>
      run<number[]>(`return pixel(tile, 18 + ${column} * 28 + 14, ${row} * 28 + 14)`);
    expect(await at(0, 0)).toEqual([253, 231, 37, 255]);
    expect(await at(0, 1)).toEqual([68, 1, 84, 255]);
    expect(await at(2, 0)).toEqual([0, 0, 0, 0]);
    const hatched = await run<number[][]>(
      "return Array.from({ length: 400 }, (_, i) => pixel(tile, 22 + (i % 20), 60 + Math.floor(i / 20)))",
    );
    const opaque = hatched.filter(([, , , opacity]) => opacity! > 0);
    expect(opaque.length).toBeGreaterThan(50);
    expect(opaque.length).toBeLessThan(350);
    for (const [red, green, blue] of opaque)
      expect(Math.max(red!, green!, blue!) - Math.min(red!, green!, blue!)).toBeLessThan(30);
  });

  it("a tile marks the query's row beside its cells, and no other", async () => {
    const marked = (row: number) =>
      run<boolean[]>(
        `return [1, 3, 6].map((x) => pixel(tile, x, ${row} * 28 + 14)).map(([, , , opacity]) => opacity > 200)`,
      );
    // A triangle: wide where it begins, and gone before the cells.
    expect(await Promise.all([0, 1, 2].map(marked))).toEqual([
      [false, false, false],
      [false, false, false],
      [true, true, false],
    ]);
    expect(await run("return [10, 18].map((y) => pixel(tile, 5, 56 + y)[3])")).toEqual([0, 0]);
    const unmarked = "{ ...plot([1, 5, 5, 0, 1, 5, NaN, 0.125, 0.5]), markedRow: undefined }";
    await run(`tile.update(${unmarked}); await frames(3)`);
    expect(await marked(2)).toEqual([false, false, false]);
  });

  it("a tile has the first letter of each row and column, where cells are wide enough", async () => {
    await run("tile.update(plot([1, 5, 5, 0, 1, 5, 0.25, 0.125, 0.5])); await frames(3)");
    const painted = (left: number, top: number) =>
      run<number>(
        `return Array.from({ length: 100 }, (_, i) => pixel(tile, ${left} + (i % 10), ${top} + Math.floor(i / 10)))
          .filter(([, , , opacity]) => opacity > 60).length`,
      );
    const inFront = await Promise.all([0, 1, 2].map((row) => painted(8, 28 * row + 9)));
    const below = await Promise.all([0, 1, 2].map((column) => painted(18 + 28 * column + 9, 85)));
    for (const count of [...inFront, ...below]) expect(count).toBeGreaterThan(5);
    const height = () => run<number>('return tile.element.querySelector("canvas").height');
    expect(await height()).toBe(3 * 28 + 10);
    const names = "Array.from({ length: 12 }, (_, i) => `label ${i}`)";
    await run(`const names = ${names};
      tile.update({ ...plot([]), rows: names, columns: names, values: Float64Array.from({ length: 144 }, () => 0.5) });
      await frames(3)`);
    // Cells of 8 pixels leave no room for letters.
    expect(await height()).toBe(102 - 8);
    expect(await painted(8, 85)).toBeGreaterThan(80);
    await run("tile.update(plot([1, 5, 5, 0, 1, 5, 0.25, 0.125, 0.5])); await frames(3)");
  });

  it("draws many updates once, and nothing that is out of view until it comes into view", async () => {
    await run(
      "count(); for (let i = 0; i < 9; i++) tile.update(plot([i / 9, 0, 0, 0, 0, 0, 0, 0, 0])); await frames(3)",
    );
    // Its cells, and its letters.
    expect(await run("return count()")).toBe(2);
    await run("far.update(plot([1, 0, 0, 0, 0, 0, 0, 0, 0])); await frames(3)");
    expect(await run("return count()")).toBe(0);
    await run("scrollTo(0, 1e6); await frames(6); scrollTo(0, 0); await frames(6)");
    expect(await run("return count()")).toBeGreaterThan(0);
    expect(await run("return pixel(far, 100, 100)")).toEqual([253, 231, 37, 255]);
  });

  it("a tile is a button that opens, and tells the value under the pointer", async () => {
    await run("tile.update(plot([1, 5, 5, 0, 1, 5, 0.25, 0.125, 0.5])); log.length = 0");
    const tile = open.page.getByRole("button", { name: "L1H3" });
    await tile.focus();
    await open.page.keyboard.press("Enter");
    await open.page.keyboard.press("Space");
    expect(await log()).toEqual(["open", "open"]);
    await tile.hover({ position: { x: 18 + 3 + 42, y: 75 } });
    expect(await log()).toEqual([{ row: 2, column: 1 }]);
    expect(await tile.getAttribute("title")).toBe("query, label: 0.125");
    await tile.click({ position: { x: 20, y: 20 } });
    expect((await log()).at(-1)).toBe("open");
  });

  it("a full one tells the value that is pointed at, and keeps the cell that is clicked", async () => {
    await run("full.update(plot([1, 5, 5, 0.25, 0.75, 5, 0.5, 0.123456, 0.3])); await frames(3)");
    const { page } = open;
    await page.mouse.move(0, 0);
    await run("log.length = 0");
    const reading = page.locator(".heat-full .heat-reading");
    const chosen = page.locator(".heat-full .heat-chosen");
    const pointed = page.locator(".heat-full .heat-cell:not(.heat-chosen)");
    const middle = async (frame: typeof chosen) => {
      const { x, y, width, height } = (await frame.boundingBox())!;
      return [x + width / 2, y + height / 2] as const;
    };
    // Where the cells are is told by the frames that keys put around two of them.
    const at = async (row: number, column: number) => {
      await run(`full.select({ row: ${row}, column: ${column} })`);
      const place = await middle(chosen);
      await run("full.select(null)");
      return place;
    };
    const [first, last] = [await at(0, 0), await at(2, 1)];
    const missing = [last[0], first[1]] as const;
    await page.mouse.move(...last);
    expect(await log()).toEqual([["hover", { row: 2, column: 1 }]]);
    expect(await reading.textContent()).toBe("query, label: 0.123456");
    expect(await middle(pointed)).toEqual(last);
    expect(await chosen.isVisible()).toBe(false);
    await page.mouse.click(...first);
    expect(await log()).toEqual([["hover", { row: 0, column: 0 }], { row: 0, column: 0 }]);
    expect(await run("return full.cell")).toEqual({ row: 0, column: 0 });
    expect(await middle(chosen)).toEqual(first);
    await page.mouse.move(...last);
    expect(await reading.textContent()).toBe("query, label: 0.123456");
    // Where there is no cell, the chosen one is told; a click there chooses none.
    await page.mouse.move(...missing);
    expect(await reading.textContent()).toBe("exemplar, exemplar: 1");
    expect(await pointed.isVisible()).toBe(false);
    await page.mouse.move(0, 0);
    expect(await log()).toEqual([
      ["hover", { row: 2, column: 1 }],
      ["hover", null],
    ]);
    expect(await run("return full.cell")).toEqual({ row: 0, column: 0 });
    await page.mouse.click(...missing);
    expect(await run("return full.cell")).toBeNull();
    expect(await page.locator(".heat-full [aria-live]").textContent()).toBe("");
    await page.mouse.move(0, 0);
  });

  it("a full one tells values by keys, aloud, and as a table", async () => {
    await run(
      "full.update(plot([1, 5, 5, 0.25, 0.75, 5, 0.5, 0.123456, 0.3])); log.length = 0; await frames(3)",
    );
    const picture = open.page.getByRole("img", { name: /Attention of L1H3/ });
    const reading = open.page.locator(".heat-full .heat-reading");
    const spoken = open.page.locator(".heat-full [aria-live]");
    await picture.focus();
    for (const key of ["ArrowDown", "ArrowRight"]) await open.page.keyboard.press(key);
    expect(await log()).toEqual([
      { row: 2, column: 0 },
      { row: 2, column: 1 },
    ]);
    expect([await reading.textContent(), await spoken.textContent()]).toEqual([
      "query, label: 0.123456",
      "query, label: 0.1235",
    ]);
    await run("full.update(plot([1, 5, 5, 0.25, 0.75, 5, 0.5, 0.2, 0.3]))");
    expect([await reading.textContent(), await spoken.textContent()]).toEqual([
      "query, label: 0.2",
      "query, label: 0.1235",
    ]);
    await open.page.keyboard.press("Escape");
    expect(await log()).toEqual([null]);
    expect(await run("return full.cell")).toBeNull();

    await open.page.locator(".heat-full summary").click();
    const cells = open.page.locator(".heat-full tbody tr").nth(1).locator("th, td");
    await expect.poll(() => cells.allTextContents()).toEqual(["label", "0.25", "0.75", ""]);
    const kept = await cells.nth(1).elementHandle();
    await run("full.update(plot([1, 5, 5, 0.5, 0.5, 5, 0.5, 0.2, 0.3]))");
    await expect.poll(() => cells.allTextContents()).toEqual(["label", "0.5", "0.5", ""]);
    expect(await kept.textContent()).toBe("0.5");
    await expect.poll(() => picture.getAttribute("aria-label")).toContain("Lowest: 0.200 for query, label");
  });

  it("is exported as SVG, PNG and CSV", async () => {
    expect(await run<string>("return full.exportSvg()")).toMatch(/^<svg[^]*Attention[^]*<\/svg>\n$/);
    expect(await run<string>("return full.exportCsv()")).toContain("query,label,0.2\r\n");
    expect(await run("return [...(await full.exportPng()).slice(1, 4)]")).toEqual([...Buffer.from("PNG")]);
  });

  it("a time slider follows keys, a typed place, and plays its frames to their end", async () => {
    await run(
      "slider.setRange({ to: 3200, step: 32, frames: [0, 640, ...Array.from({ length: 60 }, (_, i) => 1312 + 32 * i)] }); log.length = 0",
    );
    const range = open.page.getByRole("slider", { name: "Time" });
    await range.focus();
    await open.page.keyboard.down("ArrowRight");
    expect(await log()).toEqual(["input 32"]);
    await open.page.keyboard.up("ArrowRight");
    await open.page.keyboard.press("PageUp");
    expect(await log()).toEqual(["change 32", "input 640", "change 640"]);
    expect(await range.getAttribute("aria-valuetext")).toBe("640 sequences, step 20");
    const play = open.page.locator(".time-play");
    expect(await play.getAttribute("aria-label")).toBe("Play");
    await play.click();
    expect(await play.getAttribute("aria-label")).toBe("Pause");
    await expect.poll(() => run("return slider.value")).toBeGreaterThan(1344);
    await play.click();
    const played = await log();
    expect(played.slice(0, 2)).toEqual(["input 1312", "input 1344"]);
    expect(played.at(-1)).toBe(`change ${await run<number>("return slider.value")}`);
    await run("slider.value = 3136");
    await play.click();
    await expect.poll(() => run("return slider.isPlaying")).toBe(false);
    expect(await log()).toEqual(["input 3168", "input 3200", "change 3200"]);
    await open.page.getByRole("spinbutton").fill("1000");
    await open.page.keyboard.press("Enter");
    expect(await log()).toEqual(["input 992", "change 992"]);
    expect(await run("slider.value = 99999; return [slider.value, log.length]")).toEqual([3200, 0]);
    await run("slider.setRange({ to: 320, step: 32, frames: [] })");
    expect(await run("return slider.value")).toBe(320);
    expect(await play.isDisabled()).toBe(true);
  });

  it("nothing broke the page's policy or failed", () => {
    expect(open.errors).toEqual([]);
  });
});
