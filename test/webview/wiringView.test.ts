import { describe, expect, it } from "vitest";
import { defaultWiringUi } from "../../webview/wiring/wiringUi.ts";
import { wiringJson } from "../../webview/wiring/wiringJson.ts";
import { placeChoices } from "../../webview/wiring/placeChoices.ts";
import { wiringView, withoutWiring } from "../../webview/wiring/wiringView.ts";
import { recordOf } from "../unit/runs/comparison/sampleRuns.ts";
import { allMeasured, usualSettings, wiredRun, wiringValue } from "./wiringFixture.ts";

const nothing = { wiring: null, composition: null, attention: null };

function plotOf(view: ReturnType<typeof wiringView>, key: string) {
  const all = Object.values(view.groups).flat();
  const found = all.find(({ matrix }) => matrix.key === key);
  if (found === undefined) throw new Error(`no matrix ${key}`);
  return found.plot;
}

describe("what a Wiring panel shows", () => {
  it("is of the place, sequences and layers that are set, and else of the end and the last two layers", () => {
    const run = wiredRun();
    expect(wiringView(run, 960, defaultWiringUi, nothing).settings).toEqual(usualSettings);
    const deep = wiredRun({ model: { layers: 4, heads: 3, width: 24 } });
    expect(wiringView(deep, 960, defaultWiringUi, nothing).settings.layers).toEqual([2, 3]);
    const set = { ...defaultWiringUi, layers: [0, 3] as const, place: 650, sequences: "all" as const };
    expect(wiringView(deep, 960, set, nothing).settings).toMatchObject({
      place: 640,
      layers: [0, 3],
      sequences: "all",
    });
    // Of another run, what was set may not be there.
    expect(wiringView(run, 960, { ...set, place: 5000 }, nothing).settings).toMatchObject({
      place: 960,
      layers: [0, 1],
    });
  });

  it("has later heads as rows, earlier heads as columns, and one range in each group", () => {
    const view = wiringView(wiredRun(), 960, defaultWiringUi, allMeasured());
    const values = plotOf(view, "without-values");
    expect(values).toMatchObject({
      rows: ["L1H0", "L1H1", "L1H2"],
      columns: ["L0H0", "L0H1", "L0H2"],
      rowTitle: "head of layer 1",
      columnTitle: "head of layer 0",
      range: [0, 1],
      scale: "sequential",
    });
    expect(values.values[2 * 3 + 1]).toBe(0.451);
    expect(view.groups.without.map(({ matrix }) => matrix.key)).toEqual([
      "without-values",
      "without-patterns",
    ]);
    const [now, initial, change] = view.groups.composition;
    expect(now!.plot.range).toEqual(initial!.plot.range);
    expect(now!.plot.range[0]).toBeCloseTo(0.1);
    expect(now!.plot.range[1]).toBeCloseTo(0.622);
    expect(change!.plot).toMatchObject({ scale: "diverging" });
    expect(change!.plot.range[1]).toBeCloseTo(0.3);
    expect(change!.plot.values[4]).toBeCloseTo(0.3);
    expect(new Set(view.groups.composition.map(({ plot }) => plot.title)).size).toBe(9);
  });

  it("shows losses from 0 on, and differences from the later head alone on both sides of 0", () => {
    const loss = wiringView(wiredRun(), 960, { ...defaultWiringUi, metric: "loss" }, allMeasured());
    expect(plotOf(loss, "only-values").range[0]).toBe(0);
    expect(plotOf(loss, "only-values").range[1]).toBeCloseTo(0.8);
    const shown = { ...defaultWiringUi, shows: "change" as const };
    const change = plotOf(wiringView(wiredRun(), 960, shown, allMeasured()), "without-values");
    expect(change.scale).toBe("diverging");
    expect(change.values[7]).toBeCloseTo(0.451 - 0.973);
    expect(change.range[0]).toBeCloseTo(-0.522);
    expect(change.range[1]).toBeCloseTo(0.522);
    expect(change.title).toContain("Accuracy change");
  });

  it("sorts heads by their strength at the place, with what was not measured last", () => {
    const ui = { ...defaultWiringUi, order: "strength" as const };
    const view = wiringView(wiredRun(), 960, ui, allMeasured());
    const plot = plotOf(view, "without-values");
    expect(plot.rows).toEqual(["L1H2", "L1H0", "L1H1"]);
    expect(plot.columns).toEqual(["L0H1", "L0H0", "L0H2"]);
    expect(plot.values[0]).toBe(0.451);
    expect(wiringView(wiredRun(), 960, { ...ui, place: 480 }, nothing).rows).toEqual([0, 2, 1]);
  });

  it("marks heads that the run itself ablates there", () => {
    const clamps = [{ kind: "ablate", heads: ["L0H0", "L1H1"], from: 0, until: 640 }];
    const time = "2026-01-01T00:00:00.000Z";
    const clamp = { kind: "ablate", heads: ["L0H0", "L1H1"], from: 0, until: 640 };
    const events = [
      { kind: "clamp-on" as const, id: "0", clamp, sequences: 0, time },
      { kind: "clamp-off" as const, id: "0", clamp, sequences: 640, time },
    ];
    const run = wiredRun({ clamps }, { events });
    const measured = allMeasured();
    const at = (sequences: number) => ({ ...measured, wiring: { ...measured.wiring!, sequences } });
    const plot = plotOf(wiringView(run, 960, defaultWiringUi, at(480)), "only-patterns");
    expect(plot.rows).toEqual(["L1H0", "⊘ L1H1", "L1H2"]);
    expect(plot.columns).toEqual(["⊘ L0H0", "L0H1", "L0H2"]);
    expect(plotOf(wiringView(run, 960, defaultWiringUi, at(960)), "only-patterns").rows).toContain("L1H1");
  });

  it("leaves out what is of another run or of other layers, and a wire that the model has not", () => {
    const measured = allMeasured();
    const other = wiringView(wiredRun({}, { id: "other" }), 960, defaultWiringUi, measured);
    expect(other.groups).toEqual({ without: [], only: [], composition: [] });
    expect(other.measured).toEqual(nothing);
    const deep = wiredRun({ model: { layers: 3, heads: 3, width: 24 } });
    expect(wiringView(deep, 960, defaultWiringUi, measured).measured.wiring).toBeNull();
    const wire = (to: number) =>
      wiringView(wiredRun(), 960, { ...defaultWiringUi, wire: { from: 0, to } }, measured).wire;
    expect(wire(2)).toEqual({ from: 0, to: 2 });
    expect(wire(3)).toBeNull();
  });

  it("does without the initial scores of a fork whose parent is gone", () => {
    const measured = allMeasured();
    const value = { now: measured.composition!.value.now, initial: null };
    const view = wiringView(wiredRun(), 960, defaultWiringUi, {
      ...measured,
      composition: { ...measured.composition!, value },
    });
    expect(view.groups.composition.map(({ matrix }) => matrix.key)).toEqual(["k-now", "q-now", "v-now"]);
  });

  it("is nothing for the toy model, one layer, and a run that was never saved", () => {
    expect(withoutWiring(wiredRun(), 960)).toBeNull();
    expect(withoutWiring(wiredRun({}, { state: "running" }), null)).toMatch(/not been saved/);
    expect(withoutWiring(wiredRun(), null)).toMatch(/no checkpoints/);
    expect(withoutWiring(wiredRun({ model: { layers: 1, heads: 3, width: 24 } }), 960)).toMatch(/one layer/);
    expect(withoutWiring(wiredRun({}, { record: recordOf({ toy: {} }) }), 960)).toMatch(/toy/);
  });

  it("offers the end, the phase change and the checkpoints as places, not too many of them", () => {
    const run = wiredRun();
    expect(placeChoices(run, null).map(({ label }) => label)).toEqual([
      "End of the run: 960",
      "320",
      "640",
      "960 (phase change)",
    ]);
    expect(placeChoices({ ...run, state: "running" }, 32).slice(0, 2)).toEqual([
      { value: "last", label: "Last saved: 960" },
      { value: "32", label: "32" },
    ]);
    const many = Array.from({ length: 1000 }, (_, i) => 32 * (i + 1));
    const choices = placeChoices({ ...run, checkpoints: many }, null);
    expect(choices.length).toBeLessThan(45);
    expect(choices.at(-1)?.value).toBe("32000");
  });

  it("is exported with where and on what it was measured", () => {
    const file = JSON.parse(wiringJson(wiredRun(), allMeasured())) as Record<string, unknown>;
    expect(file).toMatchObject({
      run: { id: "2026-run", name: "base" },
      wiring: { sequences: 960, options: { sequences: "train", layers: [0, 1] }, value: wiringValue() },
      composition: { sequences: 960, now: { from: 0, to: 1 }, initial: { from: 0, to: 1 } },
    });
  });
});
