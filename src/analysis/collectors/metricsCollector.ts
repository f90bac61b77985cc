import type { Batch } from "../../data/batch.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import type { SetMetrics } from "../../measures/setMetrics.ts";
import { SetMetricsSum } from "../../measures/setMetrics.ts";
import type { Transformer } from "../../model/transformer.ts";
import type { Collector } from "../collector.ts";

/** Collects the metrics of a set of sequences. */
export class MetricsCollector implements Collector {
  readonly #sum = new SetMetricsSum();

  /** Of all sequences so far. */
  get metrics(): SetMetrics {
    return this.#sum.metrics;
  }

  outputs(_: Graph, { logits }: Transformer): Outputs {
    return { logits };
  }

  add(batch: Batch, count: number, read: (output: string) => Float32Array): void {
    this.#sum.add(batch, read("logits"), count);
  }
}
