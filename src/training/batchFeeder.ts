import { createBatch } from "../data/batch.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { EncodedBatch } from "../model/sequenceInputs.ts";
import type { Program } from "../runtimes/runtime.ts";

/** Batches of a fixed size on their way into programs: one batch, and its encoding. */
export class BatchFeeder {
  readonly batch;
  readonly encoded: EncodedBatch;

  constructor(shape: ModelShape, sequences: number) {
    this.batch = createBatch(sequences, shape.pairs);
    this.encoded = new EncodedBatch(shape, sequences);
  }

  /** Writes the batch to the inputs that a program reads. */
  feed(program: Program): void {
    const { encoded, batch } = this;
    encoded.encode(batch);
    program.setIndex("tokens", encoded.tokens);
    program.setIndex("targets", encoded.targets);
    if (!program.inputs.has("match") && !program.inputs.has("other")) return;
    encoded.encodeMatches(batch);
    program.setInput("match", encoded.match);
    program.setInput("other", encoded.other);
  }
}
