import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { panelOptions } from "../../src/build/bundle.ts";
import { findChromium, launchBrowser } from "../editor/browser.ts";
import { openPage } from "./openPage.ts";

const script = `
  window.posted = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.posted.push(message), getState: () => undefined, setState: () => undefined,
  });
  // What is required is run here, after the above.
  require("./webview/main.ts");
`;

describe("the script of all panels", () => {
  it("is one file, which has every library once", async () => {
    const folder = mkdtempSync(join(tmpdir(), "optoscope-panels-"));
    const { metafile } = await build({ ...panelOptions(folder), metafile: true });
    expect(readdirSync(join(folder, "webview")).filter((name) => name.endsWith(".js"))).toEqual(["panel.js"]);
    const inputs = Object.keys(metafile.inputs);
    for (const panel of ["live/livePanel", "compare/comparePanel", "heads/headsPanel", "wiring/wiringPanel"])
      expect(inputs).toContain(`webview/${panel}.ts`);
    expect(inputs.filter((path) => path.endsWith("chart.js/dist/chart.js"))).toHaveLength(1);
    rmSync(folder, { recursive: true, force: true });
  });
});

describe.skipIf(findChromium() === null)("in a browser, the script of all panels", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());

  it.each(["live", "compare", "heads", "wiring"])("starts the panel of a page: %s", async (kind) => {
    const { page, errors, close } = await openPage(browser, script, kind);
    expect(await page.evaluate("posted.map(({ kind }) => kind)")).toContain("ready");
    expect(await page.evaluate("document.getElementById('panel').childElementCount")).toBeGreaterThan(0);
    expect(errors).toEqual([]);
    await close();
  });

  it("says so where a page does not say which panel it is", async () => {
    const { errors, close } = await openPage(browser, script, "toString");
    expect(errors).toEqual(["the page does not say which panel it is"]);
    await close();
  });
});
