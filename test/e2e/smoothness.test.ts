import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Workbench } from "../editor/workbench.ts";
import { chooseOption } from "./chooseOption.ts";
import { longestTasks } from "./longestTasks.ts";
import { makeRun } from "./makeRun.ts";
import { metricsOf, until } from "./runFiles.ts";
import { stretchRun } from "./stretchRun.ts";

const count = 20;
const million = { sequences: 1_000_000, every: 500 };

describeInEditor("a million sequences", (vsix) => {
  const made = mkdtempSync(join(tmpdir(), "opto-made-"));
  let session: Session;
  let workbench: Workbench;

  const folder = (place: number): string =>
    join(session.editor.workspace, ".optoscope/runs", `2026-01-${String(place + 1).padStart(2, "0")}-long`);
  /** Does something and prints what took longest in it. Nothing depends on it: machines differ. */
  const measure = async (what: string, action: () => Promise<void>, mayRest = false): Promise<void> => {
    const start = performance.now();
    const { all, panel, processor, over50, usual, span } = await longestTasks(
      session.browser,
      workbench.page,
      action,
      mayRest,
    );
    const [load] = loadavg();
    const numbers = `longest task of the panel ${panel.toFixed(1)} ms (of the processor ${processor.toFixed(1)} ms, ${over50} over 50), of all ${all.toFixed(1)} ms; 95 of 100 under ${usual.toFixed(1)} ms; from the first to the last of the panel ${span.toFixed(0)} ms`;
    const rest = `in ${((performance.now() - start) / 1000).toFixed(1)} s, load ${load?.toFixed(1) ?? "?"}`;
    process.stdout.write(`${what}: ${numbers}, ${rest}\n`);
  };

  beforeAll(async () => {
    const real = makeRun(join(made, "real"), {
      id: "real",
      set: { "training.sequences": 40_000, "evaluation.every": 1000, "evaluation.sequences": 50 },
    });
    const runs = join(made, "workspace/.optoscope/runs");
    mkdirSync(runs, { recursive: true });
    writeFileSync(join(made, "workspace/notes.md"), "# Notes\n");
    for (let place = 0; place < count; place++) {
      stretchRun(real, join(runs, `2026-01-${String(place + 1).padStart(2, "0")}-long`), {
        ...million,
        seed: place,
      });
    }
    session = await openSession({ extensions: [vsix], copyOf: join(made, "workspace") });
    workbench = session.workbench;
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs").nth(2).waitFor();
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`smoothness-${task.name.replaceAll(/[^a-z]+/gi, "-")}`));
  });

  afterAll(async () => {
    await session.close();
    rmSync(made, { recursive: true, force: true });
  });

  test("are drawn thinned out, and the page says so", async () => {
    await measure("open the Live panel", async () => {
      await workbench.runCommand("Optoscope: Open Live Panel");
      await workbench.pick("2026-01-01-long");
      const panel = await workbench.panel("#panel .run");
      await panel.locator('canvas[aria-label^="Loss"][aria-label*="ends at"]').waitFor();
    });
    const panel = await workbench.panel("#panel .run");
    await panel
      .locator(".chart-notes", { hasText: /Decimated: [\d,]+ of 8,000 points/ })
      .first()
      .waitFor();
    const last = metricsOf(folder(0)).at(-1)?.sets.train?.loss ?? Number.NaN;
    expect(await labelOf(panel)).toContain(`From 500 to 1M: train ends at ${formatValue(last)}`);
  });

  test("have a crosshair that stands at real points", async () => {
    const panel = await workbench.panel("#panel .run");
    const box = await plotBox(panel);
    const { mouse, keyboard } = workbench.page;
    await measure("hover", async () => {
      for (let i = 0; i <= 150; i++)
        await mouse.move(box.x + box.width * (0.1 + (0.8 * i) / 150), box.y + box.height * 0.5);
    });
    const lines = metricsOf(folder(0)).map(({ sets }) =>
      ["train", "relabel", "exemplar", "class"].map((set) =>
        formatValue(sets[set as "train"]?.loss ?? Number.NaN),
      ),
    );
    const shown = await panel.locator("section.chart").first().locator(".legend-value").allInnerTexts();
    expect(lines.map((line) => line.join(" "))).toContain(shown.join(" "));

    await panel.locator("canvas.chart-canvas").first().focus();
    await keyboard.press("Home");
    await measure("hold an arrow key", async () => {
      for (let i = 0; i < 60; i++) await keyboard.press("ArrowRight");
    });
    const spoken = panel.locator("section.chart").first().locator("[aria-live]");
    await until("it says where it stands", async () => (await spoken.innerText()).includes("30,500"));
    expect(await spoken.textContent()).toContain(lines[60]?.[0]);
  });

  test("zoom, pan, and keep the zoom while they are out of sight", async () => {
    const panel = await workbench.panel("#panel .run");
    const box = await plotBox(panel);
    const { mouse, keyboard } = workbench.page;
    const at = (share: number): [number, number] => [box.x + box.width * share, box.y + box.height * 0.5];
    const before = await labelOf(panel);
    await measure("drag to zoom", async () => {
      await mouse.move(...at(0.3));
      await mouse.down();
      for (let i = 0; i <= 60; i++) await mouse.move(...at(0.3 + (0.4 * i) / 60));
      await mouse.up();
      await until("it is zoomed", async () => (await labelOf(panel)) !== before);
    });
    const zoomed = rangeOf(await labelOf(panel));
    await measure("pan", async () => {
      await keyboard.down("Shift");
      await mouse.move(...at(0.6));
      await mouse.down();
      for (let i = 0; i <= 150; i++) await mouse.move(...at(0.6 - 0.3 * Math.sin((i / 150) * 7)));
      await mouse.up();
      await keyboard.up("Shift");
    });
    await until("it has moved", async () => rangeOf(await labelOf(panel)) !== zoomed);
    await measure("zoom with the wheel", async () => {
      await keyboard.down("Control");
      for (let i = 0; i < 40; i++) await mouse.wheel(0, i < 20 ? -40 : 40);
      await keyboard.up("Control");
      await workbench.page.waitForTimeout(500);
    });
    const range = rangeOf(await labelOf(panel));
    await workbench.runCommand("File: New Untitled Text File");
    await workbench.tab("Untitled-1").waitFor();
    await measure("show again", async () => {
      await workbench.tab("Live").click();
      const again = await workbench.panel("#panel .run");
      await until("it is drawn again", async () => rangeOf(await labelOf(again)) === range);
    });
  });

  test("of twenty runs are compared", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.rows("Runs").first().click();
    await workbench.page.keyboard.press("Control+a");
    await measure("compare twenty runs", async () => {
      await workbench.runCommand("Optoscope: Compare Runs");
      const panel = await workbench.panel("#panel [data-section=values]");
      await panel.locator('.compare-small canvas[aria-label*="ends at"]').nth(1).waitFor();
    });
    const panel = await workbench.panel("#panel [data-section=values]");
    // It may have come before one looks.
    const rest = () => panel.locator("[data-section=values] td").first().waitFor();
    await measure("have the rest of the twenty runs, too", rest, true);
    expect(await panel.locator(".compare-legend li").count()).toBe(count);
    const tiles = panel.locator(".compare-small");
    expect(await tiles.count()).toBe(count);
    expect(await labelOf(panel)).not.toContain("without values");
    const { mouse } = workbench.page;
    const hover = async (): Promise<void> => {
      const box = await plotBox(panel);
      for (let i = 0; i <= 100; i++)
        await mouse.move(box.x + box.width * (0.1 + (0.8 * i) / 100), box.y + box.height * 0.5);
    };
    await measure("hover over small multiples", hover);
    await workbench.screenshot("smoothness-multiples");
    // With luck it was drawn before.
    const last = tiles.last();
    const scroll = async (): Promise<void> => {
      await last.scrollIntoViewIfNeeded();
      await last.locator('canvas[aria-label*="ends at"]').waitFor();
    };
    await measure("scroll to the last of them", scroll, true);

    await measure("draw twenty runs over each other", async () => {
      await chooseOption(panel, "Layout", "overlay");
      await panel
        .locator(".chart-notes", { hasText: new RegExp(`of ${count * 2},000 points`) })
        .first()
        .waitFor();
    });
    expect(await tiles.count()).toBe(0);
    expect(await labelOf(panel)).not.toContain("without values");
    await measure("hover over twenty runs", hover);
    await workbench.screenshot("smoothness-twenty");
    for (const place of [0, count - 1]) {
      const loss = metricsOf(folder(place)).at(-1)?.sets.relabel?.inContextAccuracy;
      const row = panel.locator(`tr[data-row="2026-01-${String(place + 1).padStart(2, "0")}-long"]`);
      const cell = row.locator('td[data-column="relabel.inContextAccuracy:last"]');
      expect(Number(await cell.getAttribute("data-value"))).toBe(loss);
    }
  });
});

/** What a screen reader says of the first chart. */
async function labelOf(panel: Frame): Promise<string> {
  return (await panel.locator("canvas.chart-canvas").first().getAttribute("aria-label")) ?? "";
}

/** The range of the x-axis in such a label. */
function rangeOf(label: string): string {
  return /From \S+ to [^:]+/.exec(label)?.[0] ?? "";
}

/** Where the first chart's picture is in the window, in CSS pixels. */
async function plotBox(panel: Frame): Promise<{ x: number; y: number; width: number; height: number }> {
  const canvas = panel.locator("canvas.chart-canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("the chart is not to be seen");
  return box;
}
