import { describe, expect, it } from "vitest";
import { experimentClampRow, runClampRow } from "../../../src/views/clampRow.ts";
import { clampSentence } from "../../../src/runs/comparison/clampSentence.ts";
import { sampleHistory } from "./sampleEntry.ts";

const model = { layers: 2, heads: 8 };
const waiting = sampleHistory({ state: "waiting", spans: [], measured: null, isLive: false });
const off = sampleHistory({
  state: "off",
  measured: null,
  spans: [
    { from: 0, until: 64_000 },
    { from: 100_000, until: 200_000 },
  ],
});

describe("the sentence of a clamp", () => {
  it("gives the measured effect", () => {
    expect(clampSentence(sampleHistory())).toBe(
      "clamped since 212k: pattern equals replacement at 212,032 (max deviation 0)",
    );
  });

  it("counts the rounding of float32 as equal, and names several sites", () => {
    const sites = ["blocks.1.attn.hook_v", "blocks.1.attn.hook_z"];
    const measured = { sequences: 362_016, deviation: 2.4e-8, sites };
    expect(clampSentence(sampleHistory({ measured }))).toBe(
      "clamped since 212k: value and z equal replacement at 362,016 (max deviation 2.4e-8)",
    );
  });

  it("does not say that a clamp works where it was measured not to", () => {
    const measured = {
      sequences: 64,
      deviation: 0.25,
      sites: ["blocks.0.attn.hook_v", "blocks.1.attn.hook_v"],
    };
    expect(clampSentence(sampleHistory({ measured }))).toBe(
      "clamped since 212k: value differs from replacement at 64 (max deviation 2.5e-1)",
    );
  });

  it("says when a clamp begins, and when it held", () => {
    expect(clampSentence(waiting)).toBe("waits for 212k");
    expect(clampSentence(off)).toBe("clamped from 0 until 64k and from 100k until 200k");
    expect(clampSentence(sampleHistory({ state: "off", spans: [], measured: null }))).toBe("never clamped");
  });
});

describe("the row of a clamp", () => {
  it("tells of a clamp of a run what it is, since when, and its effect", () => {
    expect(runClampRow(sampleHistory(), model)).toMatchObject({
      label: "L0H2, L0H3 previous token",
      description: "on since 212k · set while running · max deviation 0",
      contextValue: "clamp run on",
    });
    expect(runClampRow(waiting, model)).toMatchObject({
      description: "waits for 212k",
      contextValue: "clamp run waiting",
    });
    expect(runClampRow(off, model).contextValue).toBe("clamp run off");
  });

  it("tells of a clamp of an experiment its window", () => {
    const clamp = { kind: "ablate", heads: ["L1H3"] };
    expect(experimentClampRow(clamp, model)).toMatchObject({
      label: "ablate L1H3",
      description: "throughout training",
      contextValue: "clamp experiment",
    });
    const when = { measure: "loss", below: 0.5 };
    expect(experimentClampRow({ ...clamp, when }, model)).toMatchObject({
      label: "ablate L1H3 when train loss < 0.5",
      description: "while its condition is met",
    });
    expect(experimentClampRow({ ...clamp, from: 200_000, until: 400_000 }, model)).toMatchObject({
      label: "ablate L1H3",
      description: "from 200k until 400k",
    });
  });
});
