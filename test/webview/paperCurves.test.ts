import { describe, expect, it, vi } from "vitest";
import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import type { FromPanel, ToPanel } from "../../src/protocol/panelMessages.ts";
import { toySchema } from "../../src/toy/toySchema.ts";
import { paperCurveSets } from "../../src/views/panels/paperCurveSets.ts";
import { livePaperFits, livePaperSeries } from "../../webview/live/livePaperSeries.ts";
import { defaultLiveUi } from "../../webview/live/liveUi.ts";
import { chartKeys } from "../../webview/shared/runCharts.ts";
import { PanelClient } from "../../webview/shared/panelClient.ts";
import { paperSeries } from "../../webview/shared/paperSeries.ts";
import { snapshot } from "./snapshot.ts";

const curve = (label: string, metric: string, phaseChange: number | null = 20) => ({
  label,
  metric,
  sequences: [0, 20, 40],
  values: [2, 1, 0],
  phaseChange,
});
const sets: readonly PaperCurveSet[] = [
  {
    id: "a",
    title: "Figure 3a: loss",
    figure: "3a",
    curves: [curve("train", "train.loss"), curve("class", "class.loss", null)],
  },
  { id: "b", title: "Figure 8: loss", figure: "8", curves: [curve("none", "train.loss")] },
];

describe("the paper's curves that ship with the extension", () => {
  it("are of all plots, in the metrics of runs, without empty cells", () => {
    const all = paperCurveSets();
    expect(all.map(({ figure }) => figure)).toEqual([
      "3a",
      "3b",
      "4b",
      "5b",
      ...Array<string>(8).fill("6"),
      "8",
    ]);
    const [fig3a, fig3b] = all;
    expect(fig3a!.curves.map(({ metric }) => metric)).toEqual(["train.loss", "class.loss", "relabel.loss"]);
    expect(fig3b!.curves.map(({ metric }) => metric)).toContain("L1H3.induction");
    for (const { values, sequences } of all.flatMap(({ curves }) => curves)) {
      expect(values.every((value) => Number.isFinite(value))).toBe(true);
      expect(sequences).toHaveLength(values.length);
      expect(values.length).toBeGreaterThan(0);
    }
    const base = fig3a!.curves[0]!.phaseChange;
    expect(base).toBeGreaterThan(200_000);
    expect(base).toBeLessThan(300_000);
    expect(fig3b!.curves.every(({ phaseChange }) => phaseChange === base)).toBe(true);
  });
});

describe("paperSeries", () => {
  it("are references, named after their plot where there are several", () => {
    const slot = ({ metric }: { metric: string }) => (metric === "train.loss" ? 4 : null);
    const [only] = paperSeries(sets.slice(0, 1), { slot, isFromPhaseChange: false });
    expect(only).toMatchObject({ label: "paper: train", isReference: true, slot: 4 });
    const both = paperSeries(sets, { slot, isFromPhaseChange: false });
    expect(both.map(({ label }) => label)).toEqual(["paper 3a: train", "paper 8: none"]);
    expect(new Set(both.map(({ key }) => key)).size).toBe(2);
  });

  it("count from the phase change of their own run, and are left out without one", () => {
    const aligned = paperSeries(sets, { slot: (_, index) => index, isFromPhaseChange: true });
    expect(aligned.map(({ label }) => label)).toEqual(["paper 3a: train", "paper 8: none"]);
    expect([...aligned[0]!.x]).toEqual([-20, 0, 20]);
  });
});

describe("the paper's curves in the Live panel", () => {
  const columns = { "train.loss": Float64Array.of(1), "class.loss": Float64Array.of(1) };
  const run = snapshot({ id: "a", curves: { sequences: Float64Array.of(0), columns } });
  const ui = { ...defaultLiveUi, paper: ["a"] };

  it("are off until they are chosen", () => {
    expect(livePaperSeries(sets, [run], "loss", defaultLiveUi)).toEqual([]);
  });

  it("have the colours of the run's sets, and are in the charts that they fit", () => {
    const series = livePaperSeries(sets, [run], "loss", ui);
    expect(series.map(({ label, slot }) => [label, slot])).toEqual([
      ["paper: train", 0],
      ["paper: class", 1],
    ]);
    expect(livePaperSeries(sets, [run], "induction", ui)).toEqual([]);
    expect(livePaperFits("L1H3.induction", [run], chartKeys, ui)).toBe(true);
    expect(livePaperFits("L1H3.wiring", [run], chartKeys, ui)).toBe(false);
  });

  it("are those of the chosen sets with several runs, and of no toy model", () => {
    const other = { ...run, id: "b" };
    expect(livePaperSeries(sets, [run, other], "loss", ui).map(({ label }) => label)).toEqual([
      "paper: train",
    ]);
    const { record } = run;
    const toy = {
      ...run,
      record: { ...record, experiment: { ...record.experiment, toy: toySchema.parse({}) } },
    };
    expect(livePaperSeries(sets, [toy], "loss", ui)).toEqual([]);
  });
});

describe("asking for the paper's curves", () => {
  it("asks once, keeps what came, and asks again where it failed", async () => {
    const posted: FromPanel[] = [];
    let send: (message: ToPanel) => void = () => undefined;
    const client = new PanelClient({
      post: (message) => posted.push(message),
      listen: (listener) => {
        send = listener;
      },
      getState: () => null,
      setState: () => undefined,
    });
    const onCome = vi.fn();
    client.onDidGetPaperCurves.on(onCome);
    const failed = client.askForPaperCurves();
    send({ kind: "answer", number: 1, answer: { ok: false, message: "missing" } });
    expect(await failed).toEqual({ ok: false, message: "missing" });

    const answered = client.askForPaperCurves();
    expect(await client.askForPaperCurves()).toBeNull();
    send({ kind: "paper-curves", sets });
    send({ kind: "answer", number: 2, answer: { ok: true, done: true } });
    expect(await answered).toEqual({ ok: true, done: true });
    expect(client.paperCurves).toBe(sets);
    expect(onCome).toHaveBeenCalledOnce();
    expect(posted.map((message) => (message.kind === "request" ? message.request.kind : ""))).toEqual([
      "paper-curves",
      "paper-curves",
    ]);
  });
});
