import { describe, expect, it } from "vitest";
import { clampBands, eventMarkers } from "../../../webview/shared/runMarks.ts";
import { events, off, run } from "../clampedEvents.ts";
import { snapshot } from "../snapshot.ts";

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
      events: [{ kind: "phase-change", at: 90, sequences: 90, time: "2026-03-01T14:25:30.000Z" }],
    });
    expect(clampBands([run, other])).toEqual([{ from: 212_000, to: null, label: "", slot: 3 }]);
    expect(eventMarkers([run, other]).filter(({ label }) => label !== "")).toEqual([
      { at: 300_000, slot: 3, label: "paused" },
      { at: 90, slot: 4, label: "phase change" },
    ]);
  });
});
