import { describe, expect, it } from "vitest";
import { runSeries, membersOf } from "../../../webview/shared/runSeries.ts";
import { defaultLiveUi } from "../../../webview/live/liveUi.ts";
import { snapshot } from "../snapshot.ts";

const curves = {
  sequences: Float64Array.of(10, 20),
  columns: {
    "class.loss": Float64Array.of(4, 3),
    "train.loss": Float64Array.of(2, 1),
    "train.accuracy": Float64Array.of(0.1, 0.2),
    "L1H1.induction": Float64Array.of(0.5, 0.1),
    "L1H0.induction": Float64Array.of(0.2, Number.NaN),
  },
};
const a = snapshot({ id: "a", slot: 2, curves });
const b = snapshot({ id: "b", slot: 5, curves });

describe("runSeries", () => {
  it("has a curve of each set or head for one run, in reading order and each with its own look", () => {
    const series = runSeries([a], "loss", defaultLiveUi);
    expect(series.map(({ key, slot }) => [key, slot])).toEqual([
      ["train", 0],
      ["class", 1],
    ]);
    expect([...series[0]!.y]).toEqual([2, 1]);
    expect(membersOf([a], "induction", defaultLiveUi)).toEqual(["L1H0", "L1H1"]);
  });

  it("shows the chosen measure of the sets", () => {
    expect(
      runSeries([a], "accuracy", { ...defaultLiveUi, measure: "accuracy" }).map(({ key }) => key),
    ).toEqual(["train"]);
    expect(runSeries([a], "accuracy", { ...defaultLiveUi, measure: "probability" })).toEqual([]);
  });

  it("has the runs' colours and dashes for several runs and one set", () => {
    const series = runSeries([a, b], "loss", defaultLiveUi);
    expect(series.map(({ label, slot, dash }) => [label, slot, dash])).toEqual([
      ["a", 2, undefined],
      ["b", 5, undefined],
    ]);
  });

  it("tells sets of several runs apart by dash, the same for each run", () => {
    const ui = { ...defaultLiveUi, chosen: { ...defaultLiveUi.chosen, loss: ["class", "train"] } };
    const series = runSeries([a, b], "loss", ui);
    expect(series.map(({ label, slot, dash }) => [label, slot, dash])).toEqual([
      ["a · train", 2, 0],
      ["a · class", 2, 1],
      ["b · train", 5, 0],
      ["b · class", 5, 1],
    ]);
    expect(new Set(series.map(({ key }) => key)).size).toBe(4);
  });

  it("has the highest value of any head, of those that have one", () => {
    const [series] = runSeries([a, b], "induction", defaultLiveUi);
    expect([...series!.y]).toEqual([0.5, 0.1]);
    expect(runSeries([a, b], "previousToken", defaultLiveUi)).toEqual([]);
  });
});
