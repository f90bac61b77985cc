import { describe, expect, it } from "vitest";
import { defaultLiveUi, readLiveUi } from "../../../webview/live/liveUi.ts";

describe("readLiveUi", () => {
  it("reads what it has written", () => {
    const ui = {
      ...defaultLiveUi,
      smoothing: 0.6,
      xScale: "log",
      range: { from: 1, to: 2 },
      measure: "probability",
      groups: "range",
      paper: ["fig3a-loss"],
      hidden: { ...defaultLiveUi.hidden, loss: ["train"] },
      chosen: { ...defaultLiveUi.chosen, induction: ["L1H3"] },
    } as const;
    expect(readLiveUi(JSON.parse(JSON.stringify(ui)))).toEqual(ui);
  });

  it("takes the default for whatever is damaged", () => {
    for (const damaged of [null, undefined, 3, "x", [], {}])
      expect(readLiveUi(damaged)).toEqual(defaultLiveUi);
    expect(
      readLiveUi({
        smoothing: "a",
        xScale: 1,
        range: { from: 3, to: 2 },
        measure: "x",
        groups: 3,
        paper: "fig3a-loss",
        hidden: { loss: 3 },
        chosen: [],
      }),
    ).toEqual(defaultLiveUi);
    expect(readLiveUi({ smoothing: 7 }).smoothing).toBe(0.999);
    expect(readLiveUi({ hidden: { loss: ["a", 3] } }).hidden.loss).toEqual(["a"]);
  });
});
