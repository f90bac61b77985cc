import { describe, expect, it } from "vitest";
import { headMarks, plannedMarks } from "../../../src/views/headMarks.ts";
import { ablateL1H3, sampleHistory } from "./sampleEntry.ts";

describe("marks of heads", () => {
  it("are on each head of a clamp that holds, with its measured effect", () => {
    const marks = headMarks([sampleHistory()]);
    expect([...marks.keys()]).toEqual(["L0H2", "L0H3"]);
    expect(marks.get("L0H3")).toEqual({
      state: "on",
      kind: "previous-token",
      short: "clamped: previous token",
      sentence: "previous token: clamped since 212k: pattern equals replacement at 212,032 (max deviation 0)",
    });
  });

  it("tell what waits, not what is over, and what holds before what waits", () => {
    const waiting = sampleHistory({ state: "waiting", spans: [], measured: null });
    expect(headMarks([waiting]).get("L0H2")).toMatchObject({
      state: "waiting",
      short: "previous token waits for 212k",
    });
    expect(headMarks([sampleHistory({ state: "off" })]).size).toBe(0);
    const other = sampleHistory({ clamp: { kind: "ablate", heads: ["L00H2"] } });
    expect(headMarks([waiting, other]).get("L0H2")).toMatchObject({ state: "on", kind: "ablate" });
    expect(headMarks([other, waiting]).get("L0H2")).toMatchObject({ state: "on", kind: "ablate" });
  });

  it("tell what an experiment is going to do", () => {
    expect(plannedMarks([ablateL1H3]).get("L1H3")).toMatchObject({
      state: "planned",
      short: "will be ablated",
    });
  });

  it("survive clamps of which nothing is known", () => {
    const odd = [{ kind: "x" }, { kind: "y", heads: [1, null, "all"] }, { kind: "copy", head: "L1H0" }];
    expect([...plannedMarks(odd).keys()]).toEqual(["L1H0"]);
  });
});
