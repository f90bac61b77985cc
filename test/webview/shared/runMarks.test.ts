import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/runs/runEvents.ts";
import { clampBands, eventMarkers } from "../../../webview/shared/runMarks.ts";
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
    expect(clampBands([run])).toEqual([{ from: 212_000, to: null, label: "ablate L1H3" }]);
    expect(clampBands([{ ...run, events: [...events, off] }])[0]?.to).toBe(400_000);
  });

  it("mark what happened, a pause once", () => {
    expect(eventMarkers([run])).toEqual([
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
    expect(clampBands([run, other])).toEqual([{ from: 212_000, to: null, label: "", slot: 3 }]);
    expect(eventMarkers([run, other]).filter(({ label }) => label !== "")).toEqual([
      { at: 300_000, slot: 3, label: "paused" },
      { at: 90, slot: 4, label: "phase change" },
    ]);
  });
});
