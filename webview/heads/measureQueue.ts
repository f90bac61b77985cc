import type { MeasureWatch } from "../shared/panelClient.ts";

/** Something to be measured. */
export interface MeasureTask {
  /** Tasks of the same key are the same. */
  readonly key: string;
  /** Where one task has failed, others of its lane are not tried; one that runs goes on while any of its lane is wanted. */
  readonly lane: string;
  /** What is said while it is measured. */
  readonly label: string;
  /** Rejects where it cannot be measured. */
  readonly run: (watch: Required<MeasureWatch>) => Promise<void>;
}

/** What is being measured. */
export interface MeasureProgress {
  readonly key: string;
  readonly lane: string;
  readonly label: string;
  readonly isUrgent: boolean;
  /** 0 … 1 */
  readonly fraction: number;
  readonly text: string;
}

/** Why something is not measured. */
export interface MeasureProblem {
  readonly message: string;
  /** By the user, not by an error. */
  readonly isCancelled: boolean;
}

interface Running {
  readonly task: MeasureTask;
  readonly isUrgent: boolean;
  readonly controller: AbortController;
}

/**
 * Measures one thing at a time: what the user waits for first, and in the background what he may look at next. What is
 * not wanted any more is broken off; a task of the background is broken off where something urgent comes, and taken up
 * again after it. What has failed or was cancelled is not tried again by itself.
 */
export class MeasureQueue {
  readonly #onChange: () => void;
  readonly #problems = new Map<string, MeasureProblem>();
  readonly #done = new Set<string>();
  #urgent: readonly MeasureTask[] = [];
  #background: readonly MeasureTask[] = [];
  #running: Running | null = null;
  #progress: MeasureProgress | null = null;

  /** @param onChange called when something begins, goes on, ends, or fails */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** What is being measured; null: nothing. */
  get progress(): MeasureProgress | null {
    return this.#progress;
  }

  /** Why a task of a lane failed, or that it was cancelled; null where neither. */
  problem(lane: string): MeasureProblem | null {
    return this.#problems.get(lane) ?? null;
  }

  /** Replaces all that is wanted. What is done or has failed may be among it, and is passed over. */
  want(urgent: readonly MeasureTask[], background: readonly MeasureTask[]): void {
    this.#urgent = urgent;
    this.#background = background;
    const wanted = [...urgent, ...background];
    const keys = new Set(wanted.map(({ key }) => key));
    const lanes = new Set(wanted.map(({ lane }) => lane));
    // Only what is wanted is remembered: what comes back later is looked at anew.
    for (const lane of this.#problems.keys()) if (!lanes.has(lane)) this.#problems.delete(lane);
    for (const key of this.#done) if (!keys.has(key)) this.#done.delete(key);
    const running = this.#running;
    if (running !== null) {
      const { key, lane } = running.task;
      const mustYield = !urgent.some((task) => task.key === key) && urgent.some((task) => this.#isOpen(task));
      if (!lanes.has(lane) || mustYield) running.controller.abort();
    }
    this.#next();
  }

  /** Breaks off what the user waits for, if that is what is being measured. */
  cancelUrgent(): void {
    if (this.#running?.isUrgent !== true) return;
    const { task, controller } = this.#running;
    this.#problems.set(task.lane, { message: "It was cancelled.", isCancelled: true });
    controller.abort();
    this.#onChange();
  }

  /** Forgets what has failed or was cancelled, and tries it again. */
  retry(): void {
    this.#problems.clear();
    this.#next();
    this.#onChange();
  }

  #isOpen({ key, lane }: MeasureTask): boolean {
    return !this.#done.has(key) && !this.#problems.has(lane);
  }

  #next(): void {
    if (this.#running !== null) return;
    const isOpen = (task: MeasureTask): boolean => this.#isOpen(task);
    const urgent = this.#urgent.find(isOpen);
    const task = urgent ?? this.#background.find(isOpen);
    if (task === undefined) return;
    const running = { task, isUrgent: urgent !== undefined, controller: new AbortController() };
    this.#running = running;
    void this.#run(running);
  }

  async #run(running: Running): Promise<void> {
    const { task, isUrgent, controller } = running;
    const { key, lane, label } = task;
    const tell = (fraction: number, text: string): void => {
      if (this.#running !== running) return;
      this.#progress = { key, lane, label, isUrgent, fraction, text };
      this.#onChange();
    };
    tell(0, "");
    try {
      await task.run({ onProgress: tell, signal: controller.signal });
      this.#done.add(key);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (!controller.signal.aborted) this.#problems.set(lane, { message, isCancelled: false });
    }
    this.#running = null;
    this.#progress = null;
    this.#next();
    this.#onChange();
  }
}
