import { z } from "zod";

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
});

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
});

/** One evaluation: the metrics of each evaluation set, and the measures of each head (`L1H3`). */
export type MetricsLine = Readonly<z.infer<typeof metricsLineSchema>>;

/** The metrics of one evaluation set: loss in nats, the others in 0 … 1, NaN where not defined. */
export type SetMetrics = Readonly<z.infer<typeof setSchema>>;

/** The measures of one head, each in 0 … 1, or absent where it does not apply to the head's layer. */
export type HeadMeasures = Readonly<z.infer<typeof headSchema>>;

/** One line of `metrics.jsonl`, without the line end. NaN and the infinities are written as null. */
export function encodeMetricsLine(line: MetricsLine): string {
  return JSON.stringify(line);
}
