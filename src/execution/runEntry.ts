import type { Experiment } from "../experiment/experimentSchema.ts";
import type { ClampHistory } from "../runs/comparison/clampHistory.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { RunGroup } from "../runs/runGroup.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import type { RunState } from "../runs/runState.ts";
import type { RunStatus } from "../runs/runStatus.ts";

/** One line of the list of runs. Replaced, never changed, when there is something new. */
export interface RunEntry {
  /** The name of its folder. */
  readonly id: string;
  /** Absolute. A queued run may not have it yet. */
  readonly folder: string;
  /** As shown: the user's, else made from what differs between runs; the id where the folder cannot be read. */
  readonly name: string;
  /** Its colour and dash, as a number from 0. */
  readonly slot: number;
  /**
   * How it stands. Where `record` is null and nothing is known of a process, it is what `status.json` says, or `failed`:
   * such a run cannot go on.
   */
  readonly state: RunState;
  /** null before the first was written, and where it is damaged. */
  readonly status: RunStatus | null;
  /** null for a queued run that has no folder yet, and for one that cannot be read. */
  readonly record: RunRecord | null;
  /** The record's, or that with which a queued run will begin. */
  readonly experiment: Experiment | null;
  /** What the user should know of the folder: unreadable, damaged, or no sign of life of its trainer. */
  readonly problem: string | null;
  /** The last evaluation. */
  readonly metrics: MetricsLine | null;
  readonly clamps: readonly ClampHistory[];
  /** The runs that it was launched with; null where it is alone. */
  readonly group: RunGroup | null;
}
