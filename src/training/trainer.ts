import type { Clamp } from "../clamps/clamps.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import type { Batch } from "../data/batch.ts";
import { SequenceSampler } from "../data/sequenceSampler.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import type { Program } from "../runtimes/runtime.ts";
import { UserError } from "../userError.ts";
import { BatchFeeder } from "./batchFeeder.ts";
import type { ClampMeasurement } from "./clampProbe.ts";
import { measureClamps } from "./clampProbe.ts";
import type { NamedClamp } from "./clampState.ts";
import { ClampState } from "./clampState.ts";
import { Evaluator } from "./evaluator.ts";
import { UpdateSchedule } from "./learningRate.ts";
import type { Workbench } from "./workbench.ts";

/**
 * A clamp that was set for later, began or ceased to hold, or was measured, and when: before the step that begins at
 * `sequences`.
 */
export type ClampEvent = NamedClamp & { readonly sequences: number } & (
    | { readonly kind: "clamp-set" | "clamp-on" | "clamp-off" }
    | ({ readonly kind: "clamp-measured" } & ClampMeasurement)
  );

/** What is compiled for one set of clamps. The evaluator is made when it is first needed. */
interface Compiled {
  readonly training: Program;
  evaluator: Evaluator | null;
}

/** Sets of clamps whose programs are kept, for clamps that are switched off and on again. */
const mostCompiled = 4;

/** Sequences on which a clamp is measured, at most. */
const mostMeasured = 32;

/** Trains one model step by step. Knows nothing of files and clocks: the same steps give the same bits. */
export class Trainer {
  readonly workbench: Workbench;
  readonly clamps: ClampState;
  /** Steps of the whole run. */
  readonly steps: number;
  readonly #feeder: BatchFeeder;
  readonly #sampler: SequenceSampler;
  readonly #updates: UpdateSchedule;
  readonly #compiled = new Map<string, Compiled>();
  readonly #batch: number;
  #clampEvents: ClampEvent[] = [];
  /** Clamps that hold and were measured since this trainer was made. */
  #measured: readonly NamedClamp[] = [];
  #active: readonly NamedClamp[] = [];
  #current: Compiled | null = null;
  #step: number;

  /**
   * Goes on after `step` steps: the runtime must hold that step's parameters and moments. `clamps`: what
   * `ClampState.serialise` gave then.
   * @throws UserError when these are no clamps of this experiment's
   */
  constructor(workbench: Workbench, step = 0, clamps?: string) {
    const { experiment, shape } = workbench;
    const { batch, sequences } = experiment.training;
    this.workbench = workbench;
    this.clamps = new ClampState(experiment);
    this.steps = Math.ceil(sequences / batch);
    this.#batch = batch;
    this.#feeder = new BatchFeeder(shape, batch);
    this.#sampler = new SequenceSampler(experiment.data, { kind: "training" }, experiment.seeds);
    this.#updates = new UpdateSchedule(experiment.training, step);
    this.#step = step;
    const problem = clamps === undefined ? null : this.clamps.restore(clamps);
    if (problem !== null) throw new UserError(`the clamps of the checkpoint are unusable: ${problem}`);
    // Clamps that held in the step before go on; only changes are events.
    if (step > 0) this.#active = this.clamps.activeAt((step - 1) * batch);
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

  /** Evaluates the present parameters under the clamps that hold now. */
  evaluate(): MetricsLine {
    const compiled = this.#compile();
    compiled.evaluator ??= new Evaluator(
      this.workbench,
      this.#active.map(({ clamp }) => clamp),
    );
    return compiled.evaluator.evaluate(this.sequences);
  }

  /**
   * Sets a clamp from the next step on, or replaces the one of that name. The event is there at once: that it holds, or
   * that it waits for its window. Returns what is wrong with it, and then changes nothing.
   */
  setClamp(id: string, input: unknown): string | null {
    const { sequences } = this;
    const problem = this.clamps.set(id, input, sequences);
    if (problem !== null) return problem;
    this.#compile();
    const named = this.clamps.find(id);
    if (named !== undefined && !this.#active.includes(named)) {
      this.#clampEvents.push({ kind: "clamp-set", sequences, ...named });
    }
    return null;
  }

  /** Releases a clamp from the next step on, with its event at once. Returns what is wrong where there is none. */
  releaseClamp(id: string): string | null {
    const named = this.clamps.find(id);
    const problem = this.clamps.release(id);
    if (problem !== null) return problem;
    const { sequences } = this;
    // One that holds ceases to when the next program is made.
    if (named !== undefined && !this.#active.includes(named)) {
      this.#clampEvents.push({ kind: "clamp-off", sequences, ...named });
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

  /** The program for the clamps that hold now; traced and compiled when they are new. */
  #compile(): Compiled {
    const { sequences } = this;
    const active = this.clamps.activeAt(sequences);
    const unchanged =
      active.length === this.#active.length && active.every((named, place) => named === this.#active[place]);
    if (this.#current !== null && unchanged) return this.#current;
    for (const { id, clamp } of this.#active.filter((named) => !active.includes(named))) {
      this.#clampEvents.push({ kind: "clamp-off", sequences, id, clamp });
    }
    const begun = active.filter((named) => !this.#active.includes(named));
    this.#active = active;
    const clamps = active.map(({ clamp }) => clamp);
    // Windows say when a clamp holds, not what it does.
    const key = JSON.stringify(clamps.map((clamp) => ({ ...clamp, from: undefined, until: undefined })));
    const compiled = this.#compiled.get(key) ?? this.#compileFor(clamps);
    // The last used stand last; the first are given up.
    this.#compiled.delete(key);
    this.#compiled.set(key, compiled);
    this.#giveUpOldest();
    this.#current = compiled;
    for (const measured of this.#measure(begun, active)) {
      const { id, clamp } = measured;
      this.#clampEvents.push({ kind: "clamp-on", sequences, id, clamp }, measured);
    }
    return compiled;
  }

  /** Measures some of the clamps that hold now, with the present parameters and the batch of the next step. */
  #measure(clamps: readonly NamedClamp[], active: readonly NamedClamp[]): ClampEvent[] {
    this.#measured = [...this.#measured.filter((named) => active.includes(named)), ...clamps];
    if (clamps.length === 0) return [];
    const { sequences } = this;
    const { runtime, shape } = this.workbench;
    const feeder = new BatchFeeder(shape, Math.min(this.#batch, mostMeasured));
    this.#sampler.fill(feeder.batch, sequences);
    const measurements = measureClamps({
      runtime,
      shape: this.#shape,
      feeder,
      active: active.map(({ clamp }) => clamp),
      measured: clamps.map(({ clamp }) => clamp),
    });
    return clamps.map((named, place) => ({
      kind: "clamp-measured",
      sequences,
      ...named,
      ...measurements[place]!,
    }));
  }

  /** The model on training sequences. */
  get #shape(): ModelShape {
    return { ...this.workbench.shape, distinctExemplars: this.#sampler.distinctExemplars };
  }

  #compileFor(clamps: readonly Clamp[]): Compiled {
    const { graph, model } = traceClamped(this.#shape, this.#batch, clamps);
    const training = this.workbench.runtime.compile({
      graph,
      outputs: { loss: model.loss },
      loss: model.loss,
    });
    return { training, evaluator: null };
  }

  #giveUpOldest(): void {
    for (const [key, { training, evaluator }] of this.#compiled) {
      if (this.#compiled.size <= mostCompiled) return;
      training.dispose();
      evaluator?.dispose();
      this.#compiled.delete(key);
    }
  }
}
