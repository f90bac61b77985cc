import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/runs/runEvents.ts";
import { clampLines } from "../../../webview/live/clampLines.ts";
import { liveBands, liveMarkers, lossReferences } from "../../../webview/live/liveMarks.ts";
import { snapshot } from "../snapshot.ts";

const time = "2026-01-01T00:00:00.000Z";
const clamp = { kind: "ablate", heads: ["L1H3"] };
const events: readonly RunEvent[] = [
  { kind: "started", sequences: 0, time },
  { kind: "clamp-on", id: "c", clamp, sequences: 212_000, time },
  {
    kind: "clamp-measured",
    id: "c",
    clamp,
    sequences: 212_032,
    time,
    sites: ["blocks.1.attn.hook_z"],
    deviation: 0,
  },
  { kind: "paused", sequences: 300_000, time },
  { kind: "resumed", sequences: 300_000, time },
  { kind: "phase-change", at: 325_024, sequences: 325_024, time },
];
const off: RunEvent = { kind: "clamp-off", id: "c", clamp, sequences: 400_000, time };
const run = snapshot({ id: "a", slot: 3, state: "running", events });

describe("bands and markers", () => {
  it("shade where a clamp was on, and to the end where it still is", () => {
    expect(liveBands([run])).toEqual([{ from: 212_000, to: null, label: "ablate L1H3" }]);
    expect(liveBands([{ ...run, events: [...events, off] }])[0]?.to).toBe(400_000);
  });

  it("mark what happened, a pause once", () => {
    expect(liveMarkers([run])).toEqual([
      { at: 300_000, label: "paused" },
      { at: 325_024, label: "phase change 325k" },
    ]);
  });

  it("have the runs' colours with several runs, and one name for each kind", () => {
    const other = snapshot({
      id: "b",
      slot: 4,
      events: [{ kind: "phase-change", at: 90, sequences: 90, time }],
    });
    expect(liveBands([run, other])).toEqual([{ from: 212_000, to: null, label: "", slot: 3 }]);
    expect(liveMarkers([run, other]).filter(({ label }) => label !== "")).toEqual([
      { at: 300_000, slot: 3, label: "paused" },
      { at: 90, slot: 4, label: "phase change" },
    ]);
  });

  it("know the loss of guessing", () => {
    expect(lossReferences([run]).map(({ at }) => at)).toEqual([Math.log(5), Math.LN2, 0.4 * Math.LN2]);
  });
});

describe("clampLines", () => {
  it("say since when a clamp holds and what was measured", () => {
    const [line] = clampLines(run);
    expect(line).toMatchObject({ what: "ablate L1H3", state: "on", canRelease: true });
    expect(line?.how).toBe("clamped since 212k: z equals replacement at 212,032 (max deviation 0)");
  });

  it("say when it was on, and offer nothing to release then or when nobody trains", () => {
    const [line] = clampLines({ ...run, events: [...events, off] });
    expect(line?.how).toContain("clamped from 212k until 400k");
    expect(line?.canRelease).toBe(false);
    expect(clampLines({ ...run, state: "finished" })[0]?.canRelease).toBe(false);
  });

  it("do not hide a deviation", () => {
    const measured = events.map((event) =>
      event.kind === "clamp-measured" ? { ...event, deviation: 0.25 } : event,
    );
    expect(clampLines({ ...run, events: measured })[0]?.how).toContain(
      "differs from replacement at 212,032 (max deviation 2.5e-1)",
    );
  });

  it("say nothing of what was not measured yet", () => {
    expect(clampLines({ ...run, events: events.slice(0, 2) })[0]?.how).toBe("clamped since 212k");
  });
});
