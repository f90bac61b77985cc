import { describe, expect, it } from "vitest";
import { findPreset } from "../../../src/experiment/presets.ts";
import { escapeMarkdown } from "../../../src/views/escapeMarkdown.ts";
import { experimentTooltip } from "../../../src/views/experimentTooltip.ts";
import { runTooltip } from "../../../src/views/runTooltip.ts";
import { sampleEntry, sampleHistory } from "./sampleEntry.ts";

describe("tooltips", () => {
  it("show text as it is, not as Markdown", () => {
    expect(escapeMarkdown("a_b\n[c](command:x) <img>")).toBe("a\\_b \\[c\\]\\(command\\:x\\) \\<img\\>");
    expect(runTooltip(sampleEntry({ name: "![](https://x.y)" }))).not.toMatch(/!\[|https:\/\//);
  });

  it("tell of a run its progress, sets, clamps and origin", () => {
    const text = runTooltip(sampleEntry({ clamps: [sampleHistory()] })).replaceAll("\\", "");
    expect(text).toContain("425k of 1M sequences · 1.23k/s · 7 min 46 s left · no phase change yet");
    expect(text).toContain("| train | 0.700 | 0.500 | 0.750 |");
    expect(text).toContain("- L0H2, L0H3 previous token from 212k: clamped since 212k: pattern equals");
    expect(text).toContain("forked from 2026-02-01-000000-base-0000 at 32");
  });

  it("survive a run of which nothing can be read", () => {
    const entry = sampleEntry({
      record: null,
      experiment: null,
      status: null,
      metrics: null,
      problem: "no run.json",
    });
    expect(runTooltip(entry).replaceAll("\\", "")).toContain("no run.json");
  });

  it("tell of a preset what it is", () => {
    const text = experimentTooltip({ kind: "preset", preset: findPreset("base") });
    expect(text).toContain("2 layers of 8 heads, width 64");
    expect(text).toContain("1,000,000 sequences in batches of 32");
  });
});
