import { describe, expect, it } from "vitest";
import { firstClampChange } from "../../../webview/shared/firstClampChange.ts";
import { clampEvent } from "../compareRun.ts";

const clamp = { kind: "ablate", heads: ["L1H1"] };
const time = "2026-01-02T03:04:05.000Z";
const [on, off] = [clampEvent("clamp-on", 640, "0", clamp), clampEvent("clamp-off", 960, "0", clamp)];

describe("from where on other clamps hold than was known", () => {
  it("is where the first one was set, began or ended that is new", () => {
    expect(firstClampChange([], [off, on])).toBe(640);
    expect(firstClampChange([on], [on, off])).toBe(960);
    expect(firstClampChange([on, off], [on])).toBe(960);
  });

  it("is nowhere where the events are the same, or only tell of something else", () => {
    expect(firstClampChange([on], structuredClone([on]))).toBeNull();
    expect(firstClampChange([on], [on, { kind: "finished", sequences: 1280, time }])).toBeNull();
  });

  it("is where a clamp was set that was undone by going on from a checkpoint before it", () => {
    const file = "checkpoints/320.safetensors";
    const before = [{ kind: "checkpoint" as const, sequences: 320, time, file }, on];
    const resumed = { kind: "resumed" as const, sequences: 320, time, checkpoint: file };
    expect(firstClampChange(before, [...before, resumed])).toBe(640);
  });
});
