import type { Batch } from "../data/batch.ts";
import type { Graph } from "../graph/graph.ts";
import type { Outputs } from "../graph/rewrite.ts";
import type { Transformer } from "../model/transformer.ts";

/** Says which activations of a model are needed, and takes them in chunk by chunk. */
export interface Collector {
  /** What it reads, by names of its own. */
  outputs(graph: Graph, model: Transformer): Outputs;
  /** Takes the first `count` sequences of a batch. `read`: an output as float32 [rows, columns]. */
  add(batch: Batch, count: number, read: (output: string) => Float32Array): void;
}
