import { setImmediate } from "node:timers/promises";
import type { Clamp } from "../clamps/clamps.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import type { SequenceSource } from "../data/trainingSequences.ts";
import type { Outputs } from "../graph/rewrite.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { contextLength } from "../model/modelShape.ts";
import { BatchFeeder } from "../training/batchFeeder.ts";
import { loadDonors } from "../training/donors.ts";
import type { Workbench } from "../training/workbench.ts";
import type { Collector } from "./collector.ts";
import { mergePrograms } from "./mergePrograms.ts";
import type { ReportProgress } from "./measureKind.ts";

/** A model under clamps, and who wants to know what of it. */
export interface Variant {
  readonly clamps: readonly Clamp[];
  readonly collectors: readonly Collector[];
}

/** What variants are run on, and how. */
export interface VariantRun {
  readonly workbench: Workbench;
  readonly sequences: SequenceSource;
  readonly variants: readonly Variant[];
  readonly onProgress: ReportProgress;
  readonly signal: AbortSignal;
}

/** Sequences that are computed at once, at most, and numbers of one activation that are. */
const [largestChunk, largestActivation] = [1024, 2 ** 22];

/** Variants that are computed in one program, at most: each holds its outputs in memory. */
const mostTogether = 320;

/**
 * Runs a model under several lists of clamps on the same sequences, with the runtime's present parameters. What the
 * variants have in common is computed once.
 * @throws UserError when the model of a graft cannot be read; the signal's reason when it is aborted, between two chunks
 */
export async function runVariants(run: VariantRun): Promise<void> {
  const { variants, sequences, onProgress } = run;
  for (let first = 0; first < variants.length; first += mostTogether) {
    const together = variants.slice(first, first + mostTogether);
    const report: ReportProgress = (fraction, text) => {
      onProgress((first + fraction * together.length) / variants.length, text);
    };
    report(0, describe(0, sequences.count));
    await runTogether({ ...run, variants: together, onProgress: report });
  }
}

async function runTogether({
  workbench,
  sequences,
  variants,
  onProgress,
  signal,
}: VariantRun): Promise<void> {
  const { runtime } = workbench;
  const chunk = Math.ceil(sequences.count / Math.ceil(sequences.count / chunkFor(workbench.shape)));
  const { distinctExemplars } = sequences;
  const shape = { ...workbench.shape, distinctExemplars };
  const traced = variants.map(({ clamps, collectors }, variant) => {
    loadDonors(clamps, workbench.donors);
    const { graph, model } = traceClamped(shape, chunk, clamps, workbench.donors);
    const outputs = collectors.map((collector, place) =>
      prefixed(collector.outputs(graph, model), `${variant} ${place} `),
    );
    return Object.assign({}, ...outputs) as Outputs;
  });
  const program = runtime.compile(mergePrograms(traced));
  const feeder = new BatchFeeder(shape, chunk, workbench.similarities);
  try {
    for (let first = 0; first < sequences.count; first += chunk) {
      // Timers and messages, such as one that cancels, have their turn.
      await setImmediate();
      signal.throwIfAborted();
      sequences.fill(feeder.batch, first);
      feeder.feed(program);
      program.run();
      const count = Math.min(chunk, sequences.count - first);
      variants.forEach(({ collectors }, variant) => {
        collectors.forEach((collector, place) => {
          collector.add(feeder.batch, count, (output) => program.output(`${variant} ${place} ${output}`));
        });
      });
      const done = first + count;
      onProgress(done / sequences.count, describe(done, sequences.count));
    }
  } finally {
    program.dispose();
  }
}

function chunkFor(shape: ModelShape): number {
  const length = contextLength(shape);
  const numbers = length * Math.max(shape.width, shape.heads * length);
  return Math.max(1, Math.min(largestChunk, Math.floor(largestActivation / numbers)));
}

function prefixed(outputs: Outputs, prefix: string): Outputs {
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [prefix + name, value]));
}

function describe(done: number, count: number): string {
  return `${done.toLocaleString("en-US")} of ${count.toLocaleString("en-US")} sequences`;
}
