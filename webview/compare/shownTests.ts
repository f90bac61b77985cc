import type { MeasureTest } from "../../src/runs/comparison/compareGroups.ts";

const ofHead = /^L\d+H\d+\./;

/**
 * The tests that have a row: those of single heads only where `hasHeads`, and none of what no run has, such as accuracy out
 * of context, which would be a row of dashes.
 */
export function shownTests(tests: readonly MeasureTest[], hasHeads: boolean): MeasureTest[] {
  return tests.filter(({ measure, values }) => {
    if (!hasHeads && ofHead.test(measure)) return false;
    // That no run has had a phase change is told.
    return measure === "phaseChange" || [...values.a, ...values.b].some((value) => value !== null);
  });
}
