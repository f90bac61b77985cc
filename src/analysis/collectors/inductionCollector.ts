import type { Batch } from "../../data/batch.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import { InductionStrengths } from "../../measures/headScores.ts";
import type { ModelShape } from "../../model/modelShape.ts";
import { queryPosition } from "../../model/modelShape.ts";
import type { Transformer } from "../../model/transformer.ts";
import type { Collector } from "../collector.ts";
import { patternRows } from "./patternRows.ts";

/** Collects the induction strengths of one layer's heads. */
export class InductionCollector implements Collector {
  readonly #layer: number;
  readonly #query: number;
  readonly #strengths: InductionStrengths;

  constructor(shape: ModelShape, layer: number) {
    this.#layer = layer;
    this.#query = queryPosition(shape);
    this.#strengths = new InductionStrengths(shape.heads);
  }

  /** Of all sequences so far. float64 [heads]. */
  get strengths(): Float64Array {
    return this.#strengths.strengths;
  }

  outputs(graph: Graph, model: Transformer): Outputs {
    return { pattern: patternRows(graph, model, this.#layer, [this.#query]) };
  }

  add(batch: Batch, count: number, read: (output: string) => Float32Array): void {
    this.#strengths.add(batch, read("pattern"), count);
  }
}
