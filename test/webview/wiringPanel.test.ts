import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PanelMeasure } from "../../src/protocol/panelMessages.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { findChromium, launchBrowser } from "../editor/browser.ts";
import { recordOf } from "../unit/runs/comparison/sampleRuns.ts";
import { attentionValue, compositionValue, wiredRun, wiringValue } from "./wiringFixture.ts";
import { openWiringPage, type WiringPage } from "./wiringPage.ts";

type Request = Awaited<ReturnType<WiringPage["asked"]>>[number];

describe.skipIf(findChromium() === null)("the Wiring panel", () => {
  let browser: Browser | undefined;
  let panel: WiringPage;
  let page: Page;
  const open = async (kept: unknown = null, nonce?: string): Promise<void> => {
    if (browser === undefined) throw new Error("no browser");
    for (const one of browser.contexts()) await one.close();
    panel = await openWiringPage(browser, kept, nonce);
    page = panel.page;
  };
  const show = async (run: RunSnapshot | null = wiredRun(), isTrusted = true): Promise<void> => {
    await panel.send({ kind: "hydrate", runs: run === null ? [] : [plain(run)], missing: [], isTrusted });
  };
  const measures = async (name: string): Promise<(Request & { measure: PanelMeasure })[]> =>
    (await panel.asked()).flatMap((one) =>
      one.request.kind === "measure" && one.request.measure.name === name
        ? [{ ...one, measure: one.request.measure }]
        : [],
    );
  /** Answers the latest request for a measure. */
  const answer = async (name: "wiring" | "composition" | "attention"): Promise<void> => {
    await expect.poll(async () => (await measures(name)).length).toBeGreaterThan(0);
    const { number, measure } = (await measures(name)).at(-1)!;
    const values = {
      wiring: [wiringValue()],
      composition: [compositionValue(1), compositionValue(4)],
      attention: [attentionValue()],
    }[name];
    const results = values.map((value, i) => ({ sequences: measure.at![i]!, value }));
    await panel.send(
      { kind: "measured", number, result: { name, run: "2026-run", experimentHash: "", results } },
      { kind: "answer", number, answer: { ok: true, done: true } },
    );
  };
  const click = async (name: string): Promise<void> => {
    await page.getByRole("button", { name, exact: true }).click();
  };
  const map = (key: string) => page.locator(`[data-matrix="${key}"] canvas`);
  const texts = (selector: string) => page.locator(selector).allTextContents();

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });

  it("asks by itself for composition only, and for wiring when told to", async () => {
    await open();
    await show();
    await answer("composition");
    await map("k-change").waitFor();
    expect((await panel.asked()).map(({ request }) => request.kind)).toEqual(["measure"]);
    await click("Compute");
    const { number, measure } = (await measures("wiring"))[0]!;
    expect(measure).toEqual({
      name: "wiring",
      at: [960],
      clamps: [],
      options: { sequences: "train", layers: [0, 1] },
    });
    await panel.send({ kind: "progress", number, fraction: 0.5, text: "variant 6 of 12" });
    await page.getByText("50 % · variant 6 of 12").waitFor();
    await answer("wiring");
    await map("without-values").waitFor();
    expect(await page.locator(".wiring-matrix").count()).toBe(13);
    expect(await page.getByText("50 % · variant 6 of 12").isVisible()).toBe(false);
    expect(await texts(".wiring-header p")).toContain(
      "Ablations measured at 960 sequences, on the set train (1,000 sequences). Composition at 960 sequences.",
    );
  });

  it("chooses a pair in all matrices by keys, shows both heads, and offers experiments", async () => {
    await map("without-values").focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
    await page.getByRole("heading", { name: "L0H1 → L1H2" }).waitFor();
    const readings = await texts(".wiring-matrix .heat-reading");
    expect(readings).toHaveLength(13);
    for (const text of readings) expect(text).toContain("L1H2, L0H1");
    await answer("attention");
    await page.locator(".wiring-head canvas").nth(1).waitFor();
    expect(await texts(".wiring-head p.wiring-note")).toEqual([
      "previous-token score 0.600",
      "induction strength 0.200, previous-token score 0.010",
    ]);
    expect((await texts(".wiring-sentences li")).join(" ")).toContain(
      "L1H2 needs L0H1 for what it attends to",
    );
    expect(await page.locator(".wiring-tables td").first().textContent()).toBe("0.973");
    await page.keyboard.press("Enter");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("L0H1 → L1H2");
    await page.getByRole("button", { name: "Run Experiment: only L0H1 and L1H2…" }).click();
    expect((await panel.asked()).at(-1)?.request).toEqual({
      kind: "launch-experiment",
      run: "2026-run",
      name: "base: only L0H1 and L1H2",
      clamps: [{ kind: "ablate", heads: ["L0H0", "L0H2", "L1H0", "L1H1"] }],
    });
  });

  it("exports each matrix, and everything as JSON", async () => {
    for (const [item, ending] of [
      ["Save as CSV…", "csv"],
      ["Save as SVG…", "svg"],
      ["Save as PNG…", "png"],
    ] as const) {
      await page.locator('[data-matrix="without-values"] .menu-button').click();
      await page.getByRole("menuitem", { name: item }).click();
      await expect
        .poll(async () => (await panel.asked()).at(-1)?.request)
        .toMatchObject({ kind: "save", fileName: `2026-run-without-values.${ending}` });
      if (ending === "csv")
        expect((await panel.asked()).at(-1)?.request).toMatchObject({ content: /L1H2,L0H1,0\.451/ });
    }
    await click("Save All as JSON…");
    const saved = (await panel.asked()).at(-1)?.request;
    expect(saved).toMatchObject({ kind: "save", fileName: "2026-run-wiring.json" });
    expect(saved?.kind === "save" ? JSON.parse(String(saved.content)) : null).toMatchObject({
      wiring: { value: wiringValue() },
    });
    await click("Inspect Heads");
    expect((await panel.asked()).at(-1)?.request).toEqual({
      kind: "open-panel",
      panel: "heads",
      runs: ["2026-run"],
    });
  });

  it("keeps what was computed when another place is computed and cancelled", async () => {
    await page.getByLabel("Step (sequences)").fill("650");
    await page.keyboard.press("Tab");
    expect(await page.getByLabel("Step (sequences)").inputValue()).toBe("640");
    await page.getByText("of other settings: compute them anew").waitFor();
    await click("Compute");
    const { number, measure } = (await measures("wiring")).at(-1)!;
    expect(measure.at).toEqual([640]);
    await page.keyboard.press("Enter");
    await page.getByText("Cancelled. What was computed before is kept.").waitFor();
    expect(await panel.posted()).toContainEqual({ kind: "cancel", number });
    expect(await map("without-values").isVisible()).toBe(true);
    expect((await panel.state()).ui).toMatchObject({ place: 640, computed: { place: 960 } });
  });

  it("comes back after a reload as it was, asking again for what had been computed", async () => {
    await open(await panel.state(), "second");
    expect(await panel.posted()).toEqual([{ kind: "ready", runs: ["2026-run"] }]);
    await show();
    expect((await measures("wiring")).map(({ measure }) => measure.at)).toEqual([[960]]);
    expect((await measures("composition")).map(({ measure }) => measure.at)).toEqual([[0, 640]]);
    expect((await measures("attention")).map(({ measure }) => measure.at)).toEqual([[640]]);
    await answer("wiring");
    await answer("composition");
    await page.getByRole("heading", { name: "L0H1 → L1H2" }).waitFor();
    expect(await page.locator(".wiring-matrix").count()).toBe(13);
  });

  it("waits again for what is under way when it was only hidden, and begins nothing anew by itself", async () => {
    await click("Compute");
    expect((await panel.state()).ui).toMatchObject({ computed: { place: 960 }, underWay: { place: 640 } });
    const kept = await panel.state();
    await open(kept, "second");
    await show();
    const { number, measure } = (await measures("wiring"))[0]!;
    expect(measure.at).toEqual([640]);
    await panel.send({ kind: "progress", number, fraction: 0.5, text: "variant 6 of 12" });
    await page.getByText("50 % · variant 6 of 12").waitFor();
    await click("Cancel");
    expect((await panel.state()).ui).toMatchObject({ computed: { place: 960 }, underWay: null });
    // In another window nobody works on it any more: only what came to its end is asked for.
    await open(kept, "third");
    await show();
    const again = await measures("wiring");
    expect(again.map(({ measure: asked }) => asked.at)).toEqual([[960]]);
    const [{ number: first } = { number: 0 }] = again;
    // It is not kept any more: there is work to be done, which nobody asked for.
    await panel.send({ kind: "progress", number: first, fraction: 0, text: "starting" });
    await expect.poll(() => panel.posted()).toContainEqual({ kind: "cancel", number: first });
    await expect.poll(async () => (await panel.state()).ui).toMatchObject({ computed: null });
    await page.getByText("Not computed yet: press Compute.").first().waitFor();
    await open(await panel.state(), "fourth");
    await show();
    expect(await measures("wiring")).toEqual([]);
  });

  it("shows nothing of a place where the run has got other clamps meanwhile", async () => {
    await open();
    await show();
    await click("Compute");
    await answer("wiring");
    await answer("composition");
    await map("without-values").waitFor();
    const clamp = { kind: "ablate", heads: ["L0H1"] };
    const event = {
      kind: "clamp-on" as const,
      id: "1",
      clamp,
      sequences: 960,
      time: "2026-01-01T00:00:00.000Z",
    };
    await panel.send({ kind: "delta", runs: [{ id: "2026-run", events: [event] }] });
    await page.getByText("clamps have changed at this place").waitFor();
    expect(await page.locator(".wiring-matrix").count()).toBe(0);
    expect((await measures("composition")).map(({ measure }) => measure.at)).toEqual([
      [0, 960],
      [0, 960],
    ]);
    expect((await panel.state()).ui).toMatchObject({ computed: null });
    await page.getByText("The run itself clamps here: ablate L0H1. ⊘ marks heads that it ablates.").waitFor();
  });

  it("tells the clamps of each place that its numbers are of, and draws no pattern of another", async () => {
    const clamp = { kind: "ablate", heads: ["L0H1"], until: 640 };
    const time = "2026-01-01T00:00:00.000Z";
    const events = [
      { kind: "clamp-on" as const, id: "0", clamp, sequences: 0, time },
      { kind: "clamp-off" as const, id: "0", clamp, sequences: 640, time },
    ];
    await open({ runs: ["2026-run"], ui: { wire: { from: 1, to: 2 } } });
    await show(wiredRun({ clamps: [clamp] }, { events }));
    await answer("attention");
    await click("Compute");
    await answer("wiring");
    await answer("composition");
    await page.locator(".wiring-head canvas").nth(1).waitFor();
    expect(await texts(".wiring-head h3")).toEqual(["L0H1", "L1H2"]);
    await page.getByLabel("Step (sequences)").fill("320");
    await page.keyboard.press("Tab");
    await expect.poll(async () => (await measures("composition")).length).toBe(2);
    await answer("composition");
    await page.getByText("The run itself clamps at 320 sequences: ablate L0H1. ⊘ marks").waitFor();
    // Patterns are still those of 960 sequences, where it is not ablated.
    expect(await texts(".wiring-head h3")).toEqual(["L0H1", "L1H2"]);
    const { number } = (await measures("attention")).at(-1)!;
    await panel.send({
      kind: "answer",
      number,
      answer: { ok: false, message: "The checkpoint is damaged." },
    });
    await page.getByText("Their patterns could not be measured: The checkpoint is damaged.").waitFor();
    expect(await page.locator(".wiring-head canvas:visible").count()).toBe(0);
    expect(await texts(".wiring-head h3")).toEqual(["⊘ L0H1", "L1H2"]);
  });

  it("does not tell the clamps of a fork for those before it", async () => {
    const fork = wiredRun({ clamps: [{ kind: "ablate", heads: ["L0H1"] }] });
    const parent = { run: "2026-other", sequences: 640 };
    const time = "2026-01-01T00:00:00.000Z";
    const events = [{ kind: "forked" as const, parent: parent.run, sequences: 640, time }];
    await open({ runs: ["2026-run"], ui: { place: 320, wire: { from: 1, to: 2 } } });
    await show({ ...fork, record: { ...fork.record, parent }, events });
    await answer("composition");
    const words = "Before the fork: the clamps of the run it was forked from held here.";
    await page.locator(".wiring-header", { hasText: words }).waitFor();
    await click("Compute");
    await answer("wiring");
    await page.locator(".wiring-sentences", { hasText: words }).waitFor();
    await page.getByLabel("Step (sequences)").fill("960");
    await page.keyboard.press("Tab");
    await expect.poll(async () => (await measures("composition")).length).toBe(2);
    await answer("composition");
    await page
      .locator(".wiring-header", { hasText: "The run itself clamps at 960 sequences: ablate L0H1." })
      .waitFor();
  });

  it("fits into 300 pixels, with what is said of a pair below the matrices", async () => {
    await open({ runs: ["2026-run"], ui: { wire: { from: 1, to: 2 } } });
    await show();
    await answer("composition");
    await page.setViewportSize({ width: 300, height: 700 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(300);
    const [groups, side] = await Promise.all([
      page.locator(".wiring-groups").boundingBox(),
      page.locator(".wiring-side").boundingBox(),
    ]);
    expect(side!.y).toBeGreaterThanOrEqual(groups!.y + groups!.height);
    await click("Show the Chosen Connection");
    expect(await page.evaluate("document.activeElement.textContent")).toBe("L0H1 → L1H2");
  });

  it("says why there is nothing, and measures nothing then", async () => {
    await open();
    const said = () => page.locator(".wiring-blank").textContent();
    expect(await said()).toContain("Reading the run");
    await show(null);
    expect(await said()).toContain("No run is chosen");
    await click("Choose a Run…");
    expect((await panel.asked()).map(({ request }) => request.kind)).toEqual(["choose-runs"]);
    for (const [run, words] of [
      [wiredRun({}, { record: recordOf({ toy: {} }) }), "toy model"],
      [wiredRun({ model: { layers: 1, heads: 3, width: 24 } }), "one layer"],
      [wiredRun({}, { checkpoints: [], state: "running" }), "not been saved"],
      [wiredRun({}, { checkpoints: [] }), "no checkpoints"],
    ] as const) {
      await show(run);
      expect(await said()).toContain(words);
    }
    expect(await measures("composition")).toEqual([]);
    await show(wiredRun(), false);
    await page.getByText("Nothing is measured until you trust this workspace.").first().waitFor();
    expect(await page.getByRole("button", { name: "Compute", exact: true }).isDisabled()).toBe(true);
    expect(await measures("composition")).toEqual([]);
    await show();
    expect(await measures("composition")).toHaveLength(1);
    expect(await measures("wiring")).toEqual([]);
  });

  it("says what the host says against a measure", async () => {
    const refuse = async (name: string): Promise<void> => {
      const { number } = (await measures(name)).at(-1)!;
      await panel.send({
        kind: "answer",
        number,
        answer: { ok: false, message: "The checkpoint is damaged." },
      });
    };
    await click("Compute");
    await refuse("wiring");
    await page.getByText("The wiring could not be measured: The checkpoint is damaged.").waitFor();
    await refuse("composition");
    await expect.poll(async () => (await measures("composition")).length).toBe(2);
    await refuse("composition");
    await page.getByText("The weights could not be read: The checkpoint is damaged.").waitFor();
  });
});

/** A run as it can be sent as JSON: curves have arrays of numbers in the place of typed ones. */
function plain(run: RunSnapshot): RunSnapshot {
  const { sequences, columns } = run.curves;
  const curves = {
    sequences: [...sequences],
    columns: Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, [...values]])),
  };
  return { ...run, curves: curves as never };
}
