import type { Curves } from "../runs/comparison/curves.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunStatus } from "../runs/runStatus.ts";

/** What a panel is told of a run, besides its curves. */
export interface PanelRun {
  /** The name of its folder. */
  readonly id: string;
  /** Given by the user, or made from what differs between runs. */
  readonly name: string;
  /** Its colour and dash, as a number from 0; stays with the run. */
  readonly slot: number;
  readonly state: RunState;
  readonly status: RunStatus | null;
  readonly record: RunRecord;
}

/** Everything that a panel shows of a run. */
export interface RunSnapshot extends PanelRun {
  readonly curves: Curves;
  /** Keys of columns that are not in `curves` yet and come with the next messages; absent: it has all. */
  readonly coming?: readonly string[];
  readonly events: readonly RunEvent[];
  /** Where it was saved, in sequences, increasing: these steps need no training to be rebuilt. */
  readonly checkpoints: readonly number[];
}

/** Columns that a snapshot was sent without. */
export interface RunColumns {
  readonly id: string;
  /** float64 [n] each, as long as the snapshot's. */
  readonly columns: Curves["columns"];
}

/** What is new of a run since the last snapshot or delta. What is absent has not changed. */
export interface RunDelta {
  readonly id: string;
  readonly name?: string;
  readonly state?: RunState;
  readonly status?: RunStatus | null;
  /** New evaluations only. */
  readonly curves?: Curves;
  /** New events only. */
  readonly events?: readonly RunEvent[];
  /** All of them. */
  readonly checkpoints?: readonly number[];
}
