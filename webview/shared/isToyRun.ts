import type { RunSnapshot } from "../../src/protocol/panelRun.ts";

/** Whether a run is of the toy model, which has no heads, and of whose evaluations only the loss and its own measures. */
export function isToyRun({ record }: Pick<RunSnapshot, "record">): boolean {
  return record.experiment.toy !== undefined;
}
