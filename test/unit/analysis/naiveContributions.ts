import { openModel } from "../../../src/analysis/openModel.ts";
import { chooseSequences } from "../../../src/analysis/chooseSequences.ts";
import { combineClamps } from "../../../src/analysis/combineClamps.ts";
import { traceClamped } from "../../../src/clamps/traceClamped.ts";
import type { Batch } from "../../../src/data/batch.ts";
import { BatchFeeder } from "../../../src/training/batchFeeder.ts";

/** What one sequence does in a run's model, each part of it worked out alone and as it is written on paper. */
export interface NaiveSequence {
  readonly batch: Batch;
  readonly logits: readonly number[];
  /** By head: what z·W_O gives the logits. */
  readonly heads: Readonly<Record<string, readonly number[]>>;
  /** What embeddings, MLPs and biases give them. */
  readonly rest: readonly number[];
  /** By layer: [positions, heads, keys] */
  readonly patterns: readonly Float32Array[];
}

/** Works out a sequence of the set `train` where the run was last saved. */
export async function naiveSequence(
  folder: string,
  number: number,
  clamps: readonly object[] = [],
): Promise<NaiveSequence> {
  const model = await openModel(folder, null);
  const { shape, runtime, experiment, similarities } = model.workbench;
  const held = combineClamps(experiment, model.clamps, clamps);
  const { graph, model: traced } = traceClamped(shape, 1, held);
  const feeder = new BatchFeeder(shape, 1, similarities);
  chooseSequences(experiment, "train").source.fill(feeder.batch, number);
  const program = runtime.compile({ graph, outputs: Object.fromEntries(traced.sites) });
  feeder.feed(program);
  program.run();
  const { width, heads, labels } = shape;
  const query = 2 * shape.pairs;
  const weights = runtime.read("parameters");
  const atQuery = (site: string) => [...program.output(site).subarray(query * width, (query + 1) * width)];
  const last = `blocks.${shape.layers - 1}.hook_resid_post`;
  const deviation = shape.norm ? Math.sqrt(variance(atQuery(last)) + 1e-5) : 1;
  const unembed = (stream: readonly number[]) => {
    const scaled = shape.norm
      ? stream.map((x, i) => ((x - mean(stream)) / deviation) * weights.get("ln_final.w")![i]!)
      : stream;
    return times(scaled, weights.get("unembed.W_U")!);
  };
  const size = width / heads;
  const layers = Array.from({ length: shape.layers }, (_, layer) => layer);
  const ofHeads = layers.flatMap((layer) =>
    Array.from({ length: heads }, (_, head): [string, number[]] => {
      const z = atQuery(`blocks.${layer}.attn.hook_z`).slice(head * size, (head + 1) * size);
      const matrix = weights.get(`blocks.${layer}.attn.W_O`)!;
      const own = matrix.subarray(head * size * width, (head + 1) * size * width);
      return [`L${layer}H${head}`, unembed(times(z, own))];
    }),
  );
  const streams = [
    "hook_embed",
    ...(traced.sites.has("hook_pos_embed") ? ["hook_pos_embed"] : []),
    ...(shape.mlpRatio === null ? [] : layers.map((layer) => `blocks.${layer}.hook_mlp_out`)),
  ];
  const biases = shape.norm
    ? sum([
        times([...weights.get("ln_final.b")!], weights.get("unembed.W_U")!),
        [...weights.get("unembed.b_U")!],
      ])
    : [...weights.get("unembed.b_U")!];
  const result = {
    batch: feeder.batch,
    logits: [...program.output("logits").subarray(query * labels)],
    heads: Object.fromEntries(ofHeads),
    rest: sum([...streams.map((site) => unembed(atQuery(site))), biases]),
    patterns: layers.map((layer) => program.output(`blocks.${layer}.attn.hook_pattern`)),
  };
  model.dispose();
  return result;
}

/** x·W; W is [x.length, columns]. */
function times(x: readonly number[], matrix: Float32Array): number[] {
  const columns = matrix.length / x.length;
  return Array.from({ length: columns }, (_, column) =>
    x.reduce((total, number, row) => total + number * matrix[row * columns + column]!, 0),
  );
}

function sum(vectors: readonly (readonly number[])[]): number[] {
  return vectors[0]!.map((_, place) => vectors.reduce((total, vector) => total + vector[place]!, 0));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0) / numbers.length;
}

function variance(numbers: readonly number[]): number {
  return mean(numbers.map((number) => (number - mean(numbers)) ** 2));
}
