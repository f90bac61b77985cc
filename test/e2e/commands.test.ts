import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import { trainers } from "../editor/processes.ts";
import { appears, type Workbench } from "../editor/workbench.ts";
import { makeRun } from "./makeRun.ts";
import { eventsOf, runFolders, stateOf, until } from "./runFiles.ts";

const long = {
  name: "long",
  training: { sequences: 20_000_000, optimizer: { kind: "adam", rate: 1e-4 } },
  evaluation: { every: 5000, sequences: 100 },
};

describeInEditor("commands", (vsix) => {
  let session: Session;
  let workbench: Workbench;

  beforeAll(async () => {
    session = await openSession({
      extensions: [vsix],
      files: { "long.opto.json": JSON.stringify(long, null, 2) },
    });
    workbench = session.workbench;
    for (const name of ["short1", "short2"])
      makeRun(session.editor.workspace, { id: name, name, set: { "training.sequences": 640 } });
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`commands-${task.name.replaceAll(/[^a-z]+/gi, "-").slice(0, 60)}`));
  });

  afterAll(() => session.close());

  /** Waits for the title of the open question. */
  const questionTitled = (title: string) =>
    workbench.page.locator(".quick-input-widget .quick-input-title").filter({ hasText: title }).waitFor();
  const head = (name: string) => workbench.reach("Architecture", new RegExp(`^\\s*${name}`));
  /** Selects the run that trains, and waits until its heads are those in the Architecture view. */
  const showRunning = async () => {
    const shown = workbench
      .view("Architecture")
      .locator(".pane-header .description")
      .getByText("long", { exact: true });
    for (let attempt = 0; attempt < 4; attempt++) {
      // A row that has moved under the mouse selects another run.
      await workbench.rows("Runs", /\d %/).first().click();
      if (await appears(shown, 5000)) return;
    }
    throw new Error("the Architecture view does not show the run that trains");
  };
  const newest = () => {
    const folder = runFolders(session.editor.workspace).findLast((each) => each.includes("-long-"));
    if (folder === undefined) throw new Error("there is no long run");
    return folder;
  };

  test("run an experiment by nothing but Enter", async () => {
    const before = runFolders(session.editor.workspace).length;
    await workbench.runCommand("Optoscope: Run Experiment with Changes");
    await workbench.pick("long.opto.json");
    await workbench.quickRows().filter({ hasText: "Run as It Is" }).waitFor();
    await workbench.page.keyboard.press("Enter");
    await until("it runs", () => runFolders(session.editor.workspace).length > before);
    await workbench.rows("Runs", /\d %/).first().waitFor();
    await workbench.tab("Live: long").waitFor();
  });

  test("are about the run that was selected or shown last", async () => {
    await workbench.rows("Runs", "short2").first().click();
    await workbench.runCommand("Optoscope: Rename Run");
    await workbench.type("second", "Name of “short2”");
    await workbench.rows("Runs", "second").first().waitFor();
    await workbench.tab("Live: long").click();
    // It is the active editor still: only a tab that comes to the front counts.
    await workbench.rows("Runs", "short1").first().click();
    await workbench
      .rows("Runs", "second")
      .first()
      .click({ modifiers: ["ControlOrMeta"] });
    await workbench.runCommand("Optoscope: Compare Runs");
    await workbench.tab("Compare: 2 runs").waitFor();
    await workbench.tab("Live: long").click();
    await workbench.runCommand("Optoscope: Rename Run");
    await workbench.quickMessage().filter({ hasText: "Name of “long" }).waitFor();
    await workbench.page.keyboard.press("Escape");
  });

  test("ask which heads are meant where one is clicked and others are ticked", async () => {
    await workbench.rows("Experiments", "long").first().click();
    await workbench.view("Architecture").getByText("long.opto.json").first().waitFor();
    await workbench.tick(await head("L0H2"));
    await workbench.inlineAction(await head("L0H5"), "Clamp Selected Heads");
    await questionTitled("Clamp Heads in long.opto.json");
    const ticked = workbench.quickRows().filter({ has: workbench.page.locator('[aria-checked="true"]') });
    await until("both are ticked", async () => (await ticked.count()) === 2);
    expect((await ticked.allInnerTexts()).map((text) => text.trim())).toEqual(["L0H2", "L0H5"]);
    await workbench.screenshot("commands-heads");
    await workbench.page.keyboard.press("Escape");
    // Of a run whose heads are not shown, ticks are a proposal.
    await workbench.rows("Runs", "short1").first().click();
    await workbench.rows("Experiments", "long").first().click();
    // The file that a click on an experiment opens may come in front after the panel was.
    await until("the panel stays in front", async () => {
      await workbench.tab("Live: long").click();
      await workbench.page.waitForTimeout(1000);
      const active = workbench.page.locator(".tabs-container .tab.active");
      return (await active.filter({ hasText: "Live: long" }).count()) > 0;
    });
    await workbench.runCommand("Optoscope: Clamp Head While Running");
    await questionTitled("Clamp Head While Running in long");
    await workbench.page.keyboard.press("Escape");
  });

  test("clear the ticks once a run is clamped, and say early what contradicts that clamp", async () => {
    await showRunning();
    await workbench.tick(await head("L1H3"));
    await workbench.runCommand("Optoscope: Clamp Head While Running");
    await questionTitled("Clamp L1H3 in long");
    await workbench.pick("Ablate");
    await workbench.type("", "From how many sequences");
    await workbench.type("", "Until how many sequences");
    await workbench.pick("No condition");
    await until("it is clamped", () => eventsOf(newest(), "clamp-on").length === 1);
    const box = (await head("L1H3"))
      .locator(".monaco-checkbox, .custom-view-tree-node-item-checkbox")
      .first();
    await until("it is unticked", async () => (await box.getAttribute("aria-checked")) === "false");

    await workbench.tick(await head("L1H3"));
    await workbench.runCommand("Optoscope: Clamp Head While Running");
    await questionTitled("Clamp L1H3 in long");
    await workbench.quickRows().filter({ hasText: "contradicts “ablate L1H3”" }).first().waitFor();
    await workbench.screenshot("commands-contradiction");
    await workbench.page.keyboard.press("Escape");
    await workbench.runCommand("Optoscope: Clear Ticked Heads");
  });

  test("offer the log of a run whose trainer hangs", async () => {
    const [trainer] = trainers(session.editor);
    if (trainer === undefined) throw new Error("there is no trainer");
    process.kill(trainer.pid, "SIGSTOP");
    try {
      const told = workbench.notification("gives no sign of life since");
      await told.waitFor({ timeout: 90_000 });
      await told.getByRole("button", { name: "Show Log" }).waitFor();
      await workbench.screenshot("commands-silent");
    } finally {
      process.kill(trainer.pid, "SIGCONT");
    }
    await workbench.runCommand("Notifications: Clear All Notifications");
  });

  test("fork with the clamps that held at the checkpoint", async () => {
    await showRunning();
    await workbench.runCommand("Optoscope: Stop");
    await until("it has stopped", () => stateOf(newest()) === "stopped");
    await workbench.rows("Runs", "stopped").first().waitFor();
    await workbench.runCommand("Optoscope: Fork Run");
    await workbench.quickRows().filter({ hasText: "sequences" }).first().waitFor();
    await workbench.page.keyboard.press("Enter");
    await workbench.quickRows().filter({ hasText: "Fork with 1 change" }).waitFor();
    await workbench
      .quickRows()
      .filter({ hasText: /Clamps as at [\d.]+[kM]: ablate L1H3 from [\d.]+[kM], set while running\./ })
      .waitFor();
    await workbench.screenshot("commands-fork");
    await workbench.page.keyboard.press("Escape");
  });

  test("find in the Architecture view what was shown before a reload", async () => {
    await workbench.rows("Experiments", "long").first().click();
    await workbench.view("Architecture").locator(".pane-header").getByText("long").waitFor();
    await workbench.reload();
    await workbench.view("Architecture").locator(".pane-header").getByText("long").waitFor();
    await head("L0H2");
  });
});
