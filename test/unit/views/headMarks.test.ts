import { describe, expect, it } from "vitest";
import { headMarks, plannedMarks } from "../../../src/views/headMarks.ts";
import { ablateL1H3, sampleHistory } from "./sampleEntry.ts";

const model = { layers: 2, heads: 8 };

describe("marks of heads", () => {
  it("are on each head of a clamp that holds, with its measured effect", () => {
    const marks = headMarks([sampleHistory()], model);
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
    expect(headMarks([waiting], model).get("L0H2")).toMatchObject({
      state: "waiting",
      short: "previous token waits for 212k",
    });
    expect(headMarks([sampleHistory({ state: "off" })], model).size).toBe(0);
    const other = sampleHistory({ clamp: { kind: "ablate", heads: ["L00H2"] } });
    expect(headMarks([waiting, other], model).get("L0H2")).toMatchObject({ state: "on", kind: "ablate" });
    expect(headMarks([other, waiting], model).get("L0H2")).toMatchObject({ state: "on", kind: "ablate" });
  });

  it("tell what an experiment is going to do", () => {
    expect(plannedMarks([ablateL1H3], model).get("L1H3")).toMatchObject({
      state: "planned",
      short: "will be ablated",
    });
  });

  it("are on the parts that clamps without heads hold", () => {
    const places = (clamp: { kind: string }) => [...plannedMarks([clamp], model).keys()];
    expect(places({ kind: "perfect-layer-0" })).toEqual(["blocks.0"]);
    expect(places({ kind: "ablate-embedding" })).toEqual(["embed"]);
    expect(places({ kind: "preserve", ...{ what: ["v"] } })).toEqual(["blocks.0", "blocks.1"]);
    expect(places({ kind: "graft-in", ...{ throughLayer: 0 } })).toEqual(["embed", "blocks.0"]);
    expect(places({ kind: "graft-out", ...{ fromLayer: 1 } })).toEqual(["blocks.1", "ln_final", "unembed"]);
    expect(places({ kind: "set", ...{ site: "blocks.1.hook_attn_out" } })).toEqual(["blocks.1"]);
    expect(places({ kind: "set", ...{ site: "blocks.1.attn.hook_z" } })).toHaveLength(8);
    expect(places({ kind: "set", ...{ site: "blocks.1.attn.hook_z", heads: ["L1H2"] } })).toEqual(["L1H2"]);
    const running = sampleHistory({ clamp: { kind: "perfect-layer-0", from: 1000 }, measured: null });
    expect(headMarks([running], model).get("blocks.0")).toMatchObject({
      short: "clamped: perfect layer 0",
      sentence: "perfect layer 0: clamped since 212k",
    });
    expect(plannedMarks([{ kind: "copy", head: "L1H3" }], model).get("unembed")?.short).toBe(
      "will be clamped: copy from L1H3",
    );
  });

  it("survive clamps of which nothing is known", () => {
    const odd = [{ kind: "x" }, { kind: "y", heads: [1, null, "all"] }, { kind: "copy", head: "L1H0" }];
    expect([...plannedMarks(odd, model).keys()]).toEqual(["L1H0", "unembed"]);
  });
});
