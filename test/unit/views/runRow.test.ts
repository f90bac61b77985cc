import { describe, expect, it } from "vitest";
import { runRow } from "../../../src/views/runRow.ts";
import { sampleStatus } from "../runs/runFixtures.ts";
import { sampleEntry } from "./sampleEntry.ts";

describe("the row of a run", () => {
  it("shows progress, loss and rate while running, in the run's colour", () => {
    expect(runRow(sampleEntry())).toEqual({
      label: "base · L1H3 only",
      description: "42 % · loss 0.700 · 1.23k/s",
      icon: { id: "sync~spin", color: "optoscope.orange" },
      contextValue: "run active running",
      spoken: "base · L1H3 only, running, 42 % · loss 0.700 · 1.23k/s",
      isTicked: null,
    });
  });

  it.each([
    ["queued", "run queued"],
    ["starting", "run active starting"],
    ["paused", "run active paused"],
    ["stopped", "run ended stopped resumable"],
    ["crashed", "run ended crashed resumable"],
    ["failed", "run ended failed resumable"],
    ["diverged", "run ended diverged"],
    ["finished", "run ended finished"],
  ] as const)("says what is possible with a run that is %s", (state, words) => {
    expect(runRow(sampleEntry({ state })).contextValue).toBe(words);
  });

  it("is not broken while it is queued and has no folder", () => {
    const queued = { state: "queued", record: null, status: null, metrics: null } as const;
    expect(runRow(sampleEntry(queued))).toMatchObject({ description: "queued", contextValue: "run queued" });
  });

  it("says that a folder cannot be read", () => {
    const broken = {
      ...{ record: null, experiment: null, status: null, metrics: null },
      ...{ problem: "format 9", state: "failed" as const },
    };
    expect(runRow(sampleEntry(broken))).toMatchObject({
      description: "cannot be read",
      contextValue: "run broken",
      icon: { id: "warning" },
    });
  });

  it("leaves a damaged run that has a process to be stopped", () => {
    const broken = { record: null, experiment: null, problem: "run.json: not valid JSON" };
    expect(runRow(sampleEntry(broken)).contextValue).toBe("run broken active running");
  });

  it("points at a problem of a run that can be read", () => {
    const row = runRow(sampleEntry({ problem: "no sign of life", metrics: null }));
    expect(row).toMatchObject({ icon: { id: "warning" }, contextValue: "run active running" });
    expect(row.description).toBe("42 % · 1.23k/s · has a problem");
  });

  it("says where a run stopped, and when a finished one changed phase", () => {
    const row = (state: "stopped" | "finished", phaseChange: number | null) =>
      runRow(sampleEntry({ state, status: sampleStatus({ phaseChange }), metrics: null })).description;
    expect(row("stopped", null)).toBe("stopped at 64 %");
    expect(runRow(sampleEntry({ state: "paused", metrics: null })).spoken).toBe(
      "base · L1H3 only, paused at 42 %",
    );
    expect(row("finished", 345_000)).toBe("finished · phase change 345k");
  });

  it("has no progress to show of nothing, and never more than all", () => {
    const row = (sequences: number, total: number) =>
      runRow(sampleEntry({ status: sampleStatus({ sequences, total, rate: 0 }), metrics: null })).description;
    expect(row(0, 0)).toBe("running");
    expect(row(1024, 1000)).toBe("100 %");
    expect(row(999, 1000)).toBe("99 %");
  });
});
