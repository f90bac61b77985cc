import type { Batch } from "../../data/batch.ts";
import type { Graph } from "../../graph/graph.ts";
import type { Outputs } from "../../graph/rewrite.ts";
import type { Transformer } from "../../model/transformer.ts";
import type { Collector } from "../collector.ts";

/** Collects for each sequence which label has the largest logit, and whether it is the target. */
export class AnswersCollector implements Collector {
  /** 1 where it is. uint8 [sequences] */
  readonly right: Uint8Array;
  /** int32 [sequences] */
  readonly targets: Int32Array;
  /** The first of the labels that have the largest logit. int32 [sequences] */
  readonly answers: Int32Array;
  #count = 0;

  /** For so many sequences. */
  constructor(count: number) {
    this.right = new Uint8Array(count);
    this.targets = new Int32Array(count);
    this.answers = new Int32Array(count);
  }

  outputs(_: Graph, { logits }: Transformer): Outputs {
    return { logits };
  }

  add(batch: Batch, count: number, read: (output: string) => Float32Array): void {
    const logits = read("logits");
    const labels = logits.length / batch.size;
    const columns = batch.pairs + 1;
    for (let sequence = 0; sequence < count; sequence++) {
      const target = batch.labels[sequence * columns + batch.pairs]!;
      let best = 0;
      for (let label = 1; label < labels; label++)
        if (logits[sequence * labels + label]! > logits[sequence * labels + best]!) best = label;
      this.answers[this.#count] = best;
      this.right[this.#count] = best === target ? 1 : 0;
      this.targets[this.#count++] = target;
    }
  }
}
