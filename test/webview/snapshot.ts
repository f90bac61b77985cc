import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { curvesOf, recordOf } from "../unit/runs/comparison/sampleRuns.ts";

/** A run as the host sends it, named after its id, with two evaluations. */
export function snapshot(changes: Partial<RunSnapshot> & Pick<RunSnapshot, "id">): RunSnapshot {
  return {
    name: changes.id,
    slot: 0,
    state: "running",
    status: null,
    record: recordOf(),
    curves: curvesOf([10, 20], { "train.loss": [2, 1] }),
    events: [],
    checkpoints: [],
    ...changes,
  };
}
