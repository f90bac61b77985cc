import type { Evaluated, When } from "../clamps/when.ts";
import { meets } from "../clamps/when.ts";

/** What is known of a clamp's condition from the evaluations so far. */
export interface ClampCondition {
  /** Sequences of the last evaluation that met it; null where none has. */
  readonly met: number | null;
  /** Whether the last evaluation met it. */
  readonly isMet: boolean;
}

/** Before any evaluation. */
export const unseen: ClampCondition = { met: null, isMet: false };

/** What is known after one more evaluation. */
export function lookAt(
  when: When,
  before: ClampCondition,
  evaluation: Evaluated & { readonly sequences: number },
): ClampCondition {
  return meets(when, evaluation)
    ? { met: evaluation.sequences, isMet: true }
    : { met: before.met, isMet: false };
}

/** Whether a clamp's condition lets it hold in the step that begins at `sequences`, after all evaluations until then. */
export function isOn({ hold }: When, { met, isMet }: ClampCondition, sequences: number): boolean {
  if (hold === undefined) return isMet;
  return met !== null && sequences < met + hold;
}
