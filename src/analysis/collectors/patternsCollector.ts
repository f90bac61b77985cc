import type { Batch } from "../../data/batch.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import type { ModelShape } from "../../model/modelShape.ts";
import { contextLength } from "../../model/modelShape.ts";
import type { Transformer } from "../../model/transformer.ts";
import type { Collector } from "../collector.ts";
import { patternRows } from "./patternRows.ts";

/** Collects the attention patterns of one layer's heads at all positions. */
export class PatternsCollector implements Collector {
  readonly #layer: number;
  readonly #length: number;
  /** float64 [positions, heads, keys] */
  readonly #sums: Float64Array;
  #sequences = 0;

  constructor(shape: ModelShape, layer: number) {
    this.#layer = layer;
    this.#length = contextLength(shape);
    this.#sums = new Float64Array(this.#length * shape.heads * this.#length);
  }

  /** A head's mean pattern over all sequences so far: [positions][keys]. */
  pattern(head: number): number[][] {
    const length = this.#length;
    const heads = this.#sums.length / length ** 2;
    return Array.from({ length }, (_, position) => {
      const first = (position * heads + head) * length;
      return Array.from(this.#sums.subarray(first, first + length), (sum) => sum / this.#sequences);
    });
  }

  outputs(graph: Graph, model: Transformer): Outputs {
    const positions = Array.from({ length: this.#length }, (_, position) => position);
    return { pattern: patternRows(graph, model, this.#layer, positions) };
  }

  add(_: Batch, count: number, read: (output: string) => Float32Array): void {
    const sums = this.#sums;
    const pattern = read("pattern");
    for (let sequence = 0; sequence < count; sequence++) {
      const first = sequence * sums.length;
      for (let place = 0; place < sums.length; place++) sums[place]! += pattern[first + place]!;
    }
    this.#sequences += count;
  }
}
