import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/runs/runEvents.ts";
import { clampLines } from "../../../webview/live/clampLines.ts";
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
