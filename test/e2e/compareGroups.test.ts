import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import type { Frame, Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import type { GroupTest } from "../../src/runs/comparison/compareGroups.ts";
import type { MetricsLine } from "../../src/runs/metricsLine.ts";
import { readRun } from "../../src/runs/runReader.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Workbench } from "../editor/workbench.ts";
import { chooseOption } from "./chooseOption.ts";
import { fourDigits } from "./fourDigits.ts";
import { heatRows } from "./heatRows.ts";
import { makeRun } from "./makeRun.ts";
import { makeSweep } from "./makeSweep.ts";
import { measureRun } from "./measureRun.ts";
import { metricsOf } from "./runFiles.ts";
import { violations } from "./violations.ts";

const cli = resolve(import.meta.dirname, "../../dist/cli.js");
const seeds = [5, 6, 7];
const experiment = {
  training: { sequences: 8000, optimizer: { kind: "adam", rate: 3e-4 } },
  evaluation: { every: 1000, sequences: 100 },
  checkpoints: { every: 2000 },
  sweep: { "seeds.init": seeds },
};
/** Head L1H3 alone, with a name that takes more room than there is. */
const alone = {
  ...experiment,
  name: "only one head of layer 1 learns while all others are ablated from the start to the end",
  clamps: [{ kind: "ablate", heads: [0, 1, 2, 4, 5, 6, 7].map((head) => `L1H${head}`) }],
};

describeInEditor("two groups of three seeds", (vsix) => {
  const made = mkdtempSync(join(tmpdir(), "opto-made-"));
  let session: Session;
  let workbench: Workbench;
  /** Ids of each group's runs, in the order of `seeds`. */
  const groups: Record<"a" | "b", string[]> = { a: [], b: [] };

  const folder = (id: string): string => join(session.editor.workspace, ".optoscope/runs", id);
  const compare = (): Promise<Frame> => workbench.panel("#panel [data-section=values]");
  const section = (panel: Frame, key: string): Locator => panel.locator(`details[data-section=${key}]`);
  /** Shows all runs in a new panel. */
  const openAll = async (): Promise<Frame> => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.rows("Runs").first().click();
    await workbench.page.keyboard.press("Control+a");
    await workbench.runCommand("Optoscope: Compare Runs");
    const panel = await compare();
    await panel.locator("td[data-value]").first().waitFor();
    return panel;
  };

  beforeAll(async () => {
    for (const [key, of] of [
      ["a", { ...experiment, name: "free" }],
      ["b", alone],
    ] as const) {
      const folders = makeSweep(made, of);
      const seedOf = (path: string): number => readRun(path).record.experiment.seeds.init;
      groups[key] = folders.sort((one, other) => seedOf(one) - seedOf(other)).map((path) => basename(path));
    }
    session = await openSession({ extensions: [vsix], copyOf: made });
    workbench = session.workbench;
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs").nth(1).waitFor();
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`compare-groups-${task.name.replaceAll(/[^a-z]+/gi, "-").slice(0, 60)}`));
  });

  afterAll(async () => {
    await session.close();
    rmSync(made, { recursive: true, force: true });
  });

  test("are tested against each other, with the numbers of plain arithmetic and of the command line", async () => {
    const panel = await openAll();
    const table = section(panel, "groups");
    await table.locator("tbody tr").first().waitFor();
    expect(groups.a).toHaveLength(3);
    expect(groups.b).toHaveLength(3);
    const tests = compareJson([...groups.a, ...groups.b].map(folder));
    for (const [measure, read] of measures) {
      const { difference, t, effect, p, interval } = paired(groups, (id) =>
        read(metricsOf(folder(id)).at(-1)),
      );
      const row = table.locator(`tr[data-row="${measure}:last"]`);
      const cell = (column: string): Locator => row.locator(`td[data-column="${column}"]`);
      const shown = async (column: string): Promise<number> =>
        Number(await cell(column).getAttribute("data-value"));
      expect(await shown("difference")).toBeCloseTo(difference, 10);
      expect(await shown("t")).toBeCloseTo(t, 6);
      expect(await shown("effect")).toBeCloseTo(effect, 8);
      expect(await shown("p")).toBeCloseTo(p, 8);
      expect(await shown("pairs")).toBe(3);
      const sign = (number: number): string => (number < 0 ? "−" : "");
      expect(await cell("t").innerText()).toBe(`${sign(t)}${Math.abs(t).toFixed(2)} (2)`);
      expect(await cell("effect").innerText()).toBe(`${sign(effect)}${Math.abs(effect).toFixed(2)}`);
      const title = (await cell("difference").getAttribute("title")) ?? "";
      const [low, high] = /95 % confidence: (\S+) to (\S+)/.exec(title)?.slice(1).map(Number) ?? [];
      expect(low).toBeCloseTo(interval.low, 6);
      expect(high).toBeCloseTo(interval.high, 6);

      const said = tests.measures.find((each) => each.measure === measure && each.where === "last");
      expect(said?.meanDifference).toBeCloseTo(difference, 10);
      expect(said?.t).toBe(await shown("t"));
      expect(said?.effect).toBe(await shown("effect"));
      expect(said?.p).toBe(await shown("p"));
    }
    await table.getByText("3 pairs of runs with the same seeds").click();
    const pairs = await table
      .locator("details tbody tr")
      .evaluateAll((rows) => rows.map((row) => row.firstElementChild?.textContent));
    expect(pairs.sort()).toEqual(seeds.map((seed) => `init ${seed}, data 0, eval 1`));
    await table.getByText("3 pairs of runs with the same seeds").click();
    await toTop(table);
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`compare-groups-${theme}`);
      expect(await violations(panel), theme).toEqual([]);
    }
  });

  test("have weights whose distances are those that the command line measures", async () => {
    const panel = await compare();
    const weights = section(panel, "weights");
    const run = weights.getByRole("combobox", { name: "Run", exact: true });
    // The first of the same seeds as the baseline, which is the oldest run.
    const baseline = oldest(groups.a.map(folder));
    const partner = groups.b[groups.a.indexOf(basename(baseline))] ?? "none";
    expect(await run.inputValue()).toBe(partner);
    await weights.getByRole("button", { name: "Compute" }).press("Enter");
    await weights.locator(".heat-canvas").waitFor();
    const { results } = measureRun(
      folder(partner),
      "weights",
      ...["--set", `reference=${JSON.stringify(baseline)}`],
      ...["--at", "2016,4000,6016,8000"],
    );
    expect(results.map(({ sequences }) => sequences)).toEqual([2016, 4000, 6016, 8000]);
    const byRow = (each: (value: (typeof results)[number]["value"]) => (number | null)[]): number[][] => {
      const columns = results.map(({ value }) => each(value));
      return (columns[0] ?? []).map((_, row) => columns.map((column) => column[row] ?? Number.NaN));
    };
    const parameters = byRow(({ parameters: all }) => Object.values(all));
    expect(await heatRows(weights)).toEqual(fourDigits(parameters));
    expect(Math.max(...parameters.flat())).toBeGreaterThan(0);
    await weights.getByRole("combobox", { name: "Rows", exact: true }).selectOption("W_Q");
    const heads = byRow(({ heads: all }) => Object.values(all).map((head) => head.W_Q));
    expect(heads).toHaveLength(16);
    await expect.poll(() => heatRows(weights)).toEqual(fourDigits(heads));
    await toTop(weights);
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`compare-weights-${theme}`);
      expect(await violations(panel), theme).toEqual([]);
    }
  });

  test("keep a hidden column hidden, in another panel and after a reload", async () => {
    const panel = await openAll();
    const values = section(panel, "values");
    const headers = (place: Locator): Promise<string[]> =>
      place
        .locator("th[data-column]")
        .evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-column") ?? ""));
    const before = await headers(values);
    expect(before).toContain("relabel.inContextAccuracy:best");
    await values.locator("summary", { hasText: "Columns" }).click();
    await values.getByLabel("Best").click();
    const expected = before.filter((key) => !key.endsWith(":best"));
    await expect.poll(() => headers(values)).toEqual(expected);
    const another = await openAll();
    await expect.poll(() => headers(section(another, "values"))).toEqual(expected);
    await workbench.reload();
    const again = await compare();
    await again.locator("td[data-value]").first().waitFor();
    expect(await headers(section(again, "values"))).toEqual(expected);
  });

  test("are drawn over each other, and each run alone where there are more than eight", async () => {
    for (const seed of [8, 9, 10])
      makeRun(session.editor.workspace, {
        id: `9999-01-${seed}-alone`,
        set: { "training.sequences": 3200, "evaluation.every": 800, "seeds.init": seed },
      });
    // As the newest, they are above the groups.
    await workbench.rows("Runs", "seed 10").first().waitFor();
    await workbench.runCommand("Notifications: Clear All Notifications");
    const panel = await openAll();
    const legend = panel.locator(".compare-legend li");
    await expect.poll(() => legend.count()).toBe(5);
    expect(await panel.locator(".compare-small").count()).toBe(0);
    await chooseOption(panel, "Groups", "runs");
    await expect.poll(() => legend.count()).toBe(9);
    await expect.poll(() => panel.locator(".compare-small").count()).toBe(9);
    const tiles = panel.locator(".compare-small");
    // Those that nobody has come near to are not made yet.
    await tiles.last().scrollIntoViewIfNeeded();
    const expected = [...groups.a, ...groups.b, ...[8, 9, 10].map((seed) => `9999-01-${seed}-alone`)].sort();
    await expect
      .poll(async () => {
        const ids = await tiles.evaluateAll((all) => all.map((tile) => tile.getAttribute("data-unit")));
        return ids.toSorted();
      })
      .toEqual(expected);
    await tiles.last().locator('canvas[aria-label*="ends at"]').waitFor();
    await toTop(section(panel, "curves"));
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`compare-multiples-${theme}`);
    }
    // Eight are few enough for one chart.
    await legend
      .last()
      .getByRole("button", { name: /^Take / })
      .click();
    await expect.poll(() => legend.count()).toBe(8);
    await expect.poll(() => panel.locator(".compare-small").count()).toBe(0);
    await panel.locator('canvas[aria-label*="ends at"]').first().waitFor();
    await workbench.screenshot("compare-overlay");
    await chooseOption(panel, "Layout", "small multiples");
    await expect.poll(() => panel.locator(".compare-small").count()).toBe(8);
  });

  test("fit a narrow place", async () => {
    const { page } = workbench;
    const panel = await compare();
    const around = 1440 - (await panel.evaluate(() => window.innerWidth));
    await page.setViewportSize({ width: 420 + around, height: 1000 });
    await panel.waitForFunction(() => Math.abs(window.innerWidth - 420) < 2);
    for (const key of ["curves", "groups", "weights"]) {
      await toTop(section(panel, key));
      await workbench.screenshot(`compare-narrow-${key}`);
    }
    expect(await panel.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
  });
});

/** Scrolls a section of the panel to the top. */
async function toTop(place: Locator): Promise<void> {
  await place
    .locator("h2")
    .first()
    .evaluate((heading) => {
      heading.scrollIntoView();
    });
}

/** Metrics and head scores, and where they are in a line of an evaluation. */
const measures: readonly (readonly [string, (line: MetricsLine | undefined) => number | null | undefined])[] =
  [
    ["train.loss", (line) => line?.sets.train?.loss],
    ["relabel.inContextAccuracy", (line) => line?.sets.relabel?.inContextAccuracy],
    ["class.loss", (line) => line?.sets.class?.loss],
    [
      "strongest.previousToken",
      (line) => Math.max(...Object.values(line?.heads ?? {}).map((head) => head.previousToken ?? -Infinity)),
    ],
  ];

/** The paired t-test of B minus A, by plain arithmetic. */
function paired(
  { a, b }: Readonly<Record<"a" | "b", readonly string[]>>,
  read: (id: string) => number | null | undefined,
) {
  const differences = a.map((id, place) => (read(b[place] ?? "") ?? Number.NaN) - (read(id) ?? Number.NaN));
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / 3;
  const squares = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0);
  const deviation = Math.sqrt(squares / 2);
  const error = deviation / Math.sqrt(3);
  const t = mean / error;
  // With two degrees of freedom, Student's distribution is this; 97.5 % of it are below 4.302653.
  const p = 1 - Math.abs(t) / Math.sqrt(2 + t ** 2);
  const quantile = 4.302652729911275;
  return {
    difference: mean,
    t,
    p,
    effect: mean / deviation,
    interval: { low: mean - quantile * error, high: mean + quantile * error },
  };
}

/** The test of the only two groups, as `optoscope compare --json` prints it. */
function compareJson(folders: readonly string[]): GroupTest {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, "compare", ...folders, "--json"], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  if (status !== 0) throw new Error(`the runs could not be compared:\n${stderr}`);
  const { groupTests } = JSON.parse(stdout) as { groupTests: GroupTest[] };
  if (groupTests.length !== 1) throw new Error(`expected one test, got ${groupTests.length}`);
  return groupTests[0]!;
}

/** The folder of the run that was made first. */
function oldest(folders: readonly string[]): string {
  const created = (path: string): string => readRun(path).record.created;
  return folders.toSorted((one, other) => created(one).localeCompare(created(other)))[0]!;
}
