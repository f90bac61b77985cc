import type { Batch } from "../../data/batch.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import { PreviousTokenScores } from "../../measures/headScores.ts";
import type { ModelShape } from "../../model/modelShape.ts";
import type { Transformer } from "../../model/transformer.ts";
import type { Collector } from "../collector.ts";
import { patternRows } from "./patternRows.ts";

/** Collects the previous-token scores of one layer's heads. */
export class PreviousTokenCollector implements Collector {
  readonly #layer: number;
  readonly #labelPositions: readonly number[];
  readonly #scores: PreviousTokenScores;

  constructor(shape: ModelShape, layer: number) {
    this.#layer = layer;
    this.#labelPositions = Array.from({ length: shape.pairs }, (_, pair) => 2 * pair + 1);
    this.#scores = new PreviousTokenScores(shape.heads);
  }

  /** Of all sequences so far. float64 [heads]. */
  get scores(): Float64Array {
    return this.#scores.scores;
  }

  outputs(graph: Graph, model: Transformer): Outputs {
    return { pattern: patternRows(graph, model, this.#layer, this.#labelPositions) };
  }

  add(batch: Batch, count: number, read: (output: string) => Float32Array): void {
    this.#scores.add(batch, read("pattern"), count);
  }
}
