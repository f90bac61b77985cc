import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { MetricsLine } from "../../src/runs/metricsLine.ts";
import { metricsOf } from "./runFiles.ts";

/** What a run is made to look like. */
export interface Stretch {
  readonly sequences: number;
  /** Sequences between two evaluations. */
  readonly every: number;
  /** Another one makes other numbers. */
  readonly seed: number;
}

/**
 * Makes a finished run folder look as if it had gone on for much longer: its evaluations at other places, each with a
 * little noise. Returns the copy's path.
 */
export function stretchRun(from: string, to: string, { sequences, every, seed }: Stretch): string {
  cpSync(from, to, { recursive: true });
  const real = metricsOf(from);
  const count = Math.floor(sequences / every);
  const random = randomNumbers(seed);
  const lines = Array.from({ length: count }, (_, i): string => {
    const line = real[Math.floor((i / count) * real.length)]!;
    return JSON.stringify({ ...noisy(line, random), sequences: (i + 1) * every });
  });
  writeFileSync(join(to, "metrics.jsonl"), `${lines.join("\n")}\n`);
  rewrite(join(to, "status.json"), (status) => ({
    ...status,
    ...{ state: "finished", sequences, total: sequences, step: sequences / 32 },
  }));
  rewrite(join(to, "run.json"), (record) => {
    const experiment = Object(record["experiment"]) as Record<string, object>;
    return {
      ...record,
      id: basename(to),
      experiment: {
        ...experiment,
        training: { ...experiment["training"], sequences },
        evaluation: { ...experiment["evaluation"], every },
        seeds: { ...experiment["seeds"], init: seed },
      },
    };
  });
  return to;
}

function noisy(line: MetricsLine, random: () => number): object {
  return JSON.parse(
    JSON.stringify(line, (_, value: unknown) =>
      typeof value === "number" ? Math.max(0.001, value + 0.05 * (random() - 0.5)) : value,
    ),
  ) as object;
}

function rewrite(file: string, change: (content: Record<string, unknown>) => object): void {
  const content = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  writeFileSync(file, `${JSON.stringify(change(content), null, 2)}\n`);
}

/** Numbers from 0 to 1, always the same for a seed. By G. Marsaglia, "Xorshift RNGs", 2003. */
function randomNumbers(seed: number): () => number {
  let state = (seed + 1) * 2_654_435_761;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}
