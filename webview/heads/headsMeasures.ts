import type { MetricsValue } from "../../src/measures/measureValues.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { firstClampChange } from "../shared/firstClampChange.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { ablationOf, attentionMeasure, isKeyOf, type AttentionSpec } from "./attentionSpec.ts";
import { framePlan, plannedPlaces, planPieces, type FramePlan } from "./framePlan.ts";
import { FrameStore } from "./frameStore.ts";
import type { HeadsView, Side } from "./headsView.ts";
import { MeasureQueue, type MeasureProblem, type MeasureProgress, type MeasureTask } from "./measureQueue.ts";

/** Metrics of a run at a place, as it is and with heads ablated; null while they are not there. */
export interface AblationMetrics {
  readonly asIs: MetricsValue | null;
  readonly ablated: MetricsValue | null;
  /** Why they could not be measured. */
  readonly problem: string | null;
}

/** How much of what was asked for is there. */
export interface FrameCount {
  readonly have: number;
  readonly of: number;
}

interface KnownRun {
  readonly events: RunSnapshot["events"];
  /** Another one whenever what the run is at a place has changed. */
  readonly revision: number;
}

interface KnownMetrics {
  readonly run: string;
  readonly at: number;
  readonly value: MetricsValue;
}

const mostMetrics = 200;

/** Measures what the panel shows: the places where sliders rest first, then frames all over training. */
export class HeadsMeasures {
  readonly store = new FrameStore();
  readonly #client: Pick<PanelClient, "measure">;
  readonly #queue: MeasureQueue;
  readonly #onChange: () => void;
  readonly #metrics = new Map<string, KnownMetrics>();
  readonly #runs = new Map<string, KnownRun>();
  #lastRevision = 0;
  /** Of which frames were asked for at every evaluation, by key. */
  readonly #everywhere = new Set<string>();

  /** @param onChange called when something was measured, could not be, or goes on */
  constructor(client: Pick<PanelClient, "measure">, onChange: () => void) {
    this.#client = client;
    this.#onChange = onChange;
    this.#queue = new MeasureQueue(onChange);
  }

  get progress(): MeasureProgress | null {
    return this.#queue.progress;
  }

  /**
   * Takes note of what the runs are now. What was measured is forgotten of runs that are not there any more, and of
   * places where clamps were changed since, also where that was at the same number of sequences.
   */
  noteRuns(runs: readonly RunSnapshot[]): void {
    const ids = new Set(runs.map(({ id }) => id));
    for (const id of [...this.#runs.keys()]) {
      if (ids.has(id)) continue;
      this.#runs.delete(id);
      this.#forget(id, 0);
    }
    for (const { id, events } of runs) {
      const before = this.#runs.get(id);
      if (before?.events === events) continue;
      const from = before === undefined ? 0 : firstClampChange(before.events, events);
      const revision = from === null ? before?.revision : undefined;
      this.#runs.set(id, { events, revision: revision ?? ++this.#lastRevision });
      if (from !== null) this.#forget(id, from);
    }
  }

  /** Why a side is not measured where its slider stands, or its frames are not; null where all is well. */
  problem(side: Side): MeasureProblem | null {
    const lanes = [this.#lane("exact", side), this.#lane("frames", side), this.#lane("everywhere", side)];
    const problems = lanes.map((lane) => this.#queue.problem(lane));
    // Why metrics could not be measured is said where they are shown, but only here they are tried again.
    const metrics = this.#queue.problem(this.#lane("metrics", side));
    if (metrics?.isCancelled === true) problems.push(metrics);
    return problems.find((problem) => problem !== null) ?? null;
  }

  /** Breaks off what the user waits for. */
  cancelUrgent(): void {
    this.#queue.cancelUrgent();
  }

  /** Tries again what has failed or was cancelled. */
  retry(): void {
    this.#queue.retry();
  }

  /** Frames at every evaluation: how many are there, of how many; null where they were not asked for. */
  everywhere(side: Side): FrameCount | null {
    if (!this.#everywhere.has(side.key)) return null;
    const places = plannedPlaces(framePlan(side.run, true));
    return { have: places.filter((place) => this.store.has(side.key, place)).length, of: places.length };
  }

  /** Whether frames at every evaluation would be more than there are now. */
  canHaveMore(side: Side): boolean {
    return plannedPlaces(framePlan(side.run, true)).some((place) => !this.store.has(side.key, place));
  }

  /** Measures frames at every evaluation too, or stops doing so; what was measured is kept. */
  setEverywhere(side: Side, isWanted: boolean): void {
    if (isWanted) this.#everywhere.add(side.key);
    else this.#everywhere.delete(side.key);
  }

  /** What ablations change at a side's place. */
  ablation(side: Side): AblationMetrics {
    const none = { ...side.spec, ablated: [] };
    return {
      asIs: this.#metrics.get(metricsKey(none, side.at))?.value ?? null,
      ablated: this.#metrics.get(metricsKey(side.spec, side.at))?.value ?? null,
      problem: this.#queue.problem(this.#lane("metrics", side))?.message ?? null,
    };
  }

  /** Measures what a view needs, and nothing else any more. Null: nothing. */
  want(view: HeadsView | null): void {
    const sides = view === null ? [] : view.b === null ? [view.a] : [view.a, view.b];
    const plans = sides.map((side) => framePlan(side.run, this.#everywhere.has(side.key)));
    const held = new Map<string, Set<number>>();
    sides.forEach(({ key, at }, i) => {
      held.set(key, new Set([...(held.get(key) ?? []), at, ...plannedPlaces(plans[i]!)]));
    });
    this.store.hold(held);
    const exact = sides.filter(({ key, at }) => !this.store.has(key, at)).map((side) => this.#exact(side));
    const metrics = sides.flatMap((side) => this.#ablations(side));
    const background = sides.flatMap((side, i) => this.#background(side, plans[i]!));
    this.#queue.want([...exact, ...metrics], background);
  }

  #exact(side: Side): MeasureTask {
    const label = `Measuring ${side.run.name} at ${side.at.toLocaleString("en-US")}`;
    return this.#frames(this.#lane("exact", side), label, side, [side.at]);
  }

  #background(side: Side, plan: FramePlan): MeasureTask[] {
    const { free, trained } = planPieces(plan, side.run.checkpoints);
    const pieces = [
      ...free.map((at) => ({ at, lane: this.#lane("frames", side) })),
      ...trained.map((at) => ({ at, lane: this.#lane("everywhere", side) })),
    ];
    return pieces.flatMap(({ at, lane }) => {
      const missing = at.filter((place) => !this.store.has(side.key, place));
      return missing.length === 0 ? [] : [this.#frames(lane, `Frames of ${side.run.name}`, side, missing)];
    });
  }

  #frames(lane: string, label: string, { spec, key }: Side, at: readonly number[]): MeasureTask {
    return {
      key: `${lane} ${at.join()}`,
      lane,
      label,
      run: async (watch) => {
        const revision = this.#runs.get(spec.run)?.revision;
        const { results } = await this.#client.measure(spec.run, attentionMeasure(spec, at), watch);
        // What is not known any more, or has changed meanwhile, is of something else.
        if (this.#runs.get(spec.run)?.revision !== revision) return;
        for (const frame of results) this.store.add(key, frame);
        this.#onChange();
      },
    };
  }

  #ablations(side: Side): MeasureTask[] {
    const { spec, run, at } = side;
    const lane = this.#lane("metrics", side);
    if (spec.ablated.length === 0) return [];
    return [spec, { ...spec, ablated: [] }].flatMap((one): MeasureTask[] => {
      const key = metricsKey(one, at);
      if (this.#metrics.has(key)) return [];
      const label = `Loss and accuracy of ${run.name} at ${at.toLocaleString("en-US")}`;
      return [
        {
          key: `${lane} ${key}`,
          lane,
          label,
          run: async (watch) => {
            const revision = this.#runs.get(spec.run)?.revision;
            const measure = {
              name: "metrics",
              at: [at],
              clamps: ablationOf(one.ablated),
              options: {},
            } as const;
            const { results } = await this.#client.measure(spec.run, measure, watch);
            const value = results[0]?.value;
            if (value === undefined || this.#runs.get(spec.run)?.revision !== revision) return;
            this.#keep(key, { run: spec.run, at, value });
            this.#onChange();
          },
        },
      ];
    });
  }

  #keep(key: string, metrics: KnownMetrics): void {
    this.#metrics.set(key, metrics);
    const [oldest] = this.#metrics.keys();
    if (this.#metrics.size > mostMetrics && oldest !== undefined) this.#metrics.delete(oldest);
  }

  #forget(run: string, from: number): void {
    this.store.forget((key, at) => at >= from && isKeyOf(key, run));
    for (const [key, metrics] of [...this.#metrics])
      if (metrics.run === run && metrics.at >= from) this.#metrics.delete(key);
  }

  /** Of a run that has changed it is another one: what was begun before is broken off, and nothing of it is done. */
  #lane(what: "exact" | "frames" | "everywhere" | "metrics", { key, at, run }: Side): string {
    const place = what === "exact" || what === "metrics" ? ` ${at}` : "";
    return `${what} ${this.#runs.get(run.id)?.revision ?? 0} ${key}${place}`;
  }
}

function metricsKey({ run, ablated }: AttentionSpec, at: number): string {
  return `metrics ${JSON.stringify([run, [...ablated].sort(), at])}`;
}
