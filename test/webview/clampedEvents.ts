import type { RunEvent } from "../../src/runs/runEvents.ts";
import { snapshot } from "./snapshot.ts";

const time = "2026-01-01T00:00:00.000Z";
const clamp = { kind: "ablate", heads: ["L1H3"] };
/** Of a run whose head was clamped while it ran, paused, and has changed phase. */
export const events: readonly RunEvent[] = [
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
/** The end of that clamp. */
export const off: RunEvent = { kind: "clamp-off", id: "c", clamp, sequences: 400_000, time };
/** The run, as a panel is told of it. */
export const run = snapshot({ id: "a", slot: 3, state: "running", events });
