import type { AttentionValue, HeadAttention, MetricsValue } from "../../src/measures/measureValues.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { testRun, type TestRun } from "./compareRun.ts";

/** What made-up attention is of. */
export interface SampleOf {
  readonly at: number;
  readonly layers?: number;
  readonly heads?: number;
  readonly pairs?: number;
  readonly sequence?: number | null;
  readonly ablated?: readonly string[];
}

/** Made-up attention whose numbers tell what they are of. */
export function sampleAttention({
  at,
  layers = 2,
  heads = 4,
  pairs = 2,
  sequence = null,
  ablated = [],
}: SampleOf): AttentionValue {
  const length = 2 * pairs + 1;
  const names = Array.from({ length: layers * heads }, (_, i) => ({
    name: `L${Math.floor(i / heads)}H${i % heads}`,
    layer: Math.floor(i / heads),
    head: i % heads,
  }));
  const share = Math.min(0.9, at / 1_000_000 + 0.02 * (sequence ?? 0));
  const head = (layer: number, number: number, name: string): HeadAttention => ({
    pattern: Array.from({ length }, (_, query) =>
      Array.from({ length }, (__, key) => {
        if (key > query) return 0;
        const favourite = Math.max(0, query - 1 - (number % 2));
        return (1 - share) / (query + 1) + (key === favourite ? share : 0);
      }),
    ),
    induction: layer === 0 ? null : share * (number === 1 ? 1 : 0.1),
    previousToken: share * (number === 0 ? 1 : 0.1),
    direct: ablated.includes(name)
      ? { target: 0, inContext: 0 }
      : { target: share + 0.1 * number - 0.2, inContext: share - 0.1 * number },
  });
  const classOf = (pair: number): number => 10 + pair;
  return {
    on: { set: "train", count: 1000, exact: false },
    sequence,
    tokens: Array.from({ length }, (_, place) => {
      const pair = place === length - 1 ? null : place >> 1;
      const role = pair === null ? "query" : place % 2 === 0 ? "exemplar" : "label";
      const is = role === "label" ? (pair ?? 0) + 1 : classOf(pair ?? 1);
      return { role, pair, is: sequence === null ? null : is } as const;
    }),
    labels: sequence === null ? null : { target: 2, answer: sequence % 2 === 0 ? 2 : 1 },
    metrics: { loss: 1 - share, accuracy: share },
    heads: Object.fromEntries(
      names.map(({ name, layer, head: number }) => [name, head(layer, number, name)]),
    ),
    rest: { target: 0.5, inContext: -0.25 },
    logits: { target: 4, inContext: 2 },
  };
}

/** Made-up metrics; with heads ablated, worse by their number. */
export function sampleMetrics(ablated: number): MetricsValue {
  const set = (loss: number): NonNullable<MetricsValue["sets"]["train"]> => ({
    loss: loss + 0.5 * ablated,
    accuracy: 0.9 - 0.25 * ablated,
    inContextAccuracy: 0.95 - 0.25 * ablated,
    outOfContextAccuracy: null,
    probability: 0.8,
    inContextProbability: 0.9,
  });
  return { sets: { train: set(0.25), relabel: set(0.75) }, heads: {} };
}

/** A run of two layers of four heads, with checkpoints every 100,000 sequences and evaluations every 20,000. */
export function headsRun(id: string, changes: TestRun = {}): RunSnapshot {
  const batch = 32;
  const whole = (at: number): number => at - (at % batch);
  const sequences = Array.from({ length: 26 }, (_, i) => whole(i * 20_000));
  const heads = ["L0H0", "L0H1", "L0H2", "L0H3", "L1H0", "L1H1", "L1H2", "L1H3"];
  const columns = Object.fromEntries([
    ["train.loss", sequences.map((at) => 1.6 - at / 500_000)],
    ["relabel.loss", sequences.map((at) => 1.6 - at / 900_000)],
    ...heads.map((head, i) => [
      `${head}.${head.startsWith("L0") ? "previousToken" : "induction"}`,
      sequences.map((at) => (at / 500_000) * ((i % 4) / 4)),
    ]),
  ]) as Record<string, readonly number[]>;
  return testRun(id, {
    sequences,
    columns,
    checkpoints: Array.from({ length: 5 }, (_, i) => whole((i + 1) * 100_000)),
    ...changes,
    experiment: {
      model: { layers: 2, heads: 4 },
      training: { batch, sequences: 500_000 },
      ...changes.experiment,
    },
  });
}
