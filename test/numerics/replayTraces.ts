import { execFile } from "node:child_process";
import { join } from "node:path";
import * as z from "zod";
import { oneThread } from "../../src/cli/bench/oneThread.ts";
import { resolveExperiment } from "../../src/experiment/resolveExperiment.ts";
import { writeSafetensors } from "../../src/runs/safetensors.ts";
import { traceRun } from "../../src/training/traceRun.ts";
import { tinyExperiment } from "../unit/tinyExperiment.ts";
import { create, finish } from "../unit/training/tinyRun.ts";
import type { ReplayCase } from "./replayCases.ts";
import { donorCheckpoint, replayDonors } from "./replayCases.ts";

const replaySchema = z.strictObject({
  steps: z.number(),
  /** Largest difference of a step's loss, relative where the loss is above 1. */
  loss: z.number(),
  /** Whether the same keys and labels have −∞ or −1e9. */
  sameSeen: z.boolean(),
  logits: z.number(),
  scores: z.number(),
  patterns: z.number(),
  /** Of all parameters together. */
  gradient: z.number(),
  worstGradient: z.number(),
  worstName: z.string(),
  /** Parameters that get no gradient in PyTorch, and in the trace. */
  without: z.array(z.string()),
  theirsWithout: z.array(z.string()),
  final: z.number(),
  update: z.number(),
});

/** How far a replay in PyTorch and a trace are apart: norms of differences, relative to PyTorch's. */
export type Replay = z.output<typeof replaySchema>;

/** Makes the runs that are grafted from, in a folder. */
export async function makeDonors(folder: string): Promise<void> {
  for (const [name, { changes, clamps }] of Object.entries(replayDonors)) {
    const training = { sequences: 80 };
    await finish(await create(join(folder, name), { seeds: { init: 77 }, training, ...changes, clamps }));
  }
}

/** Traces a case in a folder in which `makeDonors` has been. Returns the file, and one that does not tell of its clamps. */
export async function traceCase(
  { changes, clamps }: ReplayCase,
  folder: string,
  name: string,
  steps: number,
): Promise<{ trace: string; withoutClamps: string }> {
  const evaluation = { every: 24, sequences: 16 };
  const experiment = resolveExperiment(tinyExperiment({ evaluation, ...changes, clamps }), "replay");
  const tensors = await traceRun(experiment, folder, steps);
  const [trace, withoutClamps] = [".safetensors", ".free.safetensors"].map((end) => join(folder, name + end));
  writeSafetensors(trace!, tensors, { experiment: JSON.stringify(experiment) });
  writeSafetensors(withoutClamps!, tensors, { experiment: JSON.stringify({ ...experiment, clamps: [] }) });
  return { trace: trace!, withoutClamps: withoutClamps! };
}

/** A trace to be replayed, and how many of its steps, if not all. */
export interface ReplayJob {
  readonly file: string;
  readonly steps?: number;
}

/** Replays traces in one process. */
export async function replayTraces(
  python: string,
  jobs: readonly ReplayJob[],
  folder: string,
): Promise<Replay[]> {
  const donors = Object.fromEntries(
    Object.keys(replayDonors).map((name) => [donorCheckpoint(name), join(folder, donorCheckpoint(name))]),
  );
  const program = join(import.meta.dirname, "replay.py");
  const answer = await new Promise<string>((resolve, reject) => {
    const child = execFile(
      python,
      [program],
      { env: oneThread(), maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(stderr, { cause: error }));
      },
    );
    child.stdin?.end(JSON.stringify(jobs.map((job) => ({ ...job, donors }))));
  });
  return z.array(replaySchema).parse(JSON.parse(answer));
}
