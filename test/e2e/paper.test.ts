import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { parseExperiment } from "../../src/experiment/parseExperiment.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Workbench } from "../editor/workbench.ts";
import { makeRun } from "./makeRun.ts";
import { runFolders, until } from "./runFiles.ts";

describeInEditor("clamps without heads, measures and figures", (vsix) => {
  let session: Session;
  let workbench: Workbench;

  beforeAll(async () => {
    session = await openSession({
      extensions: [vsix],
      files: { "other.opto.json": '{\n  // A comment.\n  "name": "other"\n}\n' },
    });
    workbench = session.workbench;
    makeRun(session.editor.workspace, { id: "small", name: "small", set: { "training.sequences": 640 } });
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`paper-${task.name.replaceAll(/[^a-z]+/gi, "-").slice(0, 60)}`));
  });

  afterAll(() => session.close());

  const experiment = () => {
    const text = readFileSync(join(session.editor.workspace, "other.opto.json"), "utf8");
    return { text, clamps: parseExperiment(text, "other.opto.json").clamps };
  };
  /** Leaves a clamp's window as it is proposed. */
  const throughout = async () => {
    await workbench.type("", "From how many sequences");
    await workbench.type("", "Until how many sequences");
  };

  test("adds a clamp with a list and a condition, where no head is ticked", async () => {
    await workbench.rows("Experiments", "other").first().click();
    await workbench.view("Architecture").getByText("other.opto.json").first().waitFor();
    await workbench.runCommand("Optoscope: Add Clamp");
    await workbench.pick("Preserve");
    await workbench.pickMany(["pattern", "v"]);
    await throughout();
    await workbench.pick("While induction …");
    await workbench.pick("L1H3");
    await workbench.type("0.5", "is above");
    await workbench.type("", "is below");
    await workbench.type("20k", "Sequences that it is held");
    await workbench.rows("Clamps", "preserve pattern, v").first().waitFor();
    const when = { measure: "induction", head: "L1H3", above: 0.5, hold: 20_000 };
    expect(experiment().clamps).toEqual([{ kind: "preserve", what: ["pattern", "v"], when }]);
    expect(experiment().text).toContain("// A comment.");
    const block = await workbench.reach("Architecture", "block 1");
    await block.filter({ hasText: "will be clamped: preserve pattern, v" }).waitFor();
  });

  test("grafts a layer from a checkpoint of a run", async () => {
    await workbench.runCommand("Optoscope: Add Clamp");
    await workbench.pick("Graft in");
    await workbench.pick("small");
    await workbench.pick("640 sequences");
    await workbench.pick("Layer 0");
    await throughout();
    await workbench.pick("No condition");
    await workbench
      .rows("Clamps", /layer 0 from run [0-9a-f]{7} at 640/)
      .first()
      .waitFor();
    const record: unknown = JSON.parse(
      readFileSync(join(session.editor.workspace, ".optoscope/runs/small/run.json"), "utf8"),
    );
    const hash = String(Reflect.get(Object(record), "experimentHash"));
    expect(experiment().clamps[1]).toEqual({
      kind: "graft-in",
      checkpoint: `run:${hash}@640`,
      throughLayer: 0,
    });
  });

  test("measures a run between its checkpoints, with and without a clamp", async () => {
    await workbench.rows("Runs", "small").first().click();
    await workbench.runCommand("Optoscope: Measure Under Clamp");
    await workbench.pick("Metrics and Head Scores");
    await workbench.quickRows().filter({ hasText: "640 sequences" }).first().waitFor();
    await workbench.quickText().fill("330");
    await workbench.quickRows().filter({ hasText: "320 sequences" }).first().waitFor();
    await workbench.page.keyboard.press("Enter");
    await workbench.pick("Add a Clamp…");
    await workbench.pick("Ablate embedding");
    await workbench.quickRows().filter({ hasText: "ablate embedding" }).first().waitFor();
    await workbench.pick("Measure Under 1 Clamp");
    await workbench.tab(/^Preview metrics-320/).waitFor({ timeout: 60_000 });
    const folder = join(session.editor.workspace, ".optoscope/runs/small/measures");
    const names = readdirSync(folder);
    expect(names.filter((name) => name.endsWith(".json"))).toHaveLength(2);
    const text = readFileSync(join(folder, names.find((name) => name.endsWith(".md")) ?? ""), "utf8");
    expect(text).toContain("At 320 sequences. Nothing of the run is clamped there.");
    expect(text).toMatch(/\| train \| \d\.\d+ → \d\.\d+ \|/);
    await workbench.screenshot("paper-measured");
  });

  test("reproduces a figure, whose runs are in the Runs view, and shows what holds", async () => {
    await workbench.runCommand("Optoscope: Reproduce a Figure of the Paper");
    await workbench.pickMany(["Figure 5a"]);
    await workbench.pick("Quick");
    await workbench.type("", "Seeds of the initial parameters");
    const made = workbench.notification("The figure is made.");
    await made.waitFor({ timeout: 120_000 });
    await made.getByRole("button", { name: "Show Verdicts" }).click();
    await workbench.tab("Preview verdicts.md").waitFor();
    await workbench.rows("Runs", "paper fig5a").first().waitFor();
    await until("the runs are there", () => runFolders(session.editor.workspace).length === 4);
    const out = join(session.editor.workspace, ".optoscope/paper-quick");
    for (const file of ["fig5a.svg", "fig5a.png", "fig5a.csv", "report.html"])
      expect(existsSync(join(out, file)), file).toBe(true);
    expect(readFileSync(join(out, "verdicts.md"), "utf8")).toContain("✓ holds");
    await workbench.screenshot("paper-verdicts");
  });
});
