import { describe, expect, it } from "vitest";
import { defaultWiringUi, readWiringUi, type WiringUi } from "../../webview/wiring/wiringUi.ts";

const full: WiringUi = {
  place: 640,
  sequences: "all",
  layers: [0, 2],
  metric: "loss",
  shows: "change",
  order: "strength",
  wire: { from: 1, to: 2 },
  closed: ["only"],
  computed: { run: "a", place: 640, sequences: "relabel", layers: [0, 1] },
  underWay: { run: "a", place: 320, sequences: "train", layers: [0, 1], panel: "x" },
};

describe("what is kept of a Wiring panel", () => {
  it("comes back as it was, also through JSON", () => {
    expect(readWiringUi(JSON.parse(JSON.stringify(full)))).toEqual(full);
  });

  it("is a new panel's where there is nothing, or nothing of use", () => {
    for (const kept of [null, undefined, 3, "x", [], {}]) expect(readWiringUi(kept)).toEqual(defaultWiringUi);
  });

  it("loses only what is damaged", () => {
    const damaged = {
      ...full,
      place: -1,
      layers: [2, 2],
      sequences: "test",
      wire: { from: 0.5, to: 1 },
      closed: ["only", "else", "only"],
    };
    expect(readWiringUi(damaged)).toEqual({
      ...full,
      place: null,
      layers: null,
      sequences: "train",
      wire: null,
    });
    expect(readWiringUi({ ...full, underWay: full.computed }).underWay).toBeNull();
    for (const computed of [{ ...full.computed, layers: [1] }, { ...full.computed, run: 3 }, "all"])
      expect(readWiringUi({ ...full, computed }).computed).toBeNull();
    expect(readWiringUi({ ...full, computed: { ...full.computed, sequences: "x" } }).computed).toBeNull();
  });
});
