import type { MetricsValue } from "../../src/measures/measureValues.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { ablationOf, attentionMeasure, type AttentionSpec } from "./attentionSpec.ts";
import { FrameStore } from "./frameStore.ts";
import type { HeadsView, Side } from "./headsView.ts";
import { MeasureQueue, type MeasureProgress, type MeasureTask } from "./measureQueue.ts";
import { byCheckpoint, coarseToFine, inPieces, thinned } from "./planFrames.ts";
import { evaluationPlaces, freePlaces } from "../shared/runPlaces.ts";

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

/** Frames that are measured together. Few, so that the first are soon there. */
const pieceSize = 4;
/** The same where steps are trained again: what was begun is gone on with. */
const rebuiltSize = 16;
/** Frames of a run that are kept at most. */
const mostFrames = 2000;
const mostMetrics = 200;

/** Measures what the panel shows: the places where sliders rest first, then frames all over training. */
export class HeadsMeasures {
  readonly store = new FrameStore();
  readonly #client: Pick<PanelClient, "measure">;
  readonly #queue: MeasureQueue;
  readonly #onChange: () => void;
  readonly #metrics = new Map<string, MetricsValue>();
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

  /** Why a side could not be measured where its slider stands, or its frames could not; null where neither. */
  problem(side: Side): string | null {
    const lanes = [exactLane(side), freeLane(side), everywhereLane(side)];
    return lanes.map((lane) => this.#queue.problem(lane)).find((problem) => problem !== null) ?? null;
  }

  /** Tries again what has failed. */
  retry(): void {
    this.#queue.retry();
  }

  /** Frames at every evaluation: how many are there, of how many; null where they were not asked for. */
  everywhere(side: Side): FrameCount | null {
    if (!this.#everywhere.has(side.key)) return null;
    const places = this.#everyPlace(side);
    return { have: places.filter((place) => this.store.has(side.key, place)).length, of: places.length };
  }

  /** Whether frames at every evaluation would be more than there are now. */
  canHaveMore(side: Side): boolean {
    return this.#everyPlace(side).some((place) => !this.store.has(side.key, place));
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
      asIs: this.#metrics.get(metricsKey(none, side.at)) ?? null,
      ablated: this.#metrics.get(metricsKey(side.spec, side.at)) ?? null,
      problem: this.#queue.problem(metricsKey(side.spec, side.at)),
    };
  }

  /** Measures what a view needs, and nothing else any more. Null: nothing. */
  want(view: HeadsView | null): void {
    if (view === null) {
      this.#queue.want([], []);
      return;
    }
    const sides = view.b === null ? [view.a] : [view.a, view.b];
    const exact = sides.filter(({ key, at }) => !this.store.has(key, at)).map((side) => this.#exact(side));
    const metrics = sides.flatMap((side) => this.#ablations(side));
    const background = sides.flatMap((side) => this.#background(side));
    this.#queue.want([...exact, ...metrics], background);
  }

  #exact(side: Side): MeasureTask {
    const { at, spec, key } = side;
    const label = `Measuring ${side.run.name} at ${at.toLocaleString("en-US")}`;
    return this.#frames(exactLane(side), exactLane(side), label, spec, key, [at]);
  }

  #background(side: Side): MeasureTask[] {
    const { run, spec, key } = side;
    const limit = frameLimit(side);
    const free = thinned(freePlaces(run), limit);
    const pieces = inPieces(coarseToFine(free), pieceSize).map((at) => ({ at, lane: freeLane(side) }));
    if (this.#everywhere.has(key)) {
      const more = byCheckpoint(this.#everyPlace(side), run.checkpoints, rebuiltSize);
      pieces.push(...more.map((at) => ({ at, lane: everywhereLane(side) })));
    }
    return pieces.flatMap(({ at, lane }) => {
      const missing = at.filter((place) => !this.store.has(key, place));
      if (missing.length === 0) return [];
      return [this.#frames(`${lane} ${missing.join()}`, lane, `Frames of ${run.name}`, spec, key, missing)];
    });
  }

  #frames(
    taskKey: string,
    lane: string,
    label: string,
    spec: AttentionSpec,
    key: string,
    at: readonly number[],
  ): MeasureTask {
    return {
      key: taskKey,
      lane,
      label,
      run: async (watch) => {
        const { results } = await this.#client.measure(spec.run, attentionMeasure(spec, at), watch);
        for (const frame of results) this.store.add(key, frame);
        this.#onChange();
      },
    };
  }

  #ablations({ spec, run, at }: Side): MeasureTask[] {
    if (spec.ablated.length === 0) return [];
    return [spec, { ...spec, ablated: [] }].flatMap((one): MeasureTask[] => {
      const key = metricsKey(one, at);
      if (this.#metrics.has(key)) return [];
      const label = `Loss and accuracy of ${run.name} at ${at.toLocaleString("en-US")}`;
      return [
        {
          key,
          lane: metricsKey(spec, at),
          label,
          run: async (watch) => {
            const measure = {
              name: "metrics",
              at: [at],
              clamps: ablationOf(one.ablated),
              options: {},
            } as const;
            const { results } = await this.#client.measure(spec.run, measure, watch);
            const value = results[0]?.value;
            if (value !== undefined) this.#keep(key, value);
            this.#onChange();
          },
        },
      ];
    });
  }

  #keep(key: string, value: MetricsValue): void {
    this.#metrics.set(key, value);
    const [oldest] = this.#metrics.keys();
    if (this.#metrics.size > mostMetrics && oldest !== undefined) this.#metrics.delete(oldest);
  }

  #everyPlace(side: Side): readonly number[] {
    return thinned(evaluationPlaces(side.run), frameLimit(side));
  }
}

/** So many frames of a side fit beside those of another. */
function frameLimit({ run }: Side): number {
  const { layers, heads } = run.record.experiment.model;
  const tokens = 2 * run.record.experiment.data.pairs + 1;
  return FrameStore.room(layers * heads, tokens, mostFrames);
}

function exactLane({ key, at }: Side): string {
  return `exact ${key} ${at}`;
}

function freeLane({ key }: Side): string {
  return `frames ${key}`;
}

function everywhereLane({ key }: Side): string {
  return `everywhere ${key}`;
}

function metricsKey({ run, ablated }: AttentionSpec, at: number): string {
  return `metrics ${JSON.stringify([run, [...ablated].sort(), at])}`;
}
