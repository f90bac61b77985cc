import type { Browser } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { readRun } from "../../src/runs/runReader.ts";
import { launchBrowser } from "../editor/browser.ts";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import { extensionHosts, processesOf, trainers } from "../editor/processes.ts";
import type { Process } from "../editor/processes.ts";
import { startEditor } from "../editor/startEditor.ts";
import type { RunningEditor } from "../editor/startEditor.ts";
import { Workbench } from "../editor/workbench.ts";
import { eventsOf, metricsOf, runFolders, stateOf, until } from "./runFiles.ts";
import { tableRows } from "./tableRows.ts";

/** Sequences between two evaluations: whole steps. */
const every = 6400;

/** Trains for longer than any test looks at it. */
const endless = 100_000_000;
const settings = { "optoscope.parallelRuns": 1, "optoscope.openLivePanelOnRun": false };

describeInEditor("nothing is lost", (vsix) => {
  let session: Session;
  let workbench: Workbench;
  /** Where the runs are; editors come and go. */
  let workspace: string;
  const editors: RunningEditor[] = [];
  const browsers: Browser[] = [];

  /** Opens a window of an editor on the workspace, in a browser of its own. */
  const openWindow = async (editor: RunningEditor): Promise<Workbench> => {
    const browser = await launchBrowser();
    browsers.push(browser);
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(30_000);
    const opened = new Workbench(await context.newPage(), editor);
    await show(opened, workspace);
    return opened;
  };
  const newest = (): string => runFolders(workspace).at(-1) ?? "none";
  /** Runs an experiment, and returns its folder once it has been evaluated a few times. */
  const train = async (name: string): Promise<string> => {
    const before = runFolders(workspace).length;
    await workbench.runCommand("Optoscope: Run Experiment");
    await workbench.pick(name);
    await until("it has a folder", () => runFolders(workspace).length > before);
    await until("it was evaluated", () => metricsOf(newest()).length > 3);
    return newest();
  };
  const stop = async (folder: string): Promise<void> => {
    await workbench.rows("Runs", /\d %/).first().click();
    await workbench.runCommand("Optoscope: Stop");
    await until("it has stopped", () => stateOf(folder) === "stopped" && pidsOf(editors).length === 0);
  };

  beforeAll(async () => {
    const experiment = (name: string, sequences: number) =>
      JSON.stringify({
        name,
        training: { sequences, optimizer: { kind: "adam", rate: 1e-4 } },
        evaluation: { every, sequences: 100 },
        checkpoints: { every: 4 * every },
      });
    session = await openSession({
      extensions: [vsix],
      files: {
        "long.opto.json": experiment("long", endless),
        "short.opto.json": experiment("short", 192_000),
      },
      settings,
    });
    ({ workbench } = session);
    ({ workspace } = session.editor);
    editors.push(session.editor);
    await show(workbench, workspace);
  });

  beforeEach(({ task }) => {
    onTestFailed(async () => {
      await workbench.screenshot(`kills-${task.name.replaceAll(/[^a-z]+/gi, "-")}`);
    });
  });

  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    // Workspaces go with their editors: those that came later have none of this one.
    for (const editor of editors.slice(1)) await editor.stop();
    await session.close();
  });

  test("when the extension host is killed: the run trains on, is shown whole, and can be paused", async () => {
    const folder = await train("long");
    const [trainer] = pidsOf(editors);
    const [host] = extensionHosts(session.editor);
    kill(extensionHosts(session.editor));
    const { length } = metricsOf(folder);
    await until("there is a new extension host", () =>
      extensionHosts(session.editor).some(({ pid }) => pid !== host?.pid),
    );
    await until("it goes on", () => metricsOf(folder).length > length);
    await workbench.rows("Runs", /\d %/).first().click();
    expect(pidsOf(editors)).toEqual([trainer]);

    await workbench.runCommand("Optoscope: Open Live Panel");
    await workbench.panel("#panel .run");
    await workbench.runCommand("Optoscope: Pause");
    await until("it is paused", () => stateOf(folder) === "paused");
    expectWhole(folder);
    const expected = metricsOf(folder).map(({ sequences }) => sequences);
    const panel = await workbench.panel("#panel .run");
    await until("the panel shows all", async () => {
      const shown = (await tableRows(panel, "Loss")).map(([sequences]) =>
        Number(sequences?.replaceAll(/\D/g, "")),
      );
      // The table has no more than the last of them.
      return shown.length > 3 && shown.join() === expected.slice(-shown.length).join();
    });
    await workbench.screenshot("kills-host");
    await workbench.runCommand("Optoscope: Resume");
    await until("it goes on", () => metricsOf(folder).length > expected.length);
    await workbench.runCommand("View: Close All Editors");
  });

  // The first one was started by an extension host that is no more, the second by the one that looks.
  test.each(["an earlier extension host", "this extension host"])(
    "when a trainer of %s is killed: it is told, and the run goes on without gaps",
    async () => {
      const folder = newest();
      const [trainer] = pidsOf(editors);
      await until("there is a checkpoint", () => eventsOf(folder, "checkpoint").length > 0);
      kill(trainersOf(editors));
      const before = metricsOf(folder);
      await workbench.rows("Runs", "crashed").first().waitFor();
      const told = workbench.notification("crashed").first();
      await told.waitFor();
      await told.getByRole("button", { name: "Show Log" }).waitFor();
      await workbench.screenshot("kills-trainer");
      expectWhole(folder);
      expect(metricsOf(folder)).toEqual(before);

      await told.getByRole("button", { name: "Resume" }).click();
      await until("another trainer goes on", () => {
        const [next] = trainersOf(editors);
        return next !== undefined && next.pid !== trainer && metricsOf(folder).length > before.length + 2;
      });
      expectWhole(folder);
      // What was evaluated twice has come out the same, to the bit.
      expect(metricsOf(folder).slice(0, before.length)).toEqual(before);
      expect(eventsOf(folder, "resumed").length + eventsOf(folder, "started").length).toBeGreaterThan(1);
      await workbench.rows("Runs", /\d %/).first().waitFor();
    },
  );

  test("when the browser is killed: the run trains on, and another browser shows it", async () => {
    const folder = newest();
    const [trainer] = pidsOf(editors);
    kill(browserProcesses());
    const { length } = metricsOf(folder);
    await until("it goes on", () => metricsOf(folder).length > length + 2);
    workbench = await openWindow(session.editor);
    await workbench.rows("Runs", /\d %/).first().click();
    await workbench.runCommand("Optoscope: Open Live Panel");
    const panel = await workbench.panel("#panel .run");
    await until("the panel has a curve", async () => (await tableRows(panel, "Loss")).length > 3);
    expect(pidsOf(editors)).toEqual([trainer]);
    expectWhole(folder);
    await workbench.runCommand("View: Close All Editors");
    await stop(folder);
    expectWhole(folder);
  });

  test("when the window is reloaded: a queued run still waits, and begins when its turn comes", async () => {
    const first = await train("long");
    await workbench.runCommand("Optoscope: Run Experiment");
    await workbench.pick("short");
    await workbench.rows("Runs", "queued").first().waitFor();
    await workbench.reload();
    await workbench.rows("Runs", "queued").first().waitFor();
    expect(newest()).toBe(first);
    await workbench.rows("Runs", /\d %/).first().click();
    await workbench.runCommand("Optoscope: Stop");
    await until("the second begins", () => newest() !== first && metricsOf(newest()).length > 3);
    expect(stateOf(first)).toBe("stopped");
    await until("the second ends", () => stateOf(newest()) === "finished");
    expectWhole(newest());
  });

  test("when there are two windows: both show the run, and both may tell it what to do", async () => {
    const folder = await train("long");
    const [trainer] = pidsOf(editors);
    const other = new Workbench(await workbench.page.context().newPage(), session.editor);
    await show(other, workspace);
    const both = [workbench, other] as const;
    for (const window of both) await window.rows("Runs", /\d %/).first().click();
    await other.runCommand("Optoscope: Pause");
    for (const window of both) await window.rows("Runs", "paused").first().waitFor();
    await workbench.runCommand("Optoscope: Resume");
    for (const window of both)
      await window
        .rows("Runs", /loss.*\/s/)
        .first()
        .waitFor();
    // Both at once.
    await Promise.all(both.map((window) => window.runCommand("Optoscope: Pause")));
    for (const window of both) await window.rows("Runs", "paused").first().waitFor();
    await Promise.all(both.map((window) => window.runCommand("Optoscope: Resume")));
    const { length } = metricsOf(folder);
    await until("it goes on", () => metricsOf(folder).length > length);
    expect(pidsOf(editors)).toEqual([trainer]);
    await other.screenshot("kills-two-windows");
    await Promise.all(both.map((window) => window.runCommand("Optoscope: Stop")));
    await until("it has stopped", () => stateOf(folder) === "stopped" && pidsOf(editors).length === 0);
    expectWhole(folder);
    for (const window of both) {
      await window.rows("Runs", "stopped").first().waitFor();
      // The slower one may be told that there was nothing left to do, and of nothing else.
      const told = (await window.notifications()).filter(
        (text) => !/ is (paused|running|stopped): /.test(text),
      );
      expect(told).toEqual([]);
    }
    await other.page.close();
  });

  test("when the whole editor is killed: the run trains on, and another editor stops it", async () => {
    const folder = await train("long");
    const [trainer] = pidsOf(editors);
    killEditor(session.editor);
    const { length } = metricsOf(folder);
    await until("it goes on", () => metricsOf(folder).length > length + 2);
    const editor = await startEditor({ extensions: [vsix], settings });
    editors.push(editor);
    workbench = await openWindow(editor);
    await workbench.rows("Runs", /\d %/).first().waitFor();
    expect(pidsOf(editors)).toEqual([trainer]);
    await stop(folder);
    expectWhole(folder);
  });

  test("when the whole editor is killed: the run comes to its end", async () => {
    const folder = await train("short");
    killEditor(editors.at(-1) ?? session.editor);
    expect(stateOf(folder)).toBe("running");
    await until("it has finished", () => stateOf(folder) === "finished" && pidsOf(editors).length === 0);
    expectWhole(folder);
    expect(metricsOf(folder).at(-1)?.sequences).toBe(192_000);
  });
});

async function show(workbench: Workbench, workspace: string): Promise<void> {
  await workbench.openFolder(workspace);
  await workbench.showContainer("Optoscope");
}

function trainersOf(editors: readonly RunningEditor[]): Process[] {
  return editors.flatMap((editor) => trainers(editor));
}

function pidsOf(editors: readonly RunningEditor[]): number[] {
  return trainersOf(editors).map(({ pid }) => pid);
}

/** Nothing is missing, nothing is there twice, and every file can be read. */
function expectWhole(folder: string): void {
  const places = metricsOf(folder).map(({ sequences }) => sequences);
  expect(places).toEqual(places.map((_, line) => line * every));
  expect(readRun(folder)).toMatchObject({ statusProblem: null });
}

/** Server, extension hosts and whatever else belongs to an editor, but not its trainers. */
function killEditor(editor: RunningEditor): void {
  const spared = new Set(trainers(editor).map(({ pid }) => pid));
  kill(processesOf(editor).filter(({ pid }) => !spared.has(pid)));
}

/** The browsers that this process has started. */
function browserProcesses(): Process[] {
  const descendants = processesOf({ pid: process.pid, folder: "\0" });
  return descendants.filter(({ command }) => command.includes("--remote-debugging-pipe"));
}

function kill(processes: readonly Process[]): void {
  expect(processes).not.toEqual([]);
  for (const { pid } of processes) process.kill(pid, "SIGKILL");
}
