import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { findChromium, launchBrowser } from "../editor/browser.ts";
import { HeadsPage } from "./headsPage.ts";
import { clampEvent } from "./compareRun.ts";
import { headsRun, sampleAttention } from "./headsSamples.ts";

const a = headsRun("a");
const b = { ...headsRun("b"), slot: 1 };

describe.skipIf(findChromium() === null)("the Heads panel in a browser", () => {
  let browser: Browser;
  let open: HeadsPage[] = [];
  const show = async (
    ...how: Parameters<typeof HeadsPage.open> extends [Browser, ...infer Rest] ? Rest : never
  ) => {
    const panel = await HeadsPage.open(browser, ...how);
    open.push(panel);
    return panel;
  };
  const waitFor = async (what: () => unknown, value: unknown): Promise<void> => {
    await expect.poll(what, { timeout: 10_000 }).toEqual(value);
  };
  const button = ({ page }: HeadsPage, name: string) => page.locator("vscode-button", { hasText: name });
  const frameText = ({ page }: HeadsPage, side = "A") =>
    page.locator(`[data-side="${side}"] .heads-frame`).innerText();
  const cell = ({ page }: HeadsPage, row: string, column: string) =>
    page.locator(`[data-row="${row}"] [data-column="${column}"]`).getAttribute("data-value").then(Number);

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const panel of open) await panel.close();
    open = [];
  });
  afterAll(async () => {
    await browser.close();
  });

  it("measures where the run was last saved first, then frames of all checkpoints", async () => {
    const panel = await show([a]);
    await waitFor(() => frameText(panel), "measured at 500,000");
    await waitFor(() => panel.measures.flatMap(({ at }) => at).length, 6);
    expect(panel.measures[0]).toEqual({
      run: "a",
      name: "attention",
      at: [500_000],
      clamps: [],
      options: { sequences: "train" },
    });
    expect(panel.measures.flatMap(({ at }) => at ?? []).sort((x, y) => x - y)).toEqual([
      0, 100_000, 200_000, 300_000, 400_000, 500_000,
    ]);
    expect(await cell(panel, "L1H1", "induction.a")).toBe(0.5);
  });

  it("draws the nearest frame while the slider moves, and measures where it rests", async () => {
    const panel = await show([a]);
    await waitFor(() => panel.measures.flatMap(({ at }) => at).length, 6);
    await panel.page.locator(".heads-measuring:empty").waitFor({ state: "attached" });
    const before = panel.measures.length;
    const slider = panel.page.locator('[data-side="A"] input[type="range"]');
    const drag = (to: number): Promise<unknown> =>
      panel.page.evaluate(`{
        const slider = document.querySelector('[data-side="A"] input[type="range"]');
        slider.value = "${to}";
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }`);
    await drag(289_984);
    expect(await frameText(panel)).toBe("frame of 300,000 (nearest)");
    expect(await cell(panel, "L1H1", "induction.a")).toBe(0.3);
    await drag(112_000);
    expect(await frameText(panel)).toBe("frame of 100,000 (nearest)");
    // Also where the run has news meanwhile.
    await panel.send({ kind: "delta", runs: [{ id: "a", name: "renamed" }] });
    expect(await panel.page.locator('[data-side="A"] .heads-run').innerText()).toBe("renamed");
    expect(panel.measures.length).toBe(before);
    await slider.dispatchEvent("change");
    await waitFor(() => frameText(panel), "measured at 112,000");
    expect(panel.measures.at(-1)?.at).toEqual([112_000]);
    await waitFor(
      () => cell(panel, "L1H1", "induction.a"),
      sampleAttention({ at: 112_000 }).heads["L1H1"]!.induction,
    );
    expect((await panel.state()).ui?.["at"]).toBe(112_000);
  });

  it("breaks off a measure when the slider moves on", async () => {
    const panel = await show([a], { isHeld: true });
    await waitFor(() => panel.measures.length, 1);
    const field = panel.page.locator('[data-side="A"] .time-field');
    await field.fill("64000");
    await field.press("Enter");
    await waitFor(() => panel.measures.length, 2);
    expect(panel.cancelled).toHaveLength(1);
    panel.hold(false);
    await waitFor(() => frameText(panel), "measured at 64,000");
  });

  it("lets the user cancel what must be trained again, and draws the nearest frame", async () => {
    const panel = await show([a]);
    await waitFor(() => panel.measures.flatMap(({ at }) => at).length, 6);
    await panel.page.locator(".heads-measuring:empty").waitFor({ state: "attached" });
    panel.hold(true);
    const field = panel.page.locator('[data-side="A"] .time-field');
    await field.fill("319968");
    await field.press("Enter");
    await button(panel, "Cancel").click();
    await panel.page.getByText("Measuring was cancelled. The nearest frame is drawn.").waitFor();
    expect(panel.cancelled).toHaveLength(1);
    expect(await frameText(panel)).toBe("frame of 300,000 (nearest)");
    panel.hold(false);
    await button(panel, "Try Again").click();
    await waitFor(() => frameText(panel), "measured at 319,968");
    expect(await panel.page.getByText("Measuring was cancelled").isVisible()).toBe(false);
  });

  it("measures anew when a clamp is set where a paused run stands", async () => {
    const panel = await show([{ ...a, state: "paused" }]);
    await waitFor(() => panel.measures.flatMap(({ at }) => at).length, 6);
    await panel.page.locator(".heads-measuring:empty").waitFor({ state: "attached" });
    const before = panel.measures.length;
    const clamp = { kind: "ablate", heads: ["L1H1"] };
    const events = [clampEvent("clamp-on", 500_000, "live-1", clamp)];
    await panel.send({ kind: "delta", runs: [{ id: "a", events }] });
    await waitFor(() => panel.measures.slice(before).map(({ at }) => at), [[500_000]]);
    await waitFor(
      () => panel.page.locator(".heads-clamps").first().innerText(),
      "Clamps that hold here: ablate L1H1.",
    );
  });

  it("says where it stands before a fork", async () => {
    const fork = { ...a, record: { ...a.record, parent: { run: "p", sequences: 250_016 } } };
    const panel = await show([fork], { state: { runs: ["a"], ui: { at: 100_000 } } });
    const clamps = panel.page.locator(".heads-clamps").first();
    await waitFor(
      () => clamps.innerText(),
      "Before the fork: the clamps of the run it was forked from held here.",
    );
  });

  it("ablates by a click: the patterns, and loss and accuracy beside those without", async () => {
    const panel = await show([a]);
    await waitFor(() => frameText(panel), "measured at 500,000");
    const ablate = panel.page.getByRole("button", { name: "Ablate L1H1" });
    await ablate.click();
    await waitFor(
      () => panel.page.locator("[data-row='Relabel loss'] td").allInnerTexts(),
      ["0.750", "1.250", "+0.500"],
    );
    expect(await ablate.getAttribute("aria-pressed")).toBe("true");
    const clamps = [{ kind: "ablate", heads: ["L1H1"] }];
    expect(panel.measures.filter(({ name }) => name === "metrics")).toMatchObject([
      { at: [500_000], clamps },
      { at: [500_000], clamps: [] },
    ]);
    expect(
      panel.measures.some((measure) => measure.name === "attention" && measure.clamps.length === 1),
    ).toBe(true);
    await waitFor(() => cell(panel, "L1H1", "target.a"), 0);
    await button(panel, "Clear Ablations").click();
    await waitFor(async () => (await panel.state()).ui?.["ablated"], []);
    const { target } = sampleAttention({ at: 500_000 }).heads["L1H1"]!.direct;
    await waitFor(() => cell(panel, "L1H1", "target.a"), target);
  });

  it("is used by keys: from head to head, enlarged by Enter, closed by Escape", async () => {
    const panel = await show([a]);
    const { page } = panel;
    await waitFor(() => frameText(panel), "measured at 500,000");
    const focused = (): Promise<string> =>
      page.evaluate<string>("document.activeElement.getAttribute('aria-label')");
    await page.locator('[data-head="L0H0"] button').first().focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toContain("L1H1: ind 0.500, prev 0.050");
    expect(await page.locator('.heads-tile button[tabindex="0"]').count()).toBe(2);
    await page.keyboard.press("Enter");
    const detail = page.getByRole("region", { name: "Enlarged head" });
    await waitFor(() => detail.locator("h2").innerText(), "L1H1");
    expect(await focused()).toBe("Enlarged head");
    await page.keyboard.press("Escape");
    await waitFor(() => detail.isVisible(), false);
    expect(await focused()).toContain("L1H1");
  });

  it("enlarges the head that is asked for from elsewhere, also where it is already", async () => {
    const panel = await show([a]);
    await waitFor(() => frameText(panel), "measured at 500,000");
    const detail = panel.page.getByRole("region", { name: "Enlarged head" });
    for (let twice = 0; twice < 2; twice++) {
      await panel.send({ kind: "look-at", head: "L1H2" });
      await waitFor(() => detail.locator("h2").innerText(), "L1H2");
    }
    expect((await panel.state()).ui?.["open"]).toBe("L1H2");
  });

  it("holds two runs against each other, and shows their difference", async () => {
    const panel = await show([a, b]);
    await waitFor(() => frameText(panel, "B"), "measured at 500,000");
    await waitFor(() => cell(panel, "L1H1", "induction.b"), 0.25);
    expect(await cell(panel, "L1H1", "induction.difference")).toBe(0.25);
    expect(await panel.page.locator('[data-head="L1H1"] .heads-map:visible').count()).toBe(2);
    const { ui } = await show([a, b], {
      state: { runs: ["a", "b"], ui: { view: "difference", open: "L1H1" } },
    }).then(async (other) => {
      await waitFor(() => frameText(other, "B"), "measured at 500,000");
      await waitFor(() => other.page.locator('[data-head="L1H1"] .heads-map:visible').count(), 1);
      await waitFor(() => other.page.locator(".heads-grid h2").innerText(), "Attention patterns: A − B");
      const tables = other.page.locator(".heads-detail table").last().locator("tbody tr").first();
      expect(await tables.locator("td").allInnerTexts()).toEqual(["0.500", "0.250", "+0.250"]);
      await other.page.locator('[data-side="B"] vscode-checkbox').click();
      return other.state();
    });
    expect(ui?.["againstAt"]).toBe(500_000);
  });

  it("gives B a slider of its own where it ends before A's place, until A is where B has come", async () => {
    const shorter = { ...headsRun("b", { sequences: [0, 192_000], checkpoints: [192_000] }), slot: 1 };
    const panel = await show([a, shorter]);
    const side = panel.page.locator('[data-side="B"]');
    const tie = side.locator("vscode-checkbox");
    const slider = side.locator('input[type="range"]');
    const looks = async () => ({
      isTied: (await tie.getAttribute("current-checked")) === "true",
      title: await tie.getAttribute("title"),
      isDisabled: (await tie.getAttribute("disabled")) !== null,
      slider: (await slider.isVisible()) ? await slider.inputValue() : null,
    });
    await waitFor(looks, {
      ...{ isTied: false, isDisabled: true, slider: "192000" },
      title: "B ends at 192,000, and A stands further.",
    });
    const field = panel.page.locator('[data-side="A"] .time-field');
    await field.fill("64000");
    await field.press("Enter");
    await waitFor(looks, { isTied: true, title: "", isDisabled: false, slider: null });
    await waitFor(() => frameText(panel, "B"), "measured at 64,000");
    await panel.page.evaluate(`{
      const slider = document.querySelector('[data-side="A"] input[type="range"]');
      slider.value = "400000";
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    }`);
    expect(await looks()).toMatchObject({ isTied: false, isDisabled: true, slider: "192000" });
  });

  it("measures frames at every evaluation when asked to, until cancelled", async () => {
    const panel = await show([a]);
    await waitFor(() => panel.measures.flatMap(({ at }) => at).length, 6);
    await panel.page.locator(".heads-measuring:empty").waitFor({ state: "attached" });
    panel.hold(true);
    await button(panel, "Frames at Every Evaluation").click();
    await waitFor(() => button(panel, "Cancel").isVisible(), true);
    // Of the last checkpoint that has evaluations after it, without those that are there.
    await waitFor(() => panel.measures.at(-1)?.at, [420_000, 440_000, 460_000, 480_000]);
    await panel.page.getByText("6 of 26 frames").waitFor();
    const asked = panel.measures.length;
    await button(panel, "Cancel").click();
    await waitFor(() => panel.cancelled.length, 1);
    panel.hold(false);
    await waitFor(() => button(panel, "Frames at Every Evaluation").isVisible(), true);
    expect(panel.measures.length).toBe(asked);
    await button(panel, "Frames at Every Evaluation").click();
    await waitFor(() => new Set(panel.measures.flatMap(({ at }) => at)).size, 26);
    await waitFor(() => button(panel, "Cancel").isVisible(), false);
  });

  it("has a frame at each new checkpoint of a run that goes on, and stays at its end", async () => {
    const panel = await show([{ ...a, state: "running" }]);
    await waitFor(() => frameText(panel), "measured at 500,000");
    await panel.send({ kind: "delta", runs: [{ id: "a", checkpoints: [...a.checkpoints, 600_000] }] });
    await waitFor(() => frameText(panel), "measured at 600,000");
  });

  it("says why nothing could be measured, and tries again", async () => {
    const panel = await show([a], { isHeld: true });
    panel.problem = "L1H3 is clamped already";
    panel.hold(false);
    const problem = panel.page.getByText("It could not be measured: L1H3 is clamped already");
    await problem.waitFor();
    const asked = panel.measures.length;
    await panel.page.waitForTimeout(100);
    expect(panel.measures.length).toBe(asked);
    panel.problem = null;
    await button(panel, "Try Again").click();
    await waitFor(() => frameText(panel), "measured at 500,000");
    expect(await problem.isVisible()).toBe(false);
  });

  it("draws one run also where the other could not be measured", async () => {
    const panel = await show([a, b], { isHeld: true });
    const grid = panel.page.locator(".heads-grid");
    await waitFor(() => grid.getAttribute("aria-busy"), "true");
    [panel.problem, panel.problemOf] = ["there is no such sequence", "b"];
    panel.hold(false);
    await panel.page.getByText("It could not be measured: there is no such sequence").waitFor();
    await waitFor(() => grid.getAttribute("aria-busy"), null);
    expect(await cell(panel, "L1H1", "induction.a")).toBe(0.5);
    expect(await panel.page.locator('[data-head="L1H1"] .heads-map:visible').count()).toBe(1);
  });

  it("measures nothing without trust, and nothing of a run without a checkpoint", async () => {
    const untrusted = await show([a], { isTrusted: false });
    await untrusted.page.getByText("Nothing is measured until you trust this workspace.").waitFor();
    const young = await show([headsRun("y", { checkpoints: [], state: "running" })]);
    await young.page.getByText("has no checkpoint yet").waitFor();
    expect([...untrusted.measures, ...young.measures]).toEqual([]);
  });

  it("goes where a chart of head strengths is clicked", async () => {
    const panel = await show([a]);
    await waitFor(() => frameText(panel), "measured at 500,000");
    const canvas = panel.page.locator(".heads-charts .chart-canvas").first();
    await panel.page.locator('.heads-charts .chart-canvas[aria-label*="ends at"]').first().waitFor();
    // The crosshair follows the mouse a frame later, and the page may still move as frames arrive.
    await waitFor(async () => {
      await canvas.click();
      return typeof (await panel.state()).ui?.["at"];
    }, "number");
    const at = Number((await panel.state()).ui?.["at"]);
    expect(at).toBeGreaterThan(150_000);
    expect(at).toBeLessThan(350_000);
    await waitFor(() => frameText(panel), `measured at ${at.toLocaleString("en-US")}`);
  });

  it("marks the place of the slider in the charts of head strengths, also while it is dragged", async () => {
    const panel = await show([a]);
    await waitFor(() => panel.measures.flatMap(({ at }) => at).length, 6);
    await panel.page.locator(".heads-measuring:empty").waitFor({ state: "attached" });
    // In each chart, where it is painted over the curves halfway down, as a share of the width.
    const marks = () =>
      panel.page.evaluate<
        number[][]
      >(`[...document.querySelectorAll(".heads-charts .chart-overlay")].map((canvas) => {
        const { width, height } = canvas;
        if (width === 0 || height === 0) return [];
        const { data } = canvas.getContext("2d").getImageData(0, Math.round(height / 2), width, 1);
        const painted = Array.from({ length: width }, (_, i) => i).filter((i) => data[4 * i + 3] > 200);
        return painted.length === 0 ? [] : [painted[0] / width];
      })`);
    await panel.page.locator(".heads-charts").scrollIntoViewIfNeeded();
    let shown: number[] = [];
    const dragTo = async (to: number): Promise<number[]> => {
      await panel.page.evaluate(`{
        const slider = document.querySelector('[data-side="A"] input[type="range"]');
        slider.value = "${to}";
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      }`);
      let found: number[] = [];
      const hasMoved = async (): Promise<boolean> => {
        found = (await marks()).flat();
        return found.length === 2 && found.every((share, chart) => share !== shown[chart]);
      };
      await waitFor(hasMoved, true);
      shown = found;
      return found;
    };
    const [start, early, late] = [await dragTo(0), await dragTo(128_000), await dragTo(384_000)];
    for (const chart of [0, 1])
      expect((late[chart]! - start[chart]!) / (early[chart]! - start[chart]!)).toBeCloseTo(3, 1);
    expect((await panel.state()).ui?.["at"] ?? null).toBeNull();
  });

  it("exports all values, and opens other panels", async () => {
    const panel = await show([a, b]);
    await waitFor(() => frameText(panel, "B"), "measured at 500,000");
    await panel.page.getByRole("button", { name: "Export", exact: true }).click();
    await panel.page.getByRole("menuitem", { name: "All Values as JSON…" }).click();
    await waitFor(() => panel.requests.length, 1);
    const [saved] = panel.requests;
    if (saved?.kind !== "save" || typeof saved.content !== "string") throw new Error("a file expected");
    expect(saved.fileName).toBe("a-attention-500000-compared.json");
    expect(JSON.parse(saved.content)).toMatchObject([
      { value: sampleAttention({ at: 500_000 }) },
      { run: "b" },
    ]);
    await button(panel, "Show Wiring").click();
    await waitFor(() => panel.requests.at(-1), { kind: "open-panel", panel: "wiring", runs: ["a"] });
    await button(panel, "Fork Here…").click();
    await waitFor(() => panel.requests.at(-1), { kind: "fork", run: "a", at: 500_000 });
  });
});
