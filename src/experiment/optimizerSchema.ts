import * as z from "zod";

const final = z
  .number()
  .min(0)
  .max(1)
  .default(0)
  .describe("The rate at the end of training, as a fraction of the full rate. It never falls below this.");

const warmUp = z.int().max(1e12);
const warmUpText = "Sequences over which the rate rises in a straight line from 0 to the full rate.";

const scheduleSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("constant").describe("The full rate throughout."),
    }),
    z.strictObject({
      kind: z
        .literal("warm-up-linear")
        .describe("Rise, then fall in a straight line to the end of training."),
      warmUp: warmUp.min(0).describe(warmUpText),
      final,
    }),
    z.strictObject({
      kind: z
        .literal("warm-up-cosine")
        .describe("Rise, then fall along half a cosine wave to the end of training."),
      warmUp: warmUp.min(0).describe(warmUpText),
      final,
    }),
    z.strictObject({
      kind: z
        .literal("warm-up-inverse-sqrt")
        .describe("Rise, then fall as sqrt(warmUp / sequences), not below the final fraction."),
      warmUp: warmUp.min(1).describe(warmUpText),
      final,
    }),
  ])
  .default({ kind: "constant" })
  .describe("How the rate changes over training.");

const rate = z.number().positive().max(1000);
const weightDecay = z
  .number()
  .min(0)
  .max(1000)
  .default(0)
  .describe("Weight decay, decoupled from the gradient: each step takes rate × weightDecay × weight away.");

/** The `training.optimizer` part of an experiment: how gradients change the parameters. */
export const optimizerSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    // Optional inside the default: the choice by kind then takes a left-out kind for this one.
    kind: z.literal("adam").optional().default("adam").describe("Adam (AdamW when weightDecay is not 0)."),
    rate: rate.default(1e-5).describe("Learning rate."),
    beta1: z.number().min(0).lt(1).default(0.9).describe("Memory of the mean gradient, from 0 to below 1."),
    beta2: z
      .number()
      .min(0)
      .lt(1)
      .default(0.999)
      .describe("Memory of the mean squared gradient, from 0 to below 1."),
    epsilon: z
      .number()
      .min(1e-30)
      .max(1)
      .default(1e-8)
      .describe("Added to the root of the mean squared gradient, against division by zero."),
    weightDecay,
    schedule: scheduleSchema,
  }),
  z.strictObject({
    kind: z.literal("sgd").describe("Stochastic gradient descent, with momentum if asked for."),
    rate: rate.default(0.01).describe("Learning rate."),
    momentum: z
      .number()
      .min(0)
      .lt(1)
      .default(0)
      .describe("How much of the last update is kept, from 0 to below 1."),
    weightDecay,
    schedule: scheduleSchema,
  }),
]);

/** An optimizer with every default filled in. */
export type OptimizerConfig = z.output<typeof optimizerSchema>;
