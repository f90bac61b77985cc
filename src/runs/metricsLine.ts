import * as z from "zod";
import type { SetMetrics } from "../measures/setMetrics.ts";

// JSON has no not-a-number; both directions go through null.
const value = z
  .number()
  .nullable()
  .transform((number) => number ?? Number.NaN);

const setSchema = z.object({
  loss: value,
  accuracy: value,
  inContextAccuracy: value,
  outOfContextAccuracy: value,
  probability: value,
  inContextProbability: value,
}) satisfies z.ZodType<SetMetrics>;

const toySchema = z.object({ alignment: value, lossAtTruth: value });

const headSchema = z.object({ previousToken: value.optional(), induction: value.optional() });

/** What a line of `metrics.jsonl` must hold; null becomes NaN. */
export const metricsLineSchema = z.object({
  sequences: z.int().nonnegative(),
  sets: z.object({
    train: setSchema.optional(),
    relabel: setSchema.optional(),
    exemplar: setSchema.optional(),
    class: setSchema.optional(),
  }),
  heads: z.record(z.string().regex(/^L\d+H\d+$/, "expected a head such as L1H3"), headSchema),
  toy: toySchema.optional(),
});

/**
 * One evaluation: the metrics of each evaluation set, and the measures of each head (`L1H3`). Of the toy model, `toy`:
 * `alignment`, 1 − cos² of the angle between a and the true a, and `lossAtTruth`, the loss with b and c at ± the truth.
 */
export type MetricsLine = Readonly<z.infer<typeof metricsLineSchema>>;

/** The measures of one head: `previousToken` in 0 … 1, `induction` in −1 … 1; absent where the head's layer has none. */
export type HeadMeasures = Readonly<z.infer<typeof headSchema>>;

/** One line of `metrics.jsonl`, without the line end. NaN and the infinities are written as null. */
export function encodeMetricsLine(line: MetricsLine): string {
  return JSON.stringify(line);
}
