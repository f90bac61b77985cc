import { createBatch } from "../data/batch.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { EncodedBatch, similarityTemperature } from "../model/sequenceInputs.ts";
import type { Similarities } from "../model/similarities.ts";
import type { Program } from "../runtimes/runtime.ts";

/** Batches of a fixed size on their way into programs: one batch, and its encoding. */
export class BatchFeeder {
  readonly batch;
  readonly encoded: EncodedBatch;
  readonly similarities: Similarities;

  constructor(shape: ModelShape, sequences: number, similarities: Similarities) {
    this.batch = createBatch(sequences, shape.pairs);
    this.encoded = new EncodedBatch(shape, sequences);
    this.similarities = similarities;
  }

  /** Writes the batch to the inputs that a program reads. */
  feed(program: Program): void {
    const { encoded, batch } = this;
    encoded.encode(batch);
    program.setIndex("tokens", encoded.tokens);
    program.setIndex("targets", encoded.targets);
    if (program.inputs.has("match") || program.inputs.has("other")) {
      encoded.encodeMatches(batch);
      program.setInput("match", encoded.match);
      program.setInput("other", encoded.other);
    }
    for (const name of program.inputs) {
      const temperature = similarityTemperature(name);
      if (temperature === null) continue;
      this.similarities.write(batch, temperature, encoded.similar);
      program.setInput(name, encoded.similar);
    }
  }
}
