import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Frame, Locator } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { parseExperiment } from "../../src/experiment/parseExperiment.ts";
import type { WiringValue } from "../../src/measures/measureValues.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import { readRun } from "../../src/runs/runReader.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Workbench } from "../editor/workbench.ts";
import { chooseOption } from "./chooseOption.ts";
import { fourDigits } from "./fourDigits.ts";
import { heatRows } from "./heatRows.ts";
import { makeRun } from "./makeRun.ts";
import { measureRun } from "./measureRun.ts";
import { measurers } from "./measurers.ts";
import { eventsOf, metricsOf, runFolders, stateOf, until } from "./runFiles.ts";

const set = {
  "training.sequences": 20_000,
  "training.optimizer.rate": 2e-4,
  "evaluation.every": 1000,
  "evaluation.sequences": 50,
  "checkpoints.every": 5000,
};
const longName = "a name as long as a sentence, because somebody wanted to keep all in mind "
  .repeat(2)
  .slice(0, 120);
const ownClamp = { kind: "ablate", heads: ["L1H0"] };
/** Those of the later layer without its head 3. */
const rest = [0, 1, 2, 4, 5, 6, 7].map((head) => `L1H${head}`);

describeInEditor("the Wiring panel", (vsix) => {
  let session: Session;
  let workbench: Workbench;

  const folder = (id: string): string => join(session.editor.workspace, ".optoscope/runs", id);
  const wiring = (): Promise<Frame> => workbench.panel("#panel .wiring-header");
  const matrix = (panel: Frame, key: string): Locator => panel.locator(`[data-matrix="${key}"]`);
  const compute = async (panel: Frame): Promise<void> => {
    await panel.getByRole("button", { name: "Compute", exact: true }).press("Enter");
  };
  /** What the command line measures of the small run, on its evaluation set. */
  const expected = (): WiringValue =>
    valueOf(measureRun(folder("small"), "wiring", "--set", 'sequences="train"'));
  /** All files of the run's folder. */
  const files = (): string[] => readdirSync(folder("small"), { recursive: true }).map(String).sort();

  beforeAll(async () => {
    session = await openSession({ extensions: [vsix], files: { "notes.md": "# Notes\n" } });
    workbench = session.workbench;
    const { workspace } = session.editor;
    makeRun(workspace, { id: "small", name: "small", set });
    makeRun(workspace, { id: "other", name: longName, set: { ...set, "seeds.init": 6, clamps: [ownClamp] } });
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs", "small").first().waitFor();
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`wiring-${task.name.replaceAll(/[^a-z]+/gi, "-").slice(0, 60)}`));
  });

  afterAll(() => session.close());

  test("opens from the palette and from a run's menu, with what its weights say", async () => {
    await workbench.runCommand("Optoscope: Show Wiring");
    await workbench.pick("small");
    const panel = await wiring();
    await panel.locator(".wiring-name", { hasText: /^small$/ }).waitFor();
    await workbench.runCommand("View: Close All Editors");
    await workbench.contextMenu(workbench.rows("Runs", "small").first(), "Show Wiring");
    const again = await wiring();
    const [now, initial] = [[], ["--at", "0"]].map((at) =>
      valueOf(measureRun(folder("small"), "composition", ...at)),
    );
    for (const letter of ["k", "q", "v"] as const) {
      expect(await heatRows(matrix(again, `${letter}-now`))).toEqual(fourDigits(now?.[letter] ?? []));
      expect(await heatRows(matrix(again, `${letter}-initial`))).toEqual(fourDigits(initial?.[letter] ?? []));
    }
    expect(now?.k).not.toEqual(initial?.k);
    await again.getByText("Not computed yet: press Compute.").first().waitFor();
  });

  test("computes on an evaluation set what the command line measures", async () => {
    const panel = await wiring();
    await compute(panel);
    await matrix(panel, "only-patterns").waitFor();
    const { without, only } = expected();
    for (const [key, value] of [
      ["without-values", without.valuesPreserved],
      ["without-patterns", without.patternsPreserved],
      ["only-values", only.valuesPreserved],
      ["only-patterns", only.patternsPreserved],
    ] as const)
      expect(await heatRows(matrix(panel, key)), key).toEqual(fourDigits(value.accuracy));
    await panel
      .getByText("Ablations measured at 20,000 sequences, on the set train (50 sequences)")
      .waitFor();

    await chooseOption(panel, "Metric", "Loss");
    await matrix(panel, "only-values")
      .locator("h3", { hasText: /^Loss with only/ })
      .waitFor();
    await until(
      "the table has the losses",
      async () =>
        JSON.stringify(await heatRows(matrix(panel, "only-values"))) ===
        JSON.stringify(fourDigits(only.valuesPreserved.loss)),
    );
    await chooseOption(panel, "Metric", "Accuracy");
  });

  test("breaks off on all training sequences, keeps what was there and leaves nothing behind", async () => {
    const panel = await wiring();
    const before = files();
    expect(before.filter((file) => /^measures\/wiring-[0-9a-f]+\.json$/.test(file))).toHaveLength(1);
    await chooseOption(panel, "Sequences", "All training sequences");
    await panel.getByText("The ablations shown are of other settings").waitFor();
    await compute(panel);
    await panel.locator(".wiring-progress-text", { hasText: /^[1-9]\d? %.* of [\d,]+ sequences/ }).waitFor();
    expect(measurers(session.editor)).toHaveLength(1);
    await workbench.screenshot("wiring-computing");
    // The focus has moved from the button that is off to the one that is of use.
    await workbench.page.keyboard.press("Enter");
    await panel
      .locator(".wiring-outcome", { hasText: "Cancelled. What was computed before is kept." })
      .waitFor();
    // Sooner than one that rests would end by itself.
    await expect.poll(() => measurers(session.editor), { timeout: 20_000 }).toEqual([]);
    await panel.locator(".wiring-progress").waitFor({ state: "hidden" });
    const { valuesPreserved } = expected().without;
    expect(await heatRows(matrix(panel, "without-values"))).toEqual(fourDigits(valuesPreserved.accuracy));
    expect(files()).toEqual(before);
  });

  test("shows after a reload what is kept in the run's folder", async () => {
    const name = files().find((file) => file.startsWith("measures/wiring-")) ?? "none";
    const file = join(folder("small"), name);
    const text = readFileSync(file, "utf8");
    const kept = JSON.parse(text) as MeasureResult<"wiring">;
    expect(valueOf(kept).without.patternsPreserved.accuracy).toEqual(
      expected().without.patternsPreserved.accuracy,
    );
    // What nobody could measure must have come from there.
    const accuracy = valueOf(kept).without.patternsPreserved.accuracy as number[][];
    accuracy[2]![4] = 0.1234;
    writeFileSync(file, JSON.stringify(kept));
    await workbench.reload();
    const panel = await wiring();
    await matrix(panel, "without-patterns").waitFor();
    expect(await heatRows(matrix(panel, "without-patterns"))).toEqual(fourDigits(accuracy));
    writeFileSync(file, text);
    await panel.getByText("The ablations shown are of other settings").waitFor();
    await chooseOption(panel, "Sequences", "Train set");
    await panel.getByText("The ablations shown are of other settings").waitFor({ state: "hidden" });
  });

  test("shows both heads of a cell that is reached with the keyboard", async () => {
    const { keyboard } = workbench.page;
    const panel = await wiring();
    // The true numbers again.
    await compute(panel);
    const { without, alone } = expected();
    await until(
      "they are there",
      async () =>
        (await heatRows(matrix(panel, "without-patterns")))[2]?.[4] ===
        fourDigits(without.patternsPreserved.accuracy)[2]?.[4],
    );
    await matrix(panel, "without-values").locator("canvas").focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight", "ArrowRight"])
      await keyboard.press(key);
    await panel.getByRole("heading", { name: "L0H2 → L1H3" }).waitFor();
    const told = without.valuesPreserved.accuracy[3]?.[2] ?? Number.NaN;
    const reading = matrix(panel, "without-values").locator(".heat-reading");
    expect(await reading.innerText()).toBe(`L1H3, L0H2: ${told}`);
    await keyboard.press("Enter");
    expect(await panel.evaluate(() => document.activeElement?.textContent)).toBe("L0H2 → L1H3");

    const heads = panel.locator(".wiring-side .wiring-head");
    expect(await heads.locator("h3").allInnerTexts()).toEqual(["L0H2", "L1H3"]);
    const attention = valueOf(measureRun(folder("small"), "attention"));
    for (const [place, head] of ["L0H2", "L1H3"].entries()) {
      await heads.nth(place).locator("canvas").waitFor();
      const shown = await heatRows(heads.nth(place));
      const all = fourDigits(attention.heads[head]?.pattern ?? []);
      // Keys after the query are none.
      expect(shown).toEqual(all.map((row, query) => row.slice(0, query + 1)));
    }
    const cells = await panel
      .locator(".wiring-tables table")
      .first()
      .locator("tbody tr")
      .evaluateAll((rows) => rows.map((row) => row.children[1]?.textContent));
    expect(Number(cells[0])).toBeCloseTo(alone.accuracy[3] ?? Number.NaN, 3);
    expect(Number(cells[1])).toBeCloseTo(told, 3);
    for (const theme of ["light", "contrast", "dark"] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`wiring-${theme}`);
    }
  });

  test("runs the experiment that would test it", async () => {
    const panel = await wiring();
    const held = panel.locator('[data-experiment="held"]');
    await held.getByText("Clamps: L1H3 only + L0H2 previous token", { exact: true }).waitFor();
    const before = runFolders(session.editor.workspace);
    await held.locator("vscode-button").press("Enter");
    await workbench.pick("Run Now");
    const news = (): string[] =>
      runFolders(session.editor.workspace).filter((each) => !before.includes(each));
    await until("there is a run", () => news().length === 1);
    const [made = ""] = news();
    await until(
      "it has finished",
      () => existsSync(join(made, "status.json")) && stateOf(made) === "finished",
    );
    const { experiment } = readRun(made).record;
    const { experiment: original } = readRun(folder("small")).record;
    expect(experiment.clamps).toEqual([
      { kind: "ablate", heads: rest },
      { kind: "previous-token", heads: ["L0H2"], positions: "all", strength: 1 },
    ]);
    expect({ ...experiment, name: "", clamps: [] }).toEqual({ ...original, name: "", clamps: [] });
    expect(experiment.name).toBe("quick: L1H3 alone, L0H2 held at the previous token");
    // It has trained, under these clamps.
    expect(eventsOf(made, "clamp-on")).toHaveLength(2);
    expect(metricsOf(made).at(-1)?.sequences).toBe(20_000);
    expect(metricsOf(made).at(-1)?.heads["L0H2"]?.previousToken).toBe(1);
    expect(metricsOf(made).at(-1)?.sets.train?.loss).not.toBe(metricsOf(made)[0]?.sets.train?.loss);
    await workbench.rows("Runs", "L1H3 alone, L0H2 held").first().waitFor();
  });

  test("keeps another as a file", async () => {
    await workbench.tab("Wiring").click();
    const panel = await wiring();
    const only = panel.locator('[data-experiment="only-wire"] vscode-button');
    await only.press("Enter");
    await workbench.pick("Save as Experiment File");
    await workbench.type("wire.opto.json", "File name in");
    await workbench.tab("wire.opto.json").waitFor();
    const text = readFileSync(join(session.editor.workspace, "wire.opto.json"), "utf8");
    expect(parseExperiment(text, "wire.opto.json")).toEqual({
      ...readRun(folder("small")).record.experiment,
      name: "quick: only L0H2 and L1H3",
      clamps: [{ kind: "ablate", heads: [...[0, 1, 3, 4, 5, 6, 7].map((head) => `L0H${head}`), ...rest] }],
    });
    await workbench
      .rows("Experiments", /^\s*wire\s*L0H2 only \+ L1H3 only/)
      .first()
      .waitFor();
  });

  test("fits a long name and a narrow place, and marks what the run itself clamps", async () => {
    const { page } = workbench;
    await workbench.runCommand("View: Close All Editors");
    await workbench.contextMenu(workbench.rows("Runs", "a name as long").first(), "Show Wiring");
    const panel = await wiring();
    await compute(panel);
    await matrix(panel, "only-patterns").waitFor();
    await panel
      .getByText("The run itself clamps here: ablate L1H0. ⊘ marks heads that it ablates.")
      .waitFor();
    await matrix(panel, "without-values").locator("canvas").focus();
    await page.keyboard.press("ArrowDown");
    await panel.getByRole("heading", { name: "L0H0 → L1H0" }).waitFor();
    await panel.getByText("Not possible: The run's own clamps ablate L1H0.").first().waitFor();
    await page.keyboard.press("ArrowDown");
    await panel.getByRole("heading", { name: "L0H0 → L1H1" }).waitFor();
    await panel.locator('.wiring-side canvas[aria-label^="Mean attention of L1H1. "]').waitFor();
    await workbench.runCommand("Notifications: Clear All Notifications");
    await workbench.screenshot("wiring-long-name");
    const around = 1440 - (await panel.evaluate(() => window.innerWidth));
    await page.setViewportSize({ width: 420 + around, height: 1000 });
    await panel.waitForFunction(() => Math.abs(window.innerWidth - 420) < 2);
    await panel.getByRole("button", { name: "Show the Chosen Connection" }).waitFor();
    await workbench.screenshot("wiring-narrow");
    expect(await panel.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420);
    await panel.getByRole("button", { name: "Show the Chosen Connection" }).press("Enter");
    await workbench.screenshot("wiring-narrow-side");
    await page.setViewportSize({ width: 1440, height: 1000 });
  });
});

/** The value of a measure at its only place. */
function valueOf<T>({ results }: { readonly results: readonly { readonly value: T }[] }): T {
  const [first] = results;
  if (first === undefined || results.length > 1) throw new Error("expected one place");
  return first.value;
}
