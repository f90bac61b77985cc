import { basename } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import { trainers } from "../editor/processes.ts";
import type { Workbench } from "../editor/workbench.ts";
import { measureRun } from "./measureRun.ts";
import { tableRows } from "./tableRows.ts";
import { eventsOf, metricsOf, runFolders, stateOf, until } from "./runFiles.ts";

/** With this seed L1H3 becomes the strongest induction head. */
const changes = [
  ["training.sequences", "12M", "How many sequences to train on"],
  ["seeds.init", "7", "Seed of the initial parameters"],
  ["evaluation.every", "2000", "between two evaluations"],
  ["evaluation.sequences", "200", "in each of the four evaluation sets"],
] as const;

/** Heads of the layer besides L1H3. */
const others = [0, 1, 2, 4, 5, 6, 7].map((head) => `L1H${head}`);

const violations = /Content Security Policy|Refused to/;

describeInEditor("a researcher's day", (vsix) => {
  let session: Session;
  let workbench: Workbench;

  const folder = (place: number): string => {
    const found = runFolders(session.editor.workspace)[place];
    if (found === undefined) throw new Error(`there is no run number ${place}`);
    return found;
  };
  const live = (): Promise<Frame> => workbench.panel("#panel .run");
  const compare = (): Promise<Frame> => workbench.panel("#panel [data-section=values]");

  beforeAll(async () => {
    session = await openSession({ extensions: [vsix], files: { "notes.md": "# Notes\n" } });
    workbench = session.workbench;
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`day-${task.name.replaceAll(/[^a-z]+/gi, "-")}`));
  });

  afterAll(() => session.close());

  /** Runs the experiment that is selected or picked, changed. */
  const runChanged = async (all: readonly (readonly [key: string, value: string, prompt: string])[]) => {
    for (const [key, value, prompt] of all) {
      await workbench.pick(key);
      await workbench.type(value, prompt);
    }
    await workbench.pick("Run with");
  };

  test("runs a preset with changes from the palette, and its badge moves", async () => {
    await workbench.runCommand("Optoscope: Run Experiment with Changes");
    await workbench.pick("quick");
    await runChanged(changes);
    const row = workbench.rows("Runs", "quick").first();
    await workbench.rows("Runs", /\d %/).first().waitFor();
    const badge = await row.innerText();
    await until("the badge moves", async () => (await row.innerText()) !== badge);
    await workbench.statusItem(/1 running/).waitFor();
    expect(trainers(session.editor)).toHaveLength(1);
  });

  test("draws at least 20 points in the Live panel while training", async () => {
    const panel = await live();
    await until("20 points are in the loss chart", async () => (await tableRows(panel, "Loss")).length >= 20);
    expect(stateOf(folder(0))).toBe("running");
    const [first] = metricsOf(folder(0));
    const [shown] = await tableRows(panel, "Loss");
    expect(Number(shown?.[1])).toBeCloseTo(first?.sets.train?.loss ?? Number.NaN, 2);
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`day-live-${theme}`);
    }
  });

  test("clamps a ticked head of the running run: file, band and loss", async () => {
    await until("the phase change is over", () => (metricsOf(folder(0)).at(-1)?.sets.train?.loss ?? 1) < 0.1);
    await workbench.tick(await workbench.reach("Architecture", /^\s*L1H3/));
    const panel = await live();
    const before = await bandContrast(panel);
    await workbench.runCommand("Optoscope: Clamp Head While Running");
    await workbench.pick("Ablate");
    await workbench.type("", "From how many sequences");
    await workbench.type("", "Until how many sequences");
    await workbench.pick("No condition");
    await until("the clamp is measured", () => eventsOf(folder(0), "clamp-measured").length === 1);
    const [on] = eventsOf(folder(0), "clamp-on");
    expect(on).toMatchObject({ clamp: { kind: "ablate", heads: ["L1H3"] } });
    expect(eventsOf(folder(0), "clamp-measured")[0]).toMatchObject({ id: on?.id, deviation: 0 });

    const at = on?.sequences ?? 0;
    await until(
      "it was evaluated under the clamp",
      () => (metricsOf(folder(0)).at(-1)?.sequences ?? 0) > at + 3000,
    );
    const next = metricsOf(folder(0)).find(({ sequences }) => sequences > at);
    const place = ["--at", String(next?.sequences)] as const;
    const lossOf = (...more: readonly string[]) =>
      measureRun(folder(0), "metrics", ...place, ...more).results[0]?.value.sets.train?.loss;
    // However much it takes from a model that has learned to do without: it is in every number from there on.
    expect(lossOf()).toBe(next?.sets.train?.loss);
    expect(lossOf("--replace")).not.toBe(next?.sets.train?.loss);

    await panel
      .locator(".clamp-list li")
      .filter({ hasText: "ablate L1H3" })
      .filter({ hasText: "max deviation 0" })
      .waitFor();
    await until("the band is drawn", async () => (await bandContrast(panel)) > before + 5);
    await workbench.rows("Clamps", "ablate L1H3").first().waitFor();
    await workbench.screenshot("day-clamped");
  });

  test("pauses and resumes", async () => {
    await workbench.runCommand("Optoscope: Pause");
    await until("it is paused", () => stateOf(folder(0)) === "paused");
    await workbench.rows("Runs", "paused").first().waitFor();
    const { length } = metricsOf(folder(0));
    await workbench.page.waitForTimeout(1000);
    expect(metricsOf(folder(0))).toHaveLength(length);
    await workbench.runCommand("Optoscope: Resume");
    await until("it goes on", () => metricsOf(folder(0)).length > length);
  });

  test("trains on while the window is reloaded, and the panel comes back with its zoom", async () => {
    const panel = await live();
    await zoom(panel, workbench);
    await until("the chart is zoomed", async () => (await rangeOf(panel)) !== null);
    await panel.getByText("Zoomed").waitFor();
    const range = await rangeOf(panel);
    const [trainer] = trainers(session.editor);
    const { length } = metricsOf(folder(0));
    await workbench.reload();
    await until("it was evaluated meanwhile", () => metricsOf(folder(0)).length > length);
    expect(trainers(session.editor).map(({ pid }) => pid)).toEqual([trainer?.pid]);
    const restored = await live();
    await until("the panel shows what it showed", async () => (await rangeOf(restored)) === range);
    const facts = restored.locator(".run-line").nth(1);
    const before = await facts.innerText();
    await until("the panel follows the run again", async () => (await facts.innerText()) !== before);
  });

  test("stops the run that an earlier window began", async () => {
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs", /\d %/).first().click();
    await workbench.runCommand("Optoscope: Stop");
    await until(
      "it has stopped",
      () => stateOf(folder(0)) === "stopped" && trainers(session.editor).length === 0,
    );
    await workbench.rows("Runs", "stopped").first().waitFor();
  });

  test("writes a clamp into an experiment file, in one undoable edit that keeps comments", async () => {
    await workbench.runCommand("Optoscope: New Experiment");
    await workbench.pick("quick");
    await workbench.type("clamped.opto.json", "File name");
    await workbench.tab("clamped.opto.json").waitFor();
    await workbench.rows("Experiments", "clamped").first().click();
    for (const head of others)
      await workbench.tick(await workbench.reach("Architecture", new RegExp(`^\\s*${head}`)));
    await workbench.runCommand("Optoscope: Clamp Selected Heads");
    await workbench.pick("Ablate");
    await workbench.type("", "From how many sequences");
    await workbench.type("", "Until how many sequences");
    await workbench.pick("No condition");
    await workbench.rows("Clamps", "ablate L1H0").first().waitFor();
    await workbench.rows("Experiments", "L1H3 only").first().waitFor();
    await workbench.tab("clamped.opto.json").click();
    const editor = workbench.page.locator(".monaco-editor .view-lines").first();
    await editor.filter({ hasText: "ablate" }).waitFor();
    expect(await editor.innerText()).toContain("//");
    await workbench.screenshot("day-file");
    await editor.click();
    await workbench.page.keyboard.press("Control+z");
    await workbench.rows("Clamps", "ablate L1H0").first().waitFor({ state: "detached" });
    await workbench.page.keyboard.press("Control+y");
    await workbench.rows("Clamps", "ablate L1H0").first().waitFor();
  });

  test("runs the file, and notifies when it has finished", async () => {
    await workbench.runCommand("Optoscope: Run Experiment with Changes");
    // It takes the file that is in the editor.
    await runChanged([
      ["training.sequences", "60k", "How many sequences to train on"],
      ["seeds.init", "7", "Seed of the initial parameters"],
    ]);
    await workbench.notification("finished").first().waitFor({ timeout: 60_000 });
    expect(stateOf(folder(1))).toBe("finished");
    await workbench.rows("Runs", "L1H3 only").first().waitFor();
  });

  test("runs the preset again, clamped from the start", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.rows("Experiments", "Quick look").first().click();
    await workbench.runCommand("Optoscope: Run Experiment with Changes");
    await runChanged([
      ...changes,
      ["clamps", `[{"kind":"ablate","heads":${JSON.stringify(others)}}]`, "held fixed"],
    ]);
    await until("it is past its phase change", () => {
      const path = runFolders(session.editor.workspace)[2];
      return path !== undefined && (metricsOf(path).at(-1)?.sets.train?.loss ?? 1) < 0.2;
    });
  });

  test("compares both: numbers of the run folders, a config diff, the clamps", async () => {
    await workbench.runCommand("Optoscope: Compare Runs");
    await workbench.pickMany([basename(folder(0)), basename(folder(2))]);
    // The running run joins and follows.
    const follows = await compare();
    const sequences = follows.locator(`tr[data-row="${basename(folder(2))}"] td[data-column="sequences"]`);
    const before = await sequences.getAttribute("data-value");
    await until(
      "the running run goes on",
      async () => (await sequences.getAttribute("data-value")) !== before,
    );
    await workbench.runCommand("Optoscope: Stop");
    await workbench.rows("Runs", "stopped").nth(1).waitFor();
    const panel = await compare();
    await panel.getByLabel("Add chart").selectOption("train.loss");
    for (const place of [0, 2]) {
      const last = metricsOf(folder(place)).at(-1);
      const row = panel.locator(`tr[data-row="${basename(folder(place))}"]`);
      const cell = row.locator('td[data-column="train.loss:last"]');
      await cell.waitFor();
      expect(Number(await cell.getAttribute("data-value"))).toBe(last?.sets.train?.loss);
    }
    const heads = panel.locator('tr[data-row="L1H3"] td[data-value]');
    const shown = await heads.evaluateAll((cells) =>
      cells.map((cell) => Number(cell.getAttribute("data-value"))),
    );
    const expected = [0, 2].map((place) => metricsOf(folder(place)).at(-1)?.heads["L1H3"]?.induction);
    expect(shown.sort()).toEqual(expected.sort());

    const paths = await panel
      .locator("tr[data-path]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-path")));
    expect(paths).toEqual(["clamps[0]"]);
    await panel.locator('tr[data-path="clamps[0]"] td').filter({ hasText: "ablate" }).waitFor();
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`day-compare-${theme}`);
    }
  });

  test("shows the difference of the experiments in the editor's own diff", async () => {
    const panel = await compare();
    await panel.getByRole("button", { name: "Open as Text Diff" }).first().click();
    await workbench.tab("↔").waitFor();
    await workbench.page.locator(".monaco-diff-editor").first().waitFor();
    await workbench.screenshot("day-text-diff");
  });

  test("deletes runs, after asking", async () => {
    for (let left = 3; left > 0; left--) {
      const rows = workbench.rows("Runs", /finished|stopped/);
      await until("the list is drawn", async () => (await rows.count()) === left);
      await rows.first().click();
      await until(
        "it is selected",
        async () => (await rows.first().getAttribute("aria-selected")) === "true",
      );
      await workbench.runCommand("Optoscope: Delete Run");
      await workbench.dialog("Delete").getByRole("button", { name: "Delete" }).first().click();
      await until("the folder is gone", () => runFolders(session.editor.workspace).length === left - 1);
    }
    await workbench.view("Runs").getByText("No runs yet").waitFor();
  });

  test("never broke the panels' content security policy", () => {
    expect(session.consoleLines.filter((line) => violations.test(line))).toEqual([]);
  });
});

/** How much lighter or darker the plot of the loss chart is at its right end than what is beside it: 0 without a band. */
async function bandContrast(panel: Frame): Promise<number> {
  return panel
    .locator("canvas.chart-canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const context = canvas.getContext("2d");
      const at = (x: number): number[] => [
        ...(context?.getImageData(Math.round(x), Math.round(0.3 * canvas.height), 1, 1).data ?? []),
      ];
      // The plot ends 12 pixels before the picture. Of several places one may be on a line of the grid.
      const outside = at(canvas.width - 5);
      const contrasts = Array.from({ length: 7 }, (_, i) =>
        at(canvas.width - 16 - 3 * i).reduce(
          (sum, value, channel) => sum + Math.abs(value - (outside[channel] ?? 0)),
          0,
        ),
      );
      return contrasts.sort((one, other) => one - other)[3] ?? 0;
    });
}

/** Drags over a part of the loss chart. */
async function zoom(panel: Frame, workbench: Workbench): Promise<void> {
  const canvas = panel.locator("canvas.chart-canvas").first();
  await canvas.scrollIntoViewIfNeeded();
  const box = await canvas.boundingBox();
  if (box === null) throw new Error("the chart is not to be seen");
  const { mouse } = workbench.page;
  await mouse.move(box.x + box.width * 0.4, box.y + box.height * 0.5);
  await mouse.down();
  await mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.5, { steps: 5 });
  await mouse.up();
}

/** The range that the loss chart says it shows. */
async function rangeOf(panel: Frame): Promise<string | null> {
  const label = await panel.locator("canvas.chart-canvas").first().getAttribute("aria-label");
  return /From \S+ to [^:]+/.exec(label ?? "")?.[0] ?? null;
}
