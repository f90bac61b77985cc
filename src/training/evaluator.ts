import type { Clamp } from "../clamps/clamps.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import type { Batch } from "../data/batch.ts";
import { createBatch } from "../data/batch.ts";
import type { SetName } from "../data/sequenceSampler.ts";
import { availableSets, SequenceSampler } from "../data/sequenceSampler.ts";
import type { RowsValue } from "../graph/value.ts";
import { InductionStrengths, PreviousTokenScores } from "../measures/headScores.ts";
import type { SetMetrics } from "../measures/setMetrics.ts";
import { SetMetricsSum } from "../measures/setMetrics.ts";
import { queryPosition } from "../model/modelShape.ts";
import type { HeadMeasures, MetricsLine } from "../runs/metricsLine.ts";
import type { Program } from "../runtimes/runtime.ts";
import { BatchFeeder } from "./batchFeeder.ts";
import type { Workbench } from "./workbench.ts";

/** Sequences that are evaluated at once, at most: many share what is computed once per distinct token. */
const usualChunk = 1024;

/** Sets of up to so many exemplars and labels are kept, not sampled anew for each evaluation. */
const keptEntries = 200_000;

/**
 * Evaluates a model under clamps on the four evaluation sets: their metrics, and every head's scores on the set
 * `train` (previous-token in all layers but the last, induction in all but the first; one layer has the former).
 */
export class Evaluator {
  readonly #workbench: Workbench;
  readonly #sequences: number;
  readonly #feeder: BatchFeeder;
  readonly #samplers: ReadonlyMap<SetName, SequenceSampler>;
  readonly #kept = new Map<SequenceSampler, Batch[]>();
  readonly #plain: Program;
  readonly #withPatterns: Program;
  readonly #previousTokenLayers: readonly number[];
  readonly #inductionLayers: readonly number[];

  /**
   * `largestChunk`: how many sequences are evaluated at once, at most. It changes the numbers
   * by rounding only: what is computed once for all of them depends on how many there are.
   */
  constructor(workbench: Workbench, clamps: readonly Clamp[], largestChunk = usualChunk) {
    const { experiment, shape, runtime, donors } = workbench;
    const { sequences } = experiment.evaluation;
    const chunk = Math.ceil(sequences / Math.ceil(sequences / largestChunk));
    this.#workbench = workbench;
    this.#sequences = sequences;
    this.#feeder = new BatchFeeder(shape, chunk, workbench.similarities);
    const sets = availableSets(experiment.data);
    this.#samplers = new Map(
      sets.map((set) => [
        set,
        new SequenceSampler(experiment.data, { kind: "evaluation", set }, experiment.seeds),
      ]),
    );
    const distinctExemplars = Math.max(
      ...[...this.#samplers.values()].map((sampler) => sampler.distinctExemplars),
    );
    const layers = Array.from({ length: shape.layers }, (_, layer) => layer);
    this.#previousTokenLayers = layers.slice(0, Math.max(1, shape.layers - 1));
    this.#inductionLayers = layers.slice(1);

    const { graph, model } = traceClamped({ ...shape, distinctExemplars }, chunk, clamps, donors);
    const patternAt = (layer: number, positions: readonly number[]): RowsValue => {
      const pattern = model.sites.get(`blocks.${layer}.attn.hook_pattern`);
      if (pattern === undefined) throw new TypeError(`no pattern in layer ${layer}`);
      return graph.rows({ kind: "take", positions }, pattern);
    };
    const labelPositions = Array.from({ length: shape.pairs }, (_, pair) => 2 * pair + 1);
    const { logits } = model;
    const patterns = Object.fromEntries([
      ...this.#previousTokenLayers.map(
        (layer) => [`labels ${layer}`, patternAt(layer, labelPositions)] as const,
      ),
      ...this.#inductionLayers.map(
        (layer) => [`query ${layer}`, patternAt(layer, [queryPosition(shape)])] as const,
      ),
    ]);
    this.#plain = runtime.compile({ graph, outputs: { logits } });
    this.#withPatterns = runtime.compile({ graph, outputs: { logits, ...patterns } });
  }

  /** One line of `metrics.jsonl`, of the runtime's present parameters. */
  evaluate(sequences: number): MetricsLine {
    const sets: Partial<Record<SetName, SetMetrics>> = {};
    let heads: Record<string, HeadMeasures> = {};
    for (const [set, sampler] of this.#samplers) {
      if (set === "train") {
        const train = this.#evaluateTrain(sampler);
        sets.train = train.metrics;
        heads = train.heads;
      } else {
        const sum = new SetMetricsSum();
        this.#eachChunk(sampler, this.#plain, (count) => {
          sum.add(this.#feeder.batch, this.#plain.output("logits"), count);
        });
        sets[set] = sum.metrics;
      }
    }
    return { sequences, sets, heads };
  }

  /** Gives the memory of its programs back. It must not be used any more. */
  dispose(): void {
    this.#plain.dispose();
    this.#withPatterns.dispose();
  }

  #evaluateTrain(sampler: SequenceSampler): { metrics: SetMetrics; heads: Record<string, HeadMeasures> } {
    const { heads } = this.#workbench.shape;
    const { batch } = this.#feeder;
    const program = this.#withPatterns;
    const sum = new SetMetricsSum();
    const previousToken = new Map(
      this.#previousTokenLayers.map((layer) => [layer, new PreviousTokenScores(heads)]),
    );
    const induction = new Map(this.#inductionLayers.map((layer) => [layer, new InductionStrengths(heads)]));
    this.#eachChunk(sampler, program, (count) => {
      sum.add(batch, program.output("logits"), count);
      for (const [layer, scores] of previousToken)
        scores.add(batch, program.output(`labels ${layer}`), count);
      for (const [layer, strengths] of induction)
        strengths.add(batch, program.output(`query ${layer}`), count);
    });
    const measures: Record<string, HeadMeasures> = {};
    for (let layer = 0; layer < this.#workbench.shape.layers; layer++) {
      const scores = previousToken.get(layer)?.scores;
      const strengths = induction.get(layer)?.strengths;
      for (let head = 0; head < heads; head++) {
        measures[`L${layer}H${head}`] = {
          ...(scores === undefined ? {} : { previousToken: scores[head] }),
          ...(strengths === undefined ? {} : { induction: strengths[head] }),
        };
      }
    }
    return { metrics: sum.metrics, heads: measures };
  }

  #eachChunk(sampler: SequenceSampler, program: Program, visit: (count: number) => void): void {
    const { batch } = this.#feeder;
    const kept = this.#kept.get(sampler) ?? [];
    this.#kept.set(sampler, kept);
    for (let first = 0; first < this.#sequences; first += batch.size) {
      const known = kept[first / batch.size];
      if (known === undefined) sampler.fill(batch, first);
      else copyBatch(known, batch);
      if (known === undefined && this.#sequences * (batch.pairs + 1) <= keptEntries) {
        const copy = createBatch(batch.size, batch.pairs);
        copyBatch(batch, copy);
        kept.push(copy);
      }
      this.#feeder.feed(program);
      program.run();
      visit(Math.min(batch.size, this.#sequences - first));
    }
  }
}

function copyBatch(from: Batch, to: Batch): void {
  to.exemplars.set(from.exemplars);
  to.labels.set(from.labels);
}
