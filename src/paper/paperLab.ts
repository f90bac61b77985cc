import { experimentHash } from "../experiment/experimentHash.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { presetSource } from "../experiment/presetName.ts";
import { measureOnce } from "../execution/measureCache.ts";
import type { WantedEnd } from "../execution/runAll.ts";
import { runAll } from "../execution/runAll.ts";
import { RunIndex } from "../execution/runIndex.ts";
import { runMeasure } from "../execution/runMeasure.ts";
import { Slots } from "../execution/slots.ts";
import type { JobProgress } from "../execution/trainJob.ts";
import type { MeasureName } from "../measures/measureValues.ts";
import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { readCurves } from "../runs/curvesReader.ts";
import { newGroupId } from "../runs/runGroup.ts";
import { readRun } from "../runs/runReader.ts";
import { UserError } from "../userError.ts";
import { baseExperiment } from "./baseExperiment.ts";
import { cancelled } from "./cancelled.ts";
import { headsOf } from "./headsOf.ts";
import type { Lab, MeasureRequest, PaperHeads, PaperRun } from "./lab.ts";

/** Something that a lab is doing now. */
export interface LabTask {
  readonly kind: "run" | "measure";
  /** Of the experiment, and of the measure with it. */
  readonly name: string;
  /** How far it is, 0 … 1. */
  readonly fraction: number;
  /** What it does, in a few words; may be empty. */
  readonly text: string;
}

/** What a lab works with. */
export interface LabOptions {
  /** Where run folders are and go; absolute. */
  readonly root: string;
  /** Base of relative paths in experiments, and what the runs' records name; absolute. */
  readonly folder: string;
  /** Paths of the built programs. */
  readonly trainer: string;
  readonly measurer: string;
  /** How many processes may compute at a time. */
  readonly parallel: number;
  readonly quick: boolean;
  /** Cancels: trainers save a checkpoint and can be resumed, measures are given up. */
  readonly signal: AbortSignal;
  /** What the new runs are launched as: they become one group of this name. */
  readonly group: string;
  /** Of that group. Default: a new one. */
  readonly groupId?: string;
  readonly log: (text: string) => void;
  /** What is under way, whenever it has changed. */
  readonly onTasks?: (tasks: readonly LabTask[]) => void;
}

/** Trains and measures on this machine, and uses what earlier labs have left in the same folder of runs. */
export class PaperLab implements Lab {
  readonly quick: boolean;
  readonly #options: LabOptions;
  readonly #slots: Slots;
  readonly #index: RunIndex;
  readonly #groupId: string;
  /** By experiment hash. */
  readonly #runs = new Map<string, Promise<PaperRun>>();
  /** By run and what is measured of it. */
  readonly #measures = new Map<string, Promise<MeasureResult>>();
  readonly #tasks = new Map<object, LabTask>();

  constructor(options: LabOptions) {
    this.#options = options;
    this.quick = options.quick;
    this.#groupId = options.groupId ?? newGroupId();
    this.#slots = new Slots(options.parallel);
    this.#index = new RunIndex(options.root);
  }

  async run(experiments: readonly Experiment[]): Promise<readonly PaperRun[]> {
    const runs = experiments.map((experiment) =>
      remember(this.#runs, experimentHash(experiment), () => this.#run(experiment)),
    );
    // The others go on where one fails: they will be there the next time.
    const ended = await Promise.allSettled(runs);
    return ended.map((end, place) => {
      if (end.status === "rejected") throw end.reason;
      return { ...end.value, name: experiments[place]!.name };
    });
  }

  async measure<Name extends MeasureName>(
    { folder, name: runName }: PaperRun,
    name: Name,
    { at = null, clamps = [], replace = false, options = {} }: MeasureRequest = {},
  ): Promise<MeasureResult<Name>> {
    const job: MeasureJob = { runFolder: folder, name, at, clamps, replace, options };
    const take = async () => {
      const taken = await this.#slots.use(this.#options.signal, () => this.#take(job, `${runName}: ${name}`));
      if (taken === null) throw cancelled();
      return taken;
    };
    const result = await remember(this.#measures, JSON.stringify(job), () => measureOnce(job, take));
    // The result is of the measure that was asked for.
    return result as MeasureResult<Name>;
  }

  async base(seed: number): Promise<PaperRun> {
    const [run] = await this.run([baseExperiment(seed, this)]);
    return run!;
  }

  async heads(seed: number): Promise<PaperHeads> {
    const run = await this.base(seed);
    const [induction, previousToken] = await Promise.all([
      this.measure(run, "induction"),
      this.measure(run, "previous-token"),
    ]);
    return headsOf(run.record.experiment.model, induction, previousToken);
  }

  log(text: string): void {
    this.#options.log(text);
  }

  async #run(experiment: Experiment): Promise<PaperRun> {
    const { folder, trainer, signal, group } = this.#options;
    const { name, training } = experiment;
    const key = {};
    const experimentFile = presetSource(name);
    const values = {};
    const wanted = { experiment, experimentFile, folder, group: { id: this.#groupId, name: group, values } };
    const onProgress = (_: number, progress: JobProgress | null) => {
      this.#show(key, {
        kind: "run",
        name,
        fraction: fractionOf(progress, training.sequences),
        text: words(progress),
      });
    };
    try {
      const [end] = await runAll([wanted], {
        ...{ runs: this.#index, slots: this.#slots, reuse: true, trainer, signal, onProgress },
      });
      return this.#finished(name, end!);
    } finally {
      this.#show(key, null);
    }
  }

  #finished(name: string, { id, folder, state, reason, wasThere }: WantedEnd): PaperRun {
    if (state !== "finished") {
      if (this.#options.signal.aborted) throw cancelled();
      throw new UserError(`the run ${name} ${state}${reason === null ? "" : `: ${reason}`}`, {
        file: folder === "" ? this.#options.root : folder,
      });
    }
    this.log(wasThere ? `${name}: the run ${id} is used again` : `${name}: trained, ${id}`);
    const { record } = readRun(folder);
    return { id, folder, record, curves: readCurves(folder).curves, name };
  }

  async #take(job: MeasureJob, name: string): Promise<MeasureResult> {
    const { measurer, signal } = this.#options;
    const key = {};
    const onProgress = (fraction: number, text: string) => {
      this.#show(key, { kind: "measure", name, fraction, text });
    };
    onProgress(0, "");
    try {
      return await runMeasure(job, { entry: measurer, onProgress, signal });
    } catch (error) {
      if (signal.aborted) throw cancelled();
      throw error;
    } finally {
      this.#show(key, null);
    }
  }

  #show(key: object, task: LabTask | null): void {
    if (task === null) this.#tasks.delete(key);
    else this.#tasks.set(key, task);
    this.#options.onTasks?.([...this.#tasks.values()]);
  }
}

/** What is made or being made under a key; what failed is tried again the next time. */
function remember<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = make();
  known.set(key, made);
  made.catch(() => known.delete(key));
  return made;
}

function fractionOf(progress: JobProgress | null, total: number): number {
  return Math.min(1, (progress?.status?.sequences ?? 0) / total);
}

function words(progress: JobProgress | null): string {
  const loss = progress?.metrics?.sets.train?.loss;
  if (progress?.status?.state === "paused") return "paused";
  return loss === undefined ? "" : `loss ${loss.toFixed(3)}`;
}
