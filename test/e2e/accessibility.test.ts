import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from "vitest";
import { describeInEditor } from "../editor/describeInEditor.ts";
import { openSession } from "../editor/openSession.ts";
import type { Session } from "../editor/openSession.ts";
import type { Theme, Workbench } from "../editor/workbench.ts";
import { focusOrder } from "./focusOrder.ts";
import { makeRun } from "./makeRun.ts";
import { violations } from "./violations.ts";

const themes: readonly Theme[] = ["light", "contrast", "contrastLight", "dark"];
const longName = "a name as long as a sentence, because somebody wanted to keep all in mind "
  .repeat(2)
  .slice(0, 120);
const short = {
  "training.sequences": 20_000,
  "evaluation.every": 1000,
  "evaluation.sequences": 50,
  "training.optimizer.rate": 2e-4,
};
const clamp = { kind: "ablate", heads: ["L1H3"], from: 5000, until: 12_000 };
const long = {
  name: "long",
  training: { sequences: 50_000_000, optimizer: { kind: "adam", rate: 1e-4 } },
  evaluation: { every: 2000 },
};

describeInEditor("accessibility", (vsix) => {
  const made = mkdtempSync(join(tmpdir(), "opto-made-"));
  let session: Session;
  let workbench: Workbench;

  const openLive = async (count: number): Promise<Frame> => {
    await workbench.runCommand("View: Close All Editors");
    await selectRuns(workbench, count);
    await workbench.runCommand("Optoscope: Open Live Panel");
    const panel = await workbench.panel("#panel .run");
    await panel.locator('canvas[aria-label*="Induction"][aria-label*="ends at"]').waitFor();
    return panel;
  };
  const openCompare = async (count: number): Promise<Frame> => {
    await workbench.runCommand("View: Close All Editors");
    await selectRuns(workbench, count);
    await workbench.runCommand("Optoscope: Compare Runs");
    const panel = await workbench.panel("#panel [data-section=values]");
    await panel.locator("td[data-value]").first().waitFor();
    return panel;
  };
  const openHeads = async (count: number): Promise<Frame> => {
    await workbench.runCommand("View: Close All Editors");
    await selectRuns(workbench, count);
    await workbench.runCommand("Optoscope: Inspect Heads");
    const panel = await workbench.panel("#panel[data-panel=heads] .heads-tile");
    await panel.locator(".heads-frame", { hasText: "measured at" }).first().waitFor();
    // While it measures, there is a button that cancels; between two measures there is none for a moment.
    let quiet = 0;
    await expect
      .poll(
        async () => {
          const isQuiet = (await panel.locator(".heads-measuring").innerText()) === "";
          quiet = isQuiet ? quiet + 1 : 0;
          return quiet;
        },
        { interval: 100, timeout: 30_000 },
      )
      .toBeGreaterThan(8);
    await panel.locator('canvas[aria-label*="Induction"][aria-label*="ends at"]').waitFor();
    return panel;
  };
  const openWiring = async (): Promise<Frame> => {
    await workbench.runCommand("View: Close All Editors");
    await selectRuns(workbench, 1);
    await workbench.runCommand("Optoscope: Show Wiring");
    const panel = await workbench.panel("#panel[data-panel=wiring] .heat-picture");
    await panel.locator("vscode-button", { hasText: "Compute" }).first().click();
    await panel.locator('[data-matrix^="without"] .heat-picture').first().waitFor();
    return panel;
  };
  const openPanel = {
    Live: () => openLive(3),
    Compare: () => openCompare(3),
    Heads: () => openHeads(2),
    Wiring: openWiring,
  } as const;
  /** Looks at a panel in all themes, and returns what is wrong. */
  const findings = async (panel: Frame, name: string): Promise<string[]> => {
    const found: string[] = [];
    for (const theme of themes) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`accessibility-${name}-${theme}`);
      found.push(...(await violations(panel)).map((violation) => `${theme}: ${violation}`));
    }
    return found;
  };

  beforeAll(async () => {
    mkdirSync(join(made, "notes"));
    writeFileSync(join(made, "long.opto.json"), JSON.stringify(long));
    makeRun(made, { id: "2026-01-01-a", set: short });
    makeRun(made, {
      id: "2026-01-02-b",
      set: { ...short, "seeds.init": 6, clamps: [clamp] },
      name: longName,
    });
    makeRun(made, { id: "2026-01-03-c", set: { ...short, "seeds.init": 7, "training.sequences": 12_000 } });
    session = await openSession({ extensions: [vsix], copyOf: made });
    workbench = session.workbench;
    await workbench.page.setViewportSize({ width: 1440, height: 1000 });
    await workbench.openFolder();
    await workbench.showContainer("Optoscope");
    await workbench.rows("Runs").nth(2).waitFor();
  });

  beforeEach(({ task }) => {
    onTestFailed(() => session.keep(`accessibility-${task.name.replaceAll(/[^a-z]+/gi, "-")}`));
  });

  afterAll(async () => {
    await session.close();
    rmSync(made, { recursive: true, force: true });
  });

  test("of the Live panel with a finished run", async () => {
    expect(await findings(await openLive(1), "finished")).toEqual([]);
  });

  test("of the Live panel with several runs", async () => {
    expect(await findings(await openLive(3), "several")).toEqual([]);
  });

  test("of the Compare panel", async () => {
    const panel = await openCompare(3);
    await panel.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    expect(await findings(panel, "compare")).toEqual([]);
  });

  test("of the Heads panel with two runs, a head enlarged and one ablated", async () => {
    const panel = await openHeads(2);
    await panel.getByRole("button", { name: "Ablate L1H1", exact: true }).click();
    await panel.locator(".heads-ablations td[data-value]").nth(20).waitFor();
    await panel.locator('.heads-tile[data-head="L1H2"] .heat-tile').first().click();
    await panel.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    expect(await findings(panel, "heads")).toEqual([]);
  });

  test("of the Wiring panel with a pair of heads chosen", async () => {
    const panel = await openWiring();
    await panel.locator(".heat-picture canvas").first().focus();
    await workbench.page.keyboard.press("ArrowDown");
    await workbench.page.keyboard.press("ArrowRight");
    await panel.evaluate(() => {
      for (const details of document.querySelectorAll("details")) details.open = true;
    });
    expect(await findings(panel, "wiring")).toEqual([]);
  });

  test("shows each series in its own colour, which stands out in each theme", async () => {
    const panel = await openLive(3);
    for (const theme of themes) {
      await workbench.setTheme(theme);
      const colours = await seriesColours(panel);
      expect(new Set(colours).size, theme).toBe(7);
    }
  });

  test.each(["Live", "Compare", "Heads", "Wiring"] as const)(
    "of the %s panel without a mouse",
    async (kind) => {
      const panel = await openPanel[kind]();
      const { expected, reached, unseen } = await focusOrder(panel, workbench.page);
      expect(reached).toEqual(expected);
      expect(unseen).toEqual([]);

      const opener = panel.getByRole("button", { name: "Export", exact: true }).first();
      await opener.press("Enter");
      const menu = panel.getByRole("menu", { name: "Export", exact: true }).first();
      await menu.waitFor();
      await workbench.page.keyboard.press("ArrowDown");
      await workbench.page.keyboard.press("Escape");
      await menu.waitFor({ state: "hidden" });
      expect(await opener.evaluate((button) => button === document.activeElement)).toBe(true);

      const list = panel.locator("vscode-dropdown").first();
      await list.press("Enter");
      await list.locator("vscode-option").last().waitFor();
      await workbench.page.keyboard.press("Escape");
      await list.locator("vscode-option").last().waitFor({ state: "hidden" });
    },
  );

  test.each(["Live", "Compare", "Heads", "Wiring"] as const)(
    "of the %s panel in 420 pixels",
    async (kind) => {
      const { page } = workbench;
      const { width, height } = page.viewportSize() ?? { width: 1440, height: 1000 };
      try {
        // Narrow from the start: what is below the edge is described without ever having been seen.
        await page.setViewportSize({ width: 800, height });
        const panel = await openPanel[kind]();
        const around = 800 - (await panel.evaluate(() => window.innerWidth));
        await page.setViewportSize({ width: 420 + around, height });
        await panel.waitForFunction(() => Math.abs(window.innerWidth - 420) < 2);
        await page.waitForTimeout(500);
        await workbench.screenshot(`accessibility-narrow-${kind}`);
        expect(await tooWide(panel)).toEqual([]);
      } finally {
        await page.setViewportSize({ width, height });
      }
    },
  );

  test("of the Live panel with a running run", async () => {
    await workbench.runCommand("View: Close All Editors");
    await workbench.runCommand("Optoscope: Run Experiment");
    await workbench.pick("long");
    const panel = await workbench.panel("#panel .run-state-running");
    await panel.locator('canvas[aria-label*="Induction"][aria-label*="ends at"]').waitFor();
    expect(await findings(panel, "running")).toEqual([]);
    await panel.getByRole("button", { name: "Stop" }).click();
    await panel.locator(".run-state-stopped").waitFor();
  });

  test("of the Live panel with a missing run, and with none", async () => {
    const panel = await openLive(2);
    const gone = await panel.locator(".run").first().getAttribute("data-run");
    rmSync(join(session.editor.workspace, ".optoscope/runs", gone ?? "none"), { recursive: true });
    await panel.locator(".missing-run").waitFor();
    expect(await findings(panel, "missing")).toEqual([]);
    const removes = panel.getByRole("button", { name: "Remove from this panel" });
    while ((await removes.count()) > 0) {
      const count = await removes.count();
      await removes.first().click();
      await expect.poll(() => removes.count()).toBeLessThan(count);
    }
    await panel.locator(".panel-empty").waitFor();
    expect(await findings(panel, "empty")).toEqual([]);
  });
});

/** Selects the first runs of the list with the mouse. */
async function selectRuns(workbench: Workbench, count: number): Promise<void> {
  await workbench.rows("Runs").first().click();
  if (count > 1)
    await workbench
      .rows("Runs")
      .nth(count - 1)
      .click({ modifiers: ["Shift"] });
}

/** The colours that series have in the theme. */
function seriesColours(panel: Frame): Promise<string[]> {
  return panel.evaluate(() =>
    ["blue", "orange", "green", "purple", "red", "yellow", "foreground"].map((name) =>
      document.body.style.getPropertyValue(`--series-${name}`),
    ),
  );
}

/** The elements that go beyond the right edge, but for those that can be scrolled to or are cut on purpose. */
function tooWide(panel: Frame): Promise<string[]> {
  return panel.evaluate(() => {
    const isCut = (element: Element): boolean => {
      for (let holder = element.parentElement; holder !== null; holder = holder.parentElement) {
        if (holder === document.body) return false;
        if (getComputedStyle(holder).overflowX !== "visible") return true;
      }
      return false;
    };
    const all = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > window.innerWidth + 0.5 && !isCut(element),
    );
    const page =
      document.documentElement.scrollWidth > window.innerWidth ? ["the page scrolls sideways"] : [];
    return [
      ...page,
      ...all.map((element) => `${element.tagName} ${element.className} ${element.textContent}`),
    ];
  });
}
