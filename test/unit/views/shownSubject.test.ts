import { describe, expect, it } from "vitest";
import { findPreset } from "../../../src/experiment/presets.ts";
import type { RunEntry } from "../../../src/execution/runEntry.ts";
import { clampItems } from "../../../src/views/trees/clampItems.ts";
import { shownSubject } from "../../../src/views/trees/shownSubject.ts";
import { sampleRecord } from "../runs/runFixtures.ts";
import { ablateL1H3, sampleEntry, sampleHistory } from "./sampleEntry.ts";

const preset = {
  ...findPreset("base"),
  name: "clamped",
  experiment: { name: "clamped", clamps: [ablateL1H3] },
};
const item = { kind: "preset", preset } as const;

const sources = (entry?: RunEntry) => ({
  library: { find: (id: string) => (entry?.id === id ? entry : undefined) },
  experiments: { items: [item] },
});

describe("the subject of the Architecture view", () => {
  it("is a run as it stands, with what is clamped now", () => {
    const entry = sampleEntry({ id: "a", clamps: [sampleHistory()] });
    const shown = shownSubject({ kind: "run", id: "a" }, sources(entry));
    expect(shown).toMatchObject({ name: entry.name, context: "run active running", problem: null });
    expect(shown?.marks.get("L0H2")?.state).toBe("on");
    expect(clampItems({ kind: "run", id: "a" }, sources(entry))[0]).toMatchObject({
      item: { kind: "run", run: "a", history: { id: "0" } },
      row: { contextValue: "clamp run on" },
    });
  });

  it("is a queued run with what will be clamped", () => {
    const experiment = { ...sampleRecord().experiment, clamps: [ablateL1H3] };
    const entry = sampleEntry({ id: "q", state: "queued", record: null, status: null, experiment });
    const shown = shownSubject({ kind: "run", id: "q" }, sources(entry));
    expect(shown?.marks.get("L1H3")?.short).toBe("will be ablated");
  });

  it("is an experiment with what will be clamped", () => {
    const subject = { kind: "experiment", item } as const;
    const shown = shownSubject(subject, sources());
    expect(shown).toMatchObject({ name: "clamped", metrics: null, context: "experiment preset" });
    expect(shown?.marks.get("L1H3")?.state).toBe("planned");
    expect(clampItems(subject, sources())).toMatchObject([
      { item: { kind: "experiment", index: 0, clamp: ablateL1H3 }, row: { label: "ablate L1H3" } },
    ]);
  });

  it("says what is wrong with a run that cannot be read, and is none where the run is gone", () => {
    const broken = sampleEntry({ id: "b", record: null, experiment: null, problem: "damaged" });
    expect(shownSubject({ kind: "run", id: "b" }, sources(broken))).toMatchObject({
      problem: "damaged",
      experiment: null,
    });
    expect(clampItems({ kind: "run", id: "b" }, sources(broken))).toEqual([]);
    expect(shownSubject({ kind: "run", id: "gone" }, sources(broken))).toBeNull();
    expect(clampItems({ kind: "run", id: "gone" }, sources(broken))).toEqual([]);
  });
});
