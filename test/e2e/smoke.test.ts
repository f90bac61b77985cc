import { resolve } from "node:path";
import { afterAll, beforeAll, expect, onTestFailed, test } from "vitest";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";

const sample = resolve(import.meta.dirname, "../fixtures/sample");

describeInEditor("the installed extension, in a window with the sample workspace", (vsix) => {
  let session: Session;

  beforeAll(async () => {
    session = await openSession({ extensions: [vsix], copyOf: sample });
    await session.workbench.openFolder();
  });

  afterAll(() => session.close());

  test("has four views behind its icon in the activity bar, and lists the experiments", async () => {
    onTestFailed(() => session.keep("smoke-views"));
    const { workbench } = session;
    await workbench.showContainer("Optoscope");
    expect(await workbench.viewTitles()).toEqual(["Experiments", "Runs", "Architecture", "Clamps"]);
    for (const name of ["one-head", "previous-token-given", "quick"]) {
      await workbench.rows("Experiments", name).first().waitFor();
    }
  });

  test("has its commands in the palette", async () => {
    onTestFailed(() => session.keep("smoke-commands"));
    const offered = await session.workbench.offeredCommands("Optoscope: New Experiment");
    expect(offered[0]).toMatch(/^Optoscope: New Experiment…?$/);
  });

  test("is to be seen in every kind of theme", async () => {
    onTestFailed(() => session.keep("smoke-themes"));
    for (const theme of ["dark", "light", "contrast"] as const) {
      await session.workbench.setTheme(theme);
      await session.workbench.screenshot(`smoke-${theme}`);
    }
  });
});
