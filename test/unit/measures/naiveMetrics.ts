import type { Batch } from "../../../src/data/batch.ts";
import type { SetMetrics } from "../../../src/measures/setMetrics.ts";

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const largest = (labels: readonly number[], logits: readonly number[]): number | undefined =>
  labels.reduce<number | undefined>(
    (best, label) => (best === undefined || logits[label]! > logits[best]! ? label : best),
    undefined,
  );

/** The metrics as they are defined, sequence by sequence, without regard to speed. */
export function naiveMetrics(batch: Batch, logits: Float32Array, count: number): SetMetrics {
  const size = logits.length / batch.size;
  const columns = batch.pairs + 1;
  const sequences = Array.from({ length: count }, (_, sequence) => {
    const labels = [...batch.labels.subarray(sequence * columns, (sequence + 1) * columns)];
    const target = labels.pop()!;
    const row = [...logits.subarray(sequence * size, (sequence + 1) * size)];
    const top = Math.max(...row);
    const total = row.reduce((sum, logit) => sum + Math.exp(logit - top), 0);
    const probabilities = row.map((logit) => Math.exp(logit - top) / total);
    const all = row.map((_, label) => label);
    const context = all.filter((label) => labels.includes(label));
    const others = all.filter((label) => !labels.includes(label));
    return {
      isInContext: labels.includes(target),
      loss: Math.log(total) + top - row[target]!,
      correct: Number(largest(all, row) === target),
      correctInContext: Number(largest(context, row) === target),
      correctOutOfContext: Number(largest(others, row) === target),
      probability: probabilities[target]!,
      inContextProbability: context.reduce((sum, label) => sum + probabilities[label]!, 0),
    };
  });
  const inside = sequences.filter(({ isInContext }) => isInContext);
  const outside = sequences.filter(({ isInContext }) => !isInContext);
  return {
    loss: mean(sequences.map(({ loss }) => loss)),
    accuracy: mean(sequences.map(({ correct }) => correct)),
    inContextAccuracy: mean(inside.map(({ correctInContext }) => correctInContext)),
    outOfContextAccuracy: mean(outside.map(({ correctOutOfContext }) => correctOutOfContext)),
    probability: mean(sequences.map(({ probability }) => probability)),
    inContextProbability: mean(sequences.map(({ inContextProbability }) => inContextProbability)),
  };
}
