import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import type { AttentionValue } from "../../src/measures/measureValues.ts";
import { readRun } from "../../src/runs/runReader.ts";
import { cellValue } from "../../webview/shared/cellValue.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Workbench } from "../editor/workbench.ts";
import { longestTasks } from "./longestTasks.ts";
import { makeRun } from "./makeRun.ts";
import { measureRun } from "./measureRun.ts";
import { metricsOf, runFolders, stateOf, until } from "./runFiles.ts";

const training = {
  "training.sequences": 20_000,
  "training.optimizer.rate": 2e-4,
  "evaluation.every": 1000,
  "evaluation.sequences": 100,
  "checkpoints.every": 5000,
};
const longName = "held for a while, and with a name that says so in many more words than would be needed";
const clamp = { kind: "ablate", heads: ["L1H3"], from: 5024, until: 12_000 };
const ablation = ["--clamp", JSON.stringify({ kind: "ablate", heads: ["L1H5"] })] as const;

describeInEditor("heads", (vsix) => {
  const made = mkdtempSync(join(tmpdir(), "opto-made-"));
  let session: Session;
  let workbench: Workbench;

  const folder = (id: string): string => join(session.editor.workspace, ".optoscope/runs", id);
  const opened = (): Promise<Frame> => workbench.panel("#panel[data-panel=heads] .heads-tile");
  /** Selects runs with the mouse and opens them. */
  const open = async (...names: readonly string[]): Promise<Frame> => {
    await workbench.runCommand("View: Close All Editors");
    for (const [place, name] of names.entries()) {
      const modifiers = place === 0 ? [] : (["ControlOrMeta"] as const);
      await workbench
        .rows("Runs", name)
        .first()
        .click({ modifiers: [...modifiers] });
    }
    await workbench.runCommand("Optoscope: Inspect Heads");
    return opened();
  };

  beforeAll(async () => {
    makeRun(made, { id: "2026-01-01-free", name: "free", set: training });
    makeRun(made, {
      id: "2026-01-02-held",
      name: longName,
      set: { ...training, "seeds.init": 6, clamps: [clamp] },
    });
    session = await openSession({ extensions: [vsix], copyOf: made });
    workbench = session.workbench;
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs").nth(1).waitFor();
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`heads-${task.name.replaceAll(/[^a-z]+/gi, "-").slice(0, 60)}`));
  });

  afterAll(async () => {
    await session.close();
    rmSync(made, { recursive: true, force: true });
  });

  test("show the patterns of any step, as the command line measures them", async () => {
    const panel = await open("free");
    await placed(panel, "measured at 20,000");
    await goTo(panel, 7968);
    await placed(panel, "measured at 7,968");
    await tile(panel, "L1H5").locator(".heat-tile").first().click();
    const value = measureRun(folder("2026-01-01-free"), "attention", "--at", "7968").results[0]?.value;
    await shows(panel, "L1H5", value);
    await workbench.screenshot("heads-enlarged");
    for (const head of ["L0H2", "L1H3", "L1H5"]) {
      expect(await numberOf(panel, head, "target.a")).toBe(value?.heads[head]?.direct.target);
      expect(await numberOf(panel, head, "inContext.a")).toBe(value?.heads[head]?.direct.inContext);
      expect(await numberOf(panel, head, "previousToken.a")).toBe(value?.heads[head]?.previousToken);
    }
  });

  test("follow the slider through training, frame by frame", async () => {
    const panel = await opened();
    const button = panel.locator("vscode-button", { hasText: "Frames at Every Evaluation" });
    await button.click();
    // Hidden while they are measured, it says at their end that there are no more.
    await panel.locator('vscode-button[title^="There is a frame at every evaluation"]').waitFor();
    const track = await box(slider(panel));
    const { mouse } = workbench.page;
    const seen = new Set<string>();
    const tasks = await longestTasks(session.browser, workbench.page, async () => {
      await mouse.move(track.x + track.width * 0.02, track.y + track.height / 2);
      await mouse.down();
      for (let step = 0; step <= 60; step++) {
        await mouse.move(track.x + track.width * (0.02 + (0.6 * step) / 60), track.y + track.height / 2);
        seen.add(await frameOf(panel));
      }
    });
    const [load] = loadavg();
    process.stdout.write(
      `scrub the heads: longest task ${tasks.panel.toFixed(1)} ms (of the processor ` +
        `${tasks.processor.toFixed(1)} ms, ${tasks.over50} over 50), load ${load?.toFixed(1) ?? "?"}\n`,
    );
    // Only frames that were measured before, each of another place.
    expect(seen.size).toBeGreaterThan(10);
    const nearest = /^(?:frame of|measured at) ([\d,]+)/.exec(await frameOf(panel))?.[1] ?? "";
    const at = nearest.replaceAll(",", "");
    expect(Number(at)).toBeGreaterThan(10_000);
    const value = measureRun(folder("2026-01-01-free"), "attention", "--at", at).results[0]?.value;
    await shows(panel, "L1H5", value);
    await mouse.up();
    await until("the step itself is measured", async () => (await frameOf(panel)).startsWith("measured at"));
  });

  test("play to the end", async () => {
    const panel = await opened();
    await panel.locator('[data-side="A"]').getByRole("button", { name: "Play" }).click();
    await placed(panel, "measured at 20,000");
  });

  test("are ablated by a click, and loss and accuracy stand next to those without", async () => {
    const panel = await opened();
    await goTo(panel, 15_008);
    await placed(panel, "measured at 15,008");
    await panel.getByRole("button", { name: "Ablate L1H5", exact: true }).click();
    const run = folder("2026-01-01-free");
    const [before, after] = [
      measureRun(run, "metrics", "--at", "15008").results[0]?.value.sets,
      measureRun(run, "metrics", "--at", "15008", ...ablation).results[0]?.value.sets,
    ];
    expect(after?.train?.loss).not.toBe(before?.train?.loss);
    for (const [row, set, metric] of [
      ["Train loss", "train", "loss"],
      ["Train accuracy", "train", "accuracy"],
      ["Class in-context accuracy", "class", "inContextAccuracy"],
      ["Relabel loss", "relabel", "loss"],
    ] as const) {
      const cells = panel.locator(`.heads-ablations tr[data-row="${row}"] td`);
      await until(`${row} is measured`, async () => (await cells.nth(1).getAttribute("data-value")) !== null);
      expect(Number(await cells.nth(0).getAttribute("data-value"))).toBe(before?.[set]?.[metric]);
      expect(Number(await cells.nth(1).getAttribute("data-value"))).toBe(after?.[set]?.[metric]);
    }
    const value = measureRun(run, "attention", "--at", "15008", ...ablation).results[0]?.value;
    await until(
      "the contributions are those without the head",
      async () => (await numberOf(panel, "L1H5", "target.a")) === 0,
    );
    expect(await numberOf(panel, "L1H2", "target.a")).toBe(value?.heads["L1H2"]?.direct.target);
    await until("the table says of which place it is", async () =>
      (await panel.locator(".heads-detail caption").first().innerText()).includes("at 15,008"),
    );
    await workbench.screenshot("heads-ablated");
    await panel.locator("vscode-button", { hasText: "Clear Ablations" }).click();
    await until("all is as it was", async () => (await numberOf(panel, "L1H5", "target.a")) !== 0);
  });

  test("are of one sequence, with its labels and the model's answer", async () => {
    const panel = await opened();
    await goTo(panel, 20_000);
    await choose(panel, "mean over the set", "one sequence");
    const field = panel.locator(".heads-number-field");
    await field.fill("3");
    await field.press("Enter");
    const value = measureRun(folder("2026-01-01-free"), "attention", "--set", "sequence=3").results[0]?.value;
    await shows(panel, "L1H5", value);
    const words = await panel.locator(".heads-words").innerText();
    expect(words).toContain(String(value?.labels?.target));
    await workbench.screenshot("heads-sequence");
  });

  test("are as they were after a reload of the window", async () => {
    await workbench.reload();
    const panel = await opened();
    await placed(panel, "measured at 20,000");
    const value = measureRun(folder("2026-01-01-free"), "attention", "--set", "sequence=3").results[0]?.value;
    await shows(panel, "L1H5", value);
    await choose(panel, "one sequence", "mean over the set");
  });

  test("are gone through with the keyboard", async () => {
    const panel = await opened();
    const { keyboard } = workbench.page;
    await keyboard.press("Escape");
    await tile(panel, "L0H0").locator(".heat-tile").first().focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowDown", "Enter"]) await keyboard.press(key);
    await until("the head is enlarged", async () => {
      const title = panel.locator(".heads-detail h2");
      return (await title.isVisible()) && (await title.innerText()) === "L1H2";
    });
    await panel.locator(".heads-detail .heat-picture canvas").first().focus();
    await keyboard.press("ArrowDown");
    const reading = panel.locator(".heads-detail .heat-reading").first();
    await until("its cell is read", async () => /exemplar 1.*\d/.test(await reading.innerText()));
    await keyboard.press("Escape");
    await keyboard.press("Escape");
    await panel.locator(".heads-detail").waitFor({ state: "hidden" });
    await slider(panel).focus();
    await keyboard.press("Home");
    await placed(panel, "measured at 0");
    await keyboard.press("PageUp");
    await until("it went to the next frame", async () => (await placeOf(panel)) > 0);
  });

  test("of two runs are side by side, subtracted, and marked where a clamp holds them", async () => {
    const panel = await open("free", longName.slice(0, 14));
    await placed(panel, "measured at 20,000");
    await goTo(panel, 8000);
    await placed(panel, "measured at 8,000");
    await until("B is measured, too", async () =>
      (await panel.locator('[data-side="B"] .heads-frame').innerText()).startsWith("measured at 8,000"),
    );
    await until("the clamp is marked", async () =>
      (await tile(panel, "L1H3").innerText()).includes("clamped"),
    );
    expect(await tile(panel, "L1H2").innerText()).not.toContain("clamped");
    await workbench.screenshot("heads-two");
    await choose(panel, "side by side", "difference");
    await tile(panel, "L1H5").locator(".heat-tile").first().click();
    const [first, second] = await runsOf(panel);
    const [a, b] = [first, second].map(
      (id) =>
        measureRun(folder(id ?? ""), "attention", "--at", "8000").results[0]?.value.heads["L1H5"]?.pattern,
    );
    await until("the difference is shown", async () => {
      const cells = await patternCells(panel);
      return cells[4]?.[1] === cellValue((a?.[4]?.[1] ?? 0) - (b?.[4]?.[1] ?? 0));
    });
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`heads-difference-${theme}`);
    }
  });

  test("open from the menus of the Runs and the Architecture view", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.contextMenu(workbench.rows("Runs", "free").first(), "Inspect Heads");
    await placed(await opened(), "measured at 20,000");
    await workbench.runCommand("View: Close All Editors");
    await workbench.rows("Runs", "free").first().click();
    const head = await workbench.reach("Architecture", /^\s*L0H2/);
    await workbench.contextMenu(head, "Inspect Heads");
    await placed(await opened(), "measured at 20,000");
  });

  test("are where a fork begins", async () => {
    const panel = await open("free");
    await goTo(panel, 10_016);
    await placed(panel, "measured at 10,016");
    const before = runFolders(session.editor.workspace);
    await panel.locator("vscode-button", { hasText: "Fork Here…" }).click();
    await workbench.quickRows().filter({ hasText: "Fork as It Is" }).waitFor();
    await workbench.screenshot("heads-fork");
    await workbench.pick("Fork as It Is");
    const forked = () => runFolders(session.editor.workspace).find((one) => !before.includes(one)) ?? "none";
    await until("it is there", () => existsSync(join(forked(), "status.json")));
    await until("it is trained", () => stateOf(forked()) === "finished");
    expect(readRun(forked()).record.parent).toEqual({ run: "2026-01-01-free", sequences: 10_016 });
    // The same experiment: the same numbers at the end.
    expect(metricsOf(forked()).at(-1)).toEqual(metricsOf(folder("2026-01-01-free")).at(-1));
  });
});

/** The tile of a head. */
function tile(panel: Frame, head: string): Locator {
  return panel.locator(`.heads-tile[data-head="${head}"]`);
}

function slider(panel: Frame): Locator {
  return panel.locator('[data-side="A"] input[type="range"]');
}

/** What is said of the frame that is drawn. */
function frameOf(panel: Frame): Promise<string> {
  return panel.locator('[data-side="A"] .heads-frame').innerText();
}

async function placeOf(panel: Frame): Promise<number> {
  return Number(await slider(panel).inputValue());
}

async function placed(panel: Frame, text: string): Promise<void> {
  await until(`it says “${text}”`, async () => (await frameOf(panel)) === text);
}

/** Types a place in training. */
async function goTo(panel: Frame, sequences: number): Promise<void> {
  const field = panel.locator('[data-side="A"] input[type="number"]');
  await field.fill(String(sequences));
  await field.press("Enter");
}

/** A number of the table of heads. */
async function numberOf(panel: Frame, head: string, column: string): Promise<number> {
  const cell = panel.locator(`tr[data-row="${head}"] [data-column="${column}"]`);
  return Number((await cell.getAttribute("data-value")) ?? Number.NaN);
}

/** The values of the enlarged map, as its table says them, without the names of its rows. */
async function patternCells(panel: Frame): Promise<string[][]> {
  const details = panel.locator(".heads-detail .heat-data").first();
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  return details
    .locator("tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map((cell) => cell.textContent)),
    );
}

/** Waits until the enlarged head's map is that of a measure. */
async function shows(panel: Frame, head: string, value: AttentionValue | undefined): Promise<void> {
  const pattern = value?.heads[head]?.pattern ?? [];
  expect(pattern).toHaveLength(5);
  const expected = pattern.map((row, query) =>
    row.map((share, key) => (key > query ? "" : cellValue(share))),
  );
  await expect.poll(() => patternCells(panel), { timeout: 30_000 }).toEqual(expected);
}

/** Chooses an entry of the list that shows another now. */
async function choose(panel: Frame, now: string, next: string): Promise<void> {
  const list = panel.locator("vscode-dropdown").filter({ hasText: now }).first();
  await list.press("Enter");
  await list.locator("vscode-option", { hasText: next }).click();
}

/** Ids of the two runs, A first: by the names that the panel shows. */
async function runsOf(panel: Frame): Promise<string[]> {
  const names = await panel.locator(".heads-run").allInnerTexts();
  return names.map((name) => (name === "free" ? "2026-01-01-free" : "2026-01-02-held"));
}

/** Where an element is in the window, in CSS pixels. */
async function box(of: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const found = await of.boundingBox();
  if (found === null) throw new Error("it is not to be seen");
  return found;
}
