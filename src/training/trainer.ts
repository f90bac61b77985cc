import type { Clamp } from "../clamps/clamps.ts";
import type { Batch } from "../data/batch.ts";
import { SequenceSampler } from "../data/sequenceSampler.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { Program } from "../runtimes/runtime.ts";
import { UserError } from "../userError.ts";
import { BatchFeeder } from "./batchFeeder.ts";
import { checkpointTensors, notFinite } from "./checkpointTensors.ts";
import type { ClampEvent } from "./clampEvent.ts";
import { measureClamps } from "./clampProbe.ts";
import type { NamedClamp } from "./clampState.ts";
import { ClampState } from "./clampState.ts";
import type { Compiled } from "./compiledPrograms.ts";
import { CompiledPrograms } from "./compiledPrograms.ts";
import { Evaluator } from "./evaluator.ts";
import { loadDonors } from "./donors.ts";
import { UpdateSchedule } from "./learningRate.ts";
import type { Trainee, TraineeCheckpoint } from "./trainee.ts";
import type { Workbench } from "./workbench.ts";

/** Sequences on which a clamp is measured, at most. */
const mostMeasured = 32;

/** Trains one model step by step. Knows nothing of files and clocks: the same steps give the same bits. */
export class Trainer implements Trainee {
  readonly workbench: Workbench;
  readonly clamps: ClampState;
  /** Steps of the whole run. */
  readonly steps: number;
  readonly #feeder: BatchFeeder;
  readonly #sampler: SequenceSampler;
  readonly #updates: UpdateSchedule;
  readonly #shape: ModelShape;
  readonly #programs: CompiledPrograms;
  readonly #batch: number;
  #clampEvents: ClampEvent[] = [];
  /** Clamps that hold and were measured since this trainer was made. */
  #measured: readonly NamedClamp[] = [];
  #active: readonly NamedClamp[] = [];
  #current: Compiled | null = null;
  #step: number;
  /** Sequences of the last evaluation by which conditions were looked at. */
  #looked: number;

  /**
   * Goes on after `step` steps: the runtime must hold that step's parameters and moments. `clamps`: what
   * `saveClamps` or `ClampState.serialise` gave then.
   * @throws UserError when these are no clamps of this experiment's
   */
  constructor(workbench: Workbench, step = 0, clamps?: string) {
    const { experiment, shape } = workbench;
    const { batch, sequences } = experiment.training;
    this.workbench = workbench;
    this.clamps = new ClampState(experiment);
    this.steps = Math.ceil(sequences / batch);
    this.#batch = batch;
    this.#feeder = new BatchFeeder(shape, batch, workbench.similarities);
    this.#sampler = new SequenceSampler(experiment.data, { kind: "training" }, experiment.seeds);
    this.#shape = { ...shape, distinctExemplars: this.#sampler.distinctExemplars };
    this.#programs = new CompiledPrograms(workbench, this.#shape, batch);
    this.#updates = new UpdateSchedule(experiment.training, step);
    this.#step = step;
    const problem = clamps === undefined ? null : this.clamps.restore(clamps);
    if (problem !== null) throw new UserError(`the clamps of the checkpoint are unusable: ${problem}`);
    // What is saved is saved after the step's evaluation.
    this.#looked = step === 0 && clamps === undefined ? -1 : step * batch;
    // Clamps that held in the step before go on; only changes are events.
    const held = step === 0 ? [] : this.clamps.activeAt((step - 1) * batch);
    this.#active = this.clamps.told ?? held;
  }

  /** What is trained, with every default filled in. */
  get experiment(): Experiment {
    return this.workbench.experiment;
  }

  /** Steps done. */
  get step(): number {
    return this.#step;
  }

  /** Sequences seen: steps × batch. */
  get sequences(): number {
    return this.#step * this.#batch;
  }

  /** Sequences of the whole run: steps × batch, at least as many as the experiment asks for. */
  get total(): number {
    return this.steps * this.#batch;
  }

  /** Whether the last step went past, or up to, a multiple of so many sequences. */
  hasPassed(every: number): boolean {
    return Math.floor(this.sequences / every) > Math.floor((this.sequences - this.#batch) / every);
  }

  /** Whether a run is evaluated here: at its beginning, its end, and each time it has passed the experiment's spacing. */
  get isEvaluated(): boolean {
    const { every } = this.experiment.evaluation;
    return this.#step === 0 || this.#step === this.steps || this.hasPassed(every);
  }

  /** Computes loss and gradients of the next batch, and updates the parameters. Returns the loss before the update. */
  trainStep(): number {
    const loss = this.computeGradients();
    this.workbench.runtime.update(this.#updates.next());
    this.#step++;
    return loss;
  }

  /** Computes loss and gradients of the next batch without updating anything. */
  computeGradients(): number {
    const { training } = this.#compile();
    this.feed(training);
    training.run();
    return training.scalar("loss");
  }

  /** The batch of the last step. Filled anew for each. */
  get batch(): Batch {
    return this.#feeder.batch;
  }

  /** Writes the next step's batch to the inputs of a program. */
  feed(program: Program): void {
    this.#sampler.fill(this.#feeder.batch, this.sequences);
    this.#feeder.feed(program);
  }

  /**
   * Evaluates the present parameters under the clamps that hold now. Where a run is evaluated, the clamps' conditions
   * are looked at, and what they switch has its events at once; the same evaluation made again switches nothing.
   */
  evaluate(): MetricsLine {
    const compiled = this.#compile();
    compiled.evaluator ??= new Evaluator(
      this.workbench,
      this.#active.map(({ clamp }) => clamp),
    );
    const evaluation = compiled.evaluator.evaluate(this.sequences);
    if (this.isEvaluated && this.#looked < this.sequences) {
      this.look(evaluation);
      // After the last step nothing is left for a clamp to hold in.
      if (this.#step < this.steps) this.#compile();
    }
    return evaluation;
  }

  /** Evaluates where a run is evaluated, if a clamp's condition depends on it. For steps that are trained once more. */
  followConditions(): void {
    const isNew = this.isEvaluated && this.#looked < this.sequences;
    if (isNew && this.clamps.hasConditions) this.evaluate();
  }

  /** Takes an evaluation at the present step into account that was made before, by another trainer of the same run. */
  look(evaluation: MetricsLine): void {
    this.#looked = this.sequences;
    this.clamps.look(evaluation);
  }

  /**
   * Sets a clamp from the next step on, or replaces the one of that name. The event is there at once: that it holds, or
   * that it waits for its window. Returns what is wrong with it, and then changes nothing.
   */
  setClamp(id: string, input: unknown): string | null {
    const { sequences } = this;
    const problem = this.clamps.set(id, input, sequences, (clamp) => this.#loadDonors(clamp));
    if (problem !== null) return problem;
    this.#compile();
    const named = this.clamps.find(id);
    if (named !== undefined && !this.#active.includes(named)) {
      this.#clampEvents.push({ kind: "clamp-set", sequences, ...named });
    }
    return null;
  }

  /** Reads what a new clamp grafts. Returns what is wrong with that. */
  #loadDonors(clamp: Clamp): string | null {
    try {
      loadDonors([clamp], this.workbench.donors);
      return null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return error.message;
    }
  }

  /** Releases a clamp from the next step on, with its event at once. Returns what is wrong where there is none. */
  releaseClamp(id: string): string | null {
    const named = this.clamps.find(id);
    const problem = this.clamps.release(id);
    if (problem !== null) return problem;
    const { sequences } = this;
    // One that holds ceases to when the next program is made.
    if (named !== undefined && !this.#active.includes(named)) {
      this.#clampEvents.push({ kind: "clamp-off", sequences, ...named, released: true });
    }
    this.#compile();
    return null;
  }

  /**
   * Measures the clamps that hold now, except those that were measured when they began to hold and those that
   * `isMeasured` knows from before. For a training that goes on: what held in the step before has no other event.
   */
  measureHeld(isMeasured: (named: NamedClamp) => boolean): void {
    const active = this.clamps.activeAt(this.sequences);
    const unmeasured = active.filter(
      (named) => this.#active.includes(named) && !this.#measured.includes(named) && !isMeasured(named),
    );
    this.#clampEvents.push(...this.#measure(unmeasured, active));
  }

  /** What happened to clamps since the last call. A clamp that begins to hold is measured at once. */
  takeClampEvents(): ClampEvent[] {
    if (this.#clampEvents.length === 0) return [];
    const events = this.#clampEvents;
    this.#clampEvents = [];
    return events;
  }

  /** All clamps, their conditions, and which of them are known to hold, as text: for a trainer that goes on from here. */
  saveClamps(): string {
    return this.clamps.serialise(this.#active);
  }

  /** Gives the memory of its programs back. It must not be used any more. */
  dispose(): void {
    this.#programs.dispose();
  }

  /** Parameters, moments and clamps as they are now. */
  checkpoint(): TraineeCheckpoint {
    const tensors = checkpointTensors(this.workbench);
    const metadata = { clamps: this.saveClamps() };
    return { tensors, metadata, broken: notFinite(this.workbench, tensors) };
  }

  /** The program for the clamps that hold now; traced and compiled when they are new. */
  #compile(): Compiled {
    const { sequences } = this;
    const active = this.clamps.activeAt(sequences);
    const unchanged =
      active.length === this.#active.length && active.every((named, place) => named === this.#active[place]);
    if (this.#current !== null && unchanged) return this.#current;
    for (const named of this.#active.filter((held) => !active.includes(held))) {
      const isReleased = this.clamps.find(named.id) !== named;
      this.#clampEvents.push({
        kind: "clamp-off",
        sequences,
        ...named,
        ...(isReleased ? { released: true } : {}),
      });
    }
    const begun = active.filter((named) => !this.#active.includes(named));
    this.#active = active;
    const compiled = this.#programs.get(active.map(({ clamp }) => clamp));
    this.#current = compiled;
    const measured = this.#measure(begun, active);
    for (const named of begun) {
      this.#clampEvents.push({ kind: "clamp-on", sequences, ...named });
      this.#clampEvents.push(...measured.filter(({ id }) => id === named.id));
    }
    return compiled;
  }

  /** Measures some of the clamps that hold now, with the present parameters and the batch of the next step. */
  #measure(clamps: readonly NamedClamp[], active: readonly NamedClamp[]): ClampEvent[] {
    this.#measured = [...this.#measured.filter((named) => active.includes(named)), ...clamps];
    if (clamps.length === 0) return [];
    const { sequences } = this;
    const { runtime, shape } = this.workbench;
    const feeder = new BatchFeeder(shape, Math.min(this.#batch, mostMeasured), this.workbench.similarities);
    this.#sampler.fill(feeder.batch, sequences);
    const measurements = measureClamps({
      runtime,
      shape: this.#shape,
      feeder,
      active: active.map(({ clamp }) => clamp),
      measured: clamps.map(({ clamp }) => clamp),
      donors: this.workbench.donors,
    });
    return clamps.flatMap((named, place) => {
      const measurement = measurements[place]!;
      // Grafts alone have nothing that they could be held against.
      if (measurement.sites.length === 0) return [];
      return [{ kind: "clamp-measured" as const, sequences, ...named, ...measurement }];
    });
  }
}
