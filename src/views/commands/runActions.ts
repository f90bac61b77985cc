import { resumableStates } from "../../execution/stateKinds.ts";
import type { RunState } from "../../runs/runState.ts";

/** What can be done with a run, as far as its state decides whether it can. */
export type RunAction =
  "pause" | "resume" | "stop" | "clamp" | "fork" | "delete" | "rename" | "show" | "folder";

/** What of a run decides about it. */
export interface ActionSubject {
  readonly name: string;
  readonly state: RunState;
  /** Null while it has no run folder, and where that is unreadable. */
  readonly record: object | null;
  readonly problem: string | null;
}

interface Rule {
  /** In which states of a run; null: in all. */
  readonly states: readonly RunState[] | null;
  /** Whether its run folder must be there and be readable. */
  readonly needsRecord: boolean;
  /** What to say where it does not apply. */
  readonly words: string;
}

const rules: Readonly<Record<RunAction, Rule>> = {
  pause: { states: ["running"], needsRecord: false, words: "only a run that is training can be paused" },
  resume: {
    states: ["paused", ...resumableStates],
    needsRecord: true,
    words: "only a run that is paused, stopped, crashed or failed can be resumed",
  },
  stop: {
    states: ["queued", "starting", "running", "paused"],
    needsRecord: false,
    words: "there is nothing to stop",
  },
  clamp: {
    states: ["running", "paused"],
    needsRecord: true,
    words: "only a run that is training or paused can be clamped",
  },
  delete: {
    states: ["created", "stopped", "finished", "failed", "diverged", "crashed"],
    needsRecord: false,
    words: "stop a run before you delete it",
  },
  fork: { states: null, needsRecord: true, words: "a run can be forked once it has begun" },
  rename: { states: null, needsRecord: true, words: "a run can be renamed once it has begun" },
  show: { states: null, needsRecord: true, words: "there is nothing to show before it begins" },
  folder: {
    states: [
      "starting",
      "running",
      "paused",
      "created",
      "stopped",
      "finished",
      "failed",
      "diverged",
      "crashed",
    ],
    needsRecord: false,
    words: "it has no folder before it begins",
  },
};

/** Why an action does not apply to a run, in a sentence; null where it does. */
export function whyNot(action: RunAction, { name, state, record, problem }: ActionSubject): string | null {
  const { states, needsRecord, words } = rules[action];
  if (states !== null && !states.includes(state)) return `“${name}” is ${state}: ${words}.`;
  if (!needsRecord || record !== null) return null;
  return problem === null ? `“${name}” is ${state}: ${words}.` : `“${name}” cannot be read: ${problem}`;
}
