import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Workbench } from "../editor/workbench.ts";
import { makeRun } from "./makeRun.ts";
import { metricsOf, until } from "./runFiles.ts";
import { tableRows } from "./tableRows.ts";

const seeds = [5, 6, 7];
const group = { id: "0123456789ab", name: "three seeds" };

describeInEditor("a group of runs", (vsix) => {
  const made = mkdtempSync(join(tmpdir(), "opto-made-"));
  const folders: string[] = [];
  let session: Session;
  let workbench: Workbench;

  const compare = (): Promise<Frame> => workbench.panel("#panel [data-section=values]");
  /** The values of a metric's members at an evaluation. */
  const membersAt = (place: number): number[] =>
    folders.map((folder) => metricsOf(folder)[place]?.sets.relabel?.inContextAccuracy ?? Number.NaN);
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const choosePaper = async (panel: Frame, figure: RegExp): Promise<void> => {
    await panel.getByRole("button", { name: "Paper's curves", exact: true }).press("Enter");
    await panel.getByRole("menuitemcheckbox", { name: figure }).click();
    await workbench.page.keyboard.press("Escape");
  };

  beforeAll(async () => {
    for (const init of seeds) {
      const folder = makeRun(made, {
        id: `2026-01-0${init}-run`,
        set: {
          "seeds.init": init,
          "training.sequences": 20_000,
          "evaluation.every": 1000,
          "evaluation.sequences": 100,
          "training.optimizer.rate": 3e-4,
        },
      });
      const file = join(folder, "run.json");
      const record = JSON.parse(readFileSync(file, "utf8")) as object;
      writeFileSync(file, JSON.stringify({ ...record, group: { ...group, values: { "seeds.init": init } } }));
      folders.push(folder);
    }
    session = await openSession({ extensions: [vsix], copyOf: made });
    workbench = session.workbench;
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs").first().waitFor();
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`groups-${task.name.replaceAll(/[^a-z]+/gi, "-")}`));
  });

  afterAll(async () => {
    await session.close();
    rmSync(made, { recursive: true, force: true });
  });

  test("is one curve with the mean, the lowest and the highest of what the runs have written", async () => {
    await workbench.rows("Runs").first().click();
    await workbench.page.keyboard.press("Control+a");
    await workbench.runCommand("Optoscope: Compare Runs");
    const panel = await compare();
    await panel.locator("td[data-value]").first().waitFor();
    const label = `${group.name} · mean of 3, min–max`;
    await panel.locator(".legend-label", { hasText: label }).first().waitFor();
    expect(await panel.locator(".compare-legend li").count()).toBe(1);

    const rows = await tableRows(panel, "Relabel in-context accuracy");
    expect(rows).toHaveLength(21);
    rows.forEach((row, place) => {
      const values = membersAt(place);
      const numbers = [meanOf(values), Math.min(...values), Math.max(...values)].map(formatValue);
      expect(row.slice(1)).toEqual([...numbers, "3"]);
    });
    const last = panel.locator('td[data-column="relabel.inContextAccuracy:last"]');
    expect(Number(await last.getAttribute("data-value"))).toBeCloseTo(meanOf(membersAt(20)), 12);
  });

  test("is read at the crosshair", async () => {
    const panel = await compare();
    const chart = panel.locator("section.chart").first();
    await chart.locator("canvas.chart-canvas").focus();
    await workbench.page.keyboard.press("End");
    const values = membersAt(20);
    const [mean, low, high] = [meanOf(values), Math.min(...values), Math.max(...values)].map(formatValue);
    await until("the legend has it", async () =>
      (await chart.locator(".legend-value").innerText()).includes(`${mean} (${low} to ${high})`),
    );
    expect(await chart.locator("[aria-live]").textContent()).toContain(
      `mean ${mean}, min ${low}, max ${high}`,
    );
  });

  test("is shown as runs where the user prefers it, also after a reload", async () => {
    const panel = await compare();
    const list = panel.locator("vscode-dropdown").filter({ hasText: "mean and range" });
    await list.press("Enter");
    await list.locator("vscode-option", { hasText: "runs" }).click();
    await until(
      "each run is in the legend",
      async () => (await panel.locator(".compare-legend li").count()) === 3,
    );
    await workbench.reload();
    const again = await compare();
    await again.locator("td[data-value]").first().waitFor();
    expect(await again.locator(".compare-legend li").count()).toBe(3);
  });

  test("is held against the paper's curves, which stay over a reload", async () => {
    const panel = await compare();
    await choosePaper(panel, /^Figure 3a/);
    const chart = panel.locator('[data-metric="train.loss"] section.chart').first();
    await chart.locator(".legend-label", { hasText: "paper: train" }).waitFor();
    const canvas = chart.locator("canvas.chart-canvas");
    await until("it is drawn", async () =>
      ((await canvas.getAttribute("aria-label")) ?? "").includes("paper: train"),
    );
    // Axes stay those of the runs.
    expect(await canvas.getAttribute("aria-label")).toContain("From 0 to 20k");
    await workbench.screenshot("groups-paper");
    await workbench.reload();
    const again = await compare();
    await again.locator(".legend-label", { hasText: "paper: train" }).waitFor();
  });

  test("is one curve in the Live panel, with the paper's strengths", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.rows("Runs").first().click();
    await workbench.page.keyboard.press("Control+a");
    await workbench.runCommand("Optoscope: Open Live Panel");
    const panel = await workbench.panel("#panel .run");
    const loss = panel.locator("section.chart").first();
    await loss.locator(".legend-label", { hasText: "mean of 3, min–max" }).waitFor();
    expect(await loss.locator(".legend-label").count()).toBe(1);
    await choosePaper(panel, /^Figure 3b/);
    await panel.locator(".legend-label", { hasText: "paper: L1H3" }).waitFor();
    await workbench.screenshot("groups-live");
  });
});
