import * as z from "zod";
import { clampSchema } from "../clamps/clamps.ts";
import { dataSchema } from "../data/dataSchema.ts";
import { modelSchema } from "../model/modelSchema.ts";
import { toySchema } from "../toy/toySchema.ts";
import { optimizerSchema } from "./optimizerSchema.ts";
import { sweepSchema } from "./sweepSchema.ts";

const sequences = z.int().min(1).max(1e12);
const seed = z.int().min(0).max(0xffff_ffff);

/**
 * A whole experiment. It is the one source of the types, of the check when a file is read, and of the JSON Schema that
 * the editor completes from. Every key is optional; a key it does not know is an error.
 */
export const experimentSchema = z
  .strictObject({
    $schema: z.string().optional().describe("The JSON Schema that an editor checks this file with."),
    name: z
      .string()
      .min(1)
      .max(200)
      .regex(/^[ -~\u00a0-\uffff]*$/, "expected one line of text")
      .default("base")
      .describe("What runs of this experiment are called. Does not change the numbers."),
    data: dataSchema.prefault({}).describe("The exemplars, their splits, and what a sequence looks like."),
    model: modelSchema.prefault({}).describe("The shape of the transformer."),
    toy: toySchema
      .optional()
      .describe(
        "Train the toy model in place of a transformer: three vectors whose product is to be learnt by gradient descent. One iteration counts as one sequence; 1000 by default, evaluated every 10.",
      ),
    training: z
      .strictObject({
        // A sequence's number is a counter word of the random numbers, below 2^32.
        sequences: sequences
          .max(4e9)
          .default(1_000_000)
          .describe("How many sequences to train on. The last batch is filled up."),
        batch: z.int().min(1).max(65_536).default(32).describe("Sequences in each optimizer step."),
        optimizer: optimizerSchema
          .prefault({})
          .describe("How gradients change the parameters: adam or sgd, with its rate."),
      })
      .prefault({})
      .describe("How long and with what the model is trained."),
    evaluation: z
      .strictObject({
        every: sequences.default(5000).describe("Training sequences between two evaluations."),
        sequences: z
          .int()
          .min(1)
          .max(1_000_000)
          .default(1000)
          .describe("Sequences in each of the four evaluation sets."),
      })
      .prefault({})
      .describe("How often the model is evaluated, and on how much."),
    checkpoints: z
      .strictObject({
        every: sequences.default(50_000).describe("Training sequences between two checkpoints."),
      })
      .prefault({})
      .describe("How often parameters and optimizer state are saved. The end of training is always saved."),
    clamps: z
      .array(clampSchema)
      .max(256)
      .default([])
      .describe("Activations held fixed throughout training and evaluation."),
    seeds: z
      .strictObject({
        init: seed.default(5).describe("Seed of the initial parameters."),
        data: seed
          .default(0)
          .describe("Seed of the training sequences, the splits and the synthetic exemplars."),
        eval: seed.default(1).describe("Seed of the evaluation sequences."),
      })
      .prefault({})
      .describe("Seeds of the random numbers, whole numbers from 0 to 4294967295."),
    engine: z
      .strictObject({
        runtime: z
          .enum(["wasm", "tensorflow"])
          .default("wasm")
          .describe("What computes: the WebAssembly kernels, or TensorFlow.js as an independent check."),
        fast: z
          .boolean()
          .default(false)
          .describe("Use relaxed SIMD: faster, but no longer the same bits on every machine."),
      })
      .prefault({})
      .describe("What computes the run."),
    sweep: sweepSchema
      .optional()
      .describe(
        'Runs the experiment once for each combination of these values, as one group: lists of values by key path, such as { "seeds.init": [5, 6, 7] }. The first key\'s values change slowest.',
      ),
  })
  .transform((input): Omit<typeof input, "$schema"> => {
    // The key belongs to the file, not to the experiment.
    const experiment = { ...input };
    delete experiment.$schema;
    return experiment;
  });

/** An experiment with every default filled in: what a run is made from and what its run folder records. */
export type Experiment = z.output<typeof experimentSchema>;

/** An experiment as a user writes it: every key optional. */
export type ExperimentInput = z.input<typeof experimentSchema>;
