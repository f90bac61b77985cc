import { experimentHash } from "../experiment/experimentHash.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import type { MeasureName } from "../measures/measureValues.ts";
import type { MeasureResult } from "../protocol/measureMessages.ts";
import { baseExperiment } from "./baseExperiment.ts";
import type { Lab, MeasureRequest, PaperHeads, PaperRun } from "./lab.ts";
import type { LabTask } from "./paperLab.ts";

/** How far all that figures have asked for is. Figures ask for more when they have seen what they need first. */
export interface LabWork {
  readonly runs: { readonly asked: number; readonly done: number };
  readonly measures: { readonly asked: number; readonly done: number };
  /** Until the runs that were asked for are trained, at the speed so far; null while there is none. */
  readonly secondsLeft: number | null;
}

/** A run that was asked for. */
interface AskedRun {
  readonly name: string;
  readonly sequences: number;
  isDone: boolean;
  /** Whether it was seen in training: others were there before. */
  trained: boolean;
}

/** A lab that counts what it is asked for, for whoever waits. */
export class WatchedLab implements Lab {
  readonly quick: boolean;
  readonly #lab: Lab;
  /** By experiment hash. */
  readonly #runs = new Map<string, AskedRun>();
  readonly #measures = { asked: 0, done: 0 };
  #tasks: readonly LabTask[] = [];
  /** When training began, in milliseconds, and what had been done of the runs in training then. */
  #begun: number | null = null;

  constructor(lab: Lab) {
    this.#lab = lab;
    this.quick = lab.quick;
  }

  /** How far everything is. */
  get work(): LabWork {
    const runs = [...this.#runs.values()];
    const done = runs.filter(({ isDone }) => isDone).length;
    return {
      runs: { asked: runs.length, done },
      measures: { ...this.#measures },
      secondsLeft: this.#secondsLeft(runs),
    };
  }

  /** Takes note of what is under way. */
  see(tasks: readonly LabTask[]): void {
    this.#tasks = tasks;
    for (const task of tasks) {
      if (task.kind !== "run") continue;
      this.#begun ??= performance.now();
      for (const run of this.#runs.values()) if (run.name === task.name) run.trained = true;
    }
  }

  async run(experiments: readonly Experiment[]): Promise<readonly PaperRun[]> {
    const asked = experiments.map((experiment) => this.#ask(experiment));
    const ended = await Promise.allSettled(
      experiments.map(async (experiment, place) => {
        const [run] = await this.#lab.run([experiment]);
        asked[place]!.isDone = true;
        return run!;
      }),
    );
    return ended.map((end) => {
      if (end.status === "rejected") throw end.reason;
      return end.value;
    });
  }

  async measure<Name extends MeasureName>(
    run: PaperRun,
    name: Name,
    request?: MeasureRequest,
  ): Promise<MeasureResult<Name>> {
    this.#measures.asked++;
    const result = await this.#lab.measure(run, name, request);
    this.#measures.done++;
    return result;
  }

  async base(seed: number): Promise<PaperRun> {
    const [run] = await this.run([baseExperiment(seed, this)]);
    return run!;
  }

  async heads(seed: number): Promise<PaperHeads> {
    await this.base(seed);
    return this.#lab.heads(seed);
  }

  log(text: string): void {
    this.#lab.log(text);
  }

  #ask(experiment: Experiment): AskedRun {
    const hash = experimentHash(experiment);
    const known = this.#runs.get(hash);
    if (known !== undefined) return known;
    const { name, training } = experiment;
    const asked = { name, sequences: training.sequences, isDone: false, trained: false };
    this.#runs.set(hash, asked);
    return asked;
  }

  #secondsLeft(runs: readonly AskedRun[]): number | null {
    if (this.#begun === null) return null;
    const fractions = new Map(this.#tasks.map(({ name, fraction }) => [name, fraction]));
    let [done, left] = [0, 0];
    for (const { name, sequences, isDone, trained } of runs) {
      const part = isDone ? 1 : (fractions.get(name) ?? 0);
      if (trained) done += part * sequences;
      left += (1 - part) * sequences;
    }
    const seconds = (performance.now() - this.#begun) / 1000;
    return done > 0 && seconds > 1 ? (left * seconds) / done : null;
  }
}
