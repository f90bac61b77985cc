import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { figureCsv } from "../../../src/figures/figureCsv.ts";
import { reportHtml } from "../../../src/figures/report/reportHtml.ts";
import { verdictCsv } from "../../../src/figures/verdictCsv.ts";
import { findChromium, launchBrowser } from "../../editor/browser.ts";
import { allElements, readXml, type XmlElement } from "./readXml.ts";
import { curvesPlot, sampleFigure } from "./sampleFigures.ts";

const second = {
  ...sampleFigure,
  id: "fig 1",
  title: "Figure 1",
  plots: [curvesPlot],
  tables: [],
  verdicts: [],
};
const html = reportHtml([sampleFigure, second, { ...second, id: "fig-1", title: "Figure 1b" }], {
  title: "Reproduced <here>",
  created: "2026-01-02 03:04",
  versions: { optoscope: "1.2.3", node: "20" },
  duration: 3723,
  notes: ["A tenth & less."],
});
// It is written so that it is well-formed XML too, but for what is no markup.
const page = readXml(html.replace("<!DOCTYPE html>", "").replace(/<(style|script)>.*?<\/\1>/gs, ""));
const all = allElements(page);
const named = (name: string, root = page): XmlElement[] =>
  allElements(root).filter((element) => element.name === name);
const wholeText = (element: XmlElement): string =>
  `${element.text} ${element.children.map(wholeText).join(" ")}`.replace(/\s+/g, " ").trim();

describe("a report", () => {
  test("says what it is, when it was made, by what, and how long it took", () => {
    expect(named("title")[0]!.text).toBe("Reproduced <here>");
    expect(named("h1").map(({ text }) => text)).toEqual(["Reproduced <here>"]);
    for (const fact of [
      "2026-01-02 03:04",
      "optoscope 1.2.3",
      "node 20",
      "took 1 h 02 min",
      "A tenth & less.",
    ]) {
      expect(wholeText(page)).toContain(fact);
    }
  });

  test("has contents that lead to each figure, with the counts of its verdicts", () => {
    const contents = all.find(({ attributes }) => attributes["id"] === "contents")!;
    const links = named("a", contents)
      .map(({ attributes }) => attributes["href"]!)
      .filter((link) => link.startsWith("#"));
    expect(links).toHaveLength(3);
    expect(new Set(links).size).toBe(3);
    for (const link of links) {
      const target = all.find(({ attributes }) => `#${attributes["id"] ?? ""}` === link);
      expect(target?.name).toBe("section");
    }
    const [, first, next] = named("tr", contents).map(wholeText);
    expect(first).toBe("Figure 0: a <sample> & more 1 ✓ 1 ✗ 1 ?");
    expect(next).toBe("Figure 1 – – –");
  });

  test("says of each statement whether it holds in words, and why not", () => {
    const rows = named("table")
      .filter(({ attributes }) => attributes["class"] === "verdicts")
      .flatMap((table) => named("tr", table).slice(1).map(wholeText));
    expect(rows).toEqual([
      "It drops. seed 5 yes yes, at 300k holds ✓",
      "It rises. no no does not hold ✗ A <plateau> instead.",
      "Seed 9 too. seed 9 not shown yes cannot be told ?",
    ]);
  });

  test("has every picture with a name and a description, in colours of the page", () => {
    const pictures = all.filter(({ name, attributes }) => name === "svg" && attributes["role"] === "img");
    expect(pictures).toHaveLength(3 + 2 + 2);
    for (const picture of pictures) {
      expect(picture.attributes["aria-label"]).toMatch(/^Figure \d.*: /);
      expect(picture.children.slice(0, 2).map(({ name }) => name)).toEqual(["title", "desc"]);
    }
    const strokes = named("path").map(({ attributes }) => attributes["stroke"]);
    expect(strokes.filter((stroke) => stroke?.startsWith("#"))).toEqual([]);
    expect(strokes).toContain("var(--figure-series-0)");
  });

  test("has tables with headers, runs with their hashes, and its data as files", () => {
    const scopes = named("th").map(({ attributes }) => attributes["scope"]);
    expect(scopes.every((scope) => scope === "col" || scope === "row")).toBe(true);
    expect(wholeText(page)).toContain("base 0123456789abcdef /runs/base");
    const files = new Map(
      named("a")
        .filter(({ attributes }) => attributes["download"] !== undefined)
        .map(({ attributes }) => [attributes["download"], attributes["href"]!]),
    );
    const content = (name: string): string =>
      decodeURIComponent(files.get(name)!.replace(/^data:text\/csv;charset=utf-8,/, ""));
    expect(content("fig0.csv")).toBe(figureCsv(sampleFigure));
    expect(content("fig0-verdicts.csv")).toBe(verdictCsv([sampleFigure]));
    expect(content("verdicts.csv")).toBe(verdictCsv([sampleFigure]));
    expect(content("fig0-table.csv")).toMatch(/^head,strength,note\r\n/);
  });

  test("names nothing that is elsewhere, and no id twice", () => {
    const addresses = html.match(/(?:href|src)="(?!#|data:text\/csv)[^"]*"|url\([^)]*\)|@import/g);
    expect(addresses).toBeNull();
    const ids = all.flatMap(({ attributes }) => attributes["id"] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe.skipIf(findChromium() === null)("a report in a browser", () => {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-report-"));
  const address = pathToFileURL(join(folder, "report.html")).href;
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  let browser: Browser;

  beforeAll(async () => {
    writeFileSync(join(folder, "report.html"), html);
    browser = await launchBrowser();
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: Parameters<Browser["newContext"]>[0]) {
    // The page forbids all scripts but its own; the one that examines it comes from outside.
    const context: BrowserContext = await browser.newContext({ bypassCSP: true, ...options });
    const opened = await context.newPage();
    const asked: string[] = [];
    opened.on("request", (request) => asked.push(request.url()));
    await opened.goto(address);
    return { opened, asked };
  }

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 400],
    ["dark", 400],
  ] as const)("is accessible, %s and %i pixels wide, and asks for nothing", async (colorScheme, width) => {
    const { opened, asked } = await open({ colorScheme, viewport: { width, height: 900 } });
    expect(await opened.evaluate("document.documentElement.scrollWidth")).toBe(width);
    await opened.evaluate(axe);
    const problems = await opened.evaluate(
      "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))",
    );
    expect(problems).toEqual([]);
    expect(asked).toEqual([address]);
  });

  test("shows each picture once, and one that suits the width", async () => {
    for (const [width, widest] of [
      [1280, 780],
      [400, 345],
    ] as const) {
      const { opened } = await open({ viewport: { width, height: 900 } });
      const shown = await opened.evaluate(
        "[...document.querySelectorAll('#fig-1 svg[role=img]')].filter((svg) => svg.getBoundingClientRect().width > 0).map((svg) => svg.viewBox.baseVal.width)",
      );
      expect(shown).toEqual([widest]);
    }
  });

  test("follows the system until its reader chooses a theme, figures included", async () => {
    const { opened } = await open({ colorScheme: "dark" });
    const colours = (): Promise<unknown> =>
      opened.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.curves path[stroke]:not(.reference)')).stroke]",
      );
    expect(await colours()).toEqual(["rgb(16, 18, 20)", "rgb(90, 174, 240)"]);
    await opened.click("text=Light theme");
    expect(await colours()).toEqual(["rgb(246, 247, 249)", "rgb(0, 114, 178)"]);
    await opened.emulateMedia({ colorScheme: "light" });
    await opened.click("text=Dark theme");
    expect(await colours()).toEqual(["rgb(16, 18, 20)", "rgb(90, 174, 240)"]);
    await opened.emulateMedia({ media: "print" });
    expect((await colours()) as string[]).toContain("rgb(0, 114, 178)");
  });
});
