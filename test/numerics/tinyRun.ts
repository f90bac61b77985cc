import type { Clamp } from "../../src/clamps/clamps.ts";
import type { Donors } from "../../src/clamps/donor.ts";
import { clampSchema } from "../../src/clamps/clamps.ts";
import { traceClamped } from "../../src/clamps/traceClamped.ts";
import type { Batch } from "../../src/data/batch.ts";
import { createBatch } from "../../src/data/batch.ts";
import { RandomStream } from "../../src/data/random.ts";
import type { Outputs } from "../../src/graph/rewrite.ts";
import { initialise } from "../../src/model/initialise.ts";
import { modelSchema } from "../../src/model/modelSchema.ts";
import type { ModelShape } from "../../src/model/modelShape.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { Similarities } from "../../src/model/similarities.ts";
import type { Transformer } from "../../src/model/transformer.ts";
import { BatchFeeder } from "../../src/training/batchFeeder.ts";
import type { OptimizerUpdate, Program, ProgramSource, Runtime } from "../../src/runtimes/runtime.ts";

/** A small model: the default one over few exemplars, unless told otherwise. */
export function tinyShape(changes: Partial<ModelShape> = {}): ModelShape {
  return { ...modelSchema.parse({}), pairs: 2, labels: 5, dimension: 20, exemplarRows: 30, ...changes };
}

/** The checkpoint that grafts name: other weights for the same shape, under a clamp of its own. */
export const donorName = "donor";

/** The shapes on which everything is to agree. */
export const shapes: Readonly<Record<string, ModelShape>> = {
  "the default shape": tinyShape({ dimension: 512, exemplarRows: 40 }),
  "3 layers, 4 heads, width 48, 3 pairs, 7 labels": tinyShape({
    layers: 3,
    heads: 4,
    width: 48,
    pairs: 3,
    labels: 7,
  }),
  "MLP ratio 4": tinyShape({ mlpRatio: 4 }),
};

/** Clamps of every kind, all in the first two layers and the first four heads. */
export const clampSets: Readonly<Record<string, Clamp[]>> = {
  none: [],
  ablate: clamps({ kind: "ablate", heads: ["L0H1", "L1H0", "L1H3"] }),
  "previous-token": clamps({
    kind: "previous-token",
    heads: ["L0H2"],
    strength: 0.7,
    positions: "labels",
  }),
  induction: clamps({ kind: "induction", heads: ["L1H1", "L1H3"], strength: 0.8 }),
  "a combination": clamps(
    { kind: "ablate", heads: ["L0H0", "L1H2"] },
    { kind: "previous-token", heads: ["L0H1", "L0H3", "L1H0"], strength: 0.9 },
    { kind: "induction", heads: ["L1H1", "L1H2"] },
  ),
  "block-previous-token": clamps(
    { kind: "block-previous-token", heads: ["L0H0", "L1H2"] },
    { kind: "block-previous-token", heads: ["L0H3"], positions: "labels" },
  ),
  match: clamps(
    { kind: "match", heads: ["L1H0"] },
    { kind: "match", heads: ["L1H1", "L1H3"], temperature: 0.3 },
  ),
  temperature: clamps(
    { kind: "temperature", heads: ["L0H1"], temperature: 0.25 },
    { kind: "temperature", heads: ["L1H2"], temperature: 3 },
  ),
  "labels-only": clamps({ kind: "labels-only", heads: ["L0H1", "L1H0"] }),
  copy: clamps({ kind: "copy", head: "L1H3" }),
  "perfect-layer-0": clamps({ kind: "perfect-layer-0" }),
  preserve: clamps(
    { kind: "preserve", what: ["pattern"] },
    { kind: "ablate", heads: ["L0H0", "L0H1", "L1H2"] },
  ),
  "preserve the rest": clamps(
    { kind: "ablate", heads: ["L0H0", "L0H1"] },
    { kind: "preserve", what: ["v", "q", "k"] },
    { kind: "temperature", heads: ["L1H1"], temperature: 0.5 },
  ),
  "ablate-embedding": clamps(
    { kind: "ablate-embedding" },
    { kind: "preserve", what: ["v", "pattern"] },
    { kind: "ablate", heads: ["L1H0"] },
  ),
  "graft-in": clamps({ kind: "graft-in", checkpoint: donorName, throughLayer: 0 }),
  "graft-out": clamps({ kind: "graft-out", checkpoint: donorName, fromLayer: 1 }),
  set: clamps(
    { kind: "set", site: "blocks.0.attn.hook_z", heads: ["L0H1"], positions: [0, 3], value: 0.3 },
    { kind: "set", site: "blocks.1.hook_attn_out", positions: [2], value: -0.2 },
    { kind: "set", site: "blocks.0.attn.hook_rot_k", heads: ["L0H2"], positions: [1], value: 0.1 },
  ),
  "perfect layer 0, rest ablated": clamps(
    { kind: "perfect-layer-0" },
    { kind: "ablate", heads: ["L1H0", "L1H2"] },
    { kind: "temperature", heads: ["L1H1"], temperature: 0.7 },
  ),
  "perfect layer 0 + copy": clamps({ kind: "perfect-layer-0" }, { kind: "copy", head: "L1H1" }),
  "previous token + copy": clamps(
    { kind: "previous-token", heads: ["L0H1"] },
    { kind: "block-previous-token", heads: ["L0H0"] },
    { kind: "labels-only", heads: ["L1H2"] },
    { kind: "copy", head: "L1H2" },
  ),
  "graft-in + match": clamps(
    { kind: "graft-in", checkpoint: donorName, throughLayer: 0 },
    { kind: "match", heads: ["L1H2"], temperature: 0.5 },
    { kind: "ablate", heads: ["L1H0"] },
  ),
};

/** Clamps as in an experiment file, with their defaults filled in. */
export function clamps(...inputs: unknown[]): Clamp[] {
  return inputs.map((input) => clampSchema.parse(input));
}

/** Adam's n-th update, n from 1 on. */
export function adamUpdate(step: number, rate = 1e-3): OptimizerUpdate {
  const [beta1, beta2] = [0.9, 0.999];
  return {
    kind: "adam",
    beta1,
    beta2,
    epsilon: 1e-8,
    rate: rate / (1 - beta1 ** step),
    correction: 1 / (1 - beta2 ** step),
    decay: 0,
  };
}

/** Random sequences; the query is one of the context's exemplars. */
export function randomBatch(shape: ModelShape, size: number, seed: number): Batch {
  const { pairs, labels, exemplarRows } = shape;
  const batch = createBatch(size, pairs);
  const random = new RandomStream(seed, "test batch").seek(0);
  for (let sequence = 0; sequence < size; sequence++) {
    const first = sequence * (pairs + 1);
    for (let pair = 0; pair < pairs; pair++) {
      batch.exemplars[first + pair] = random.below(exemplarRows);
      batch.labels[first + pair] = random.below(labels);
    }
    const match = random.below(pairs);
    batch.exemplars[first + pairs] = batch.exemplars[first + match]!;
    batch.labels[first + pairs] = batch.labels[first + match]!;
  }
  return batch;
}

/** Normal numbers with deviation 1/√columns. float32 [rows, columns] */
export function randomTable(rows: number, columns: number, seed: number): Float32Array {
  const random = new RandomStream(seed, "test table").seek(0);
  return Float32Array.from({ length: rows * columns }, () => random.normal() / Math.sqrt(columns));
}

/** What a tiny run is made of. */
export interface TinyOptions {
  readonly shape?: ModelShape;
  readonly clamps?: readonly Clamp[];
  readonly sequences?: number;
  readonly seed?: number;
  /** What the program gives besides `loss` and `logits`. */
  readonly outputs?: (model: Transformer) => Outputs;
  /** How the program is compiled, if not by `runtime.compile`. */
  readonly compile?: (source: ProgramSource) => Program;
}

/** A model that trains on random sequences in a runtime of the caller's. */
export interface TinyRun {
  readonly program: Program;
  /** Computes the outputs and gradients of the n-th batch, without an update. */
  run: (batch: number) => void;
  /** Runs the n-th batch (from 0 on) and updates; returns the loss before the update. */
  step: (batch: number) => number;
}

/** Sets a runtime up: the table of exemplars, parameters, a training program. */
export function tinyRun(runtime: Runtime, options: TinyOptions = {}): TinyRun {
  const { shape = tinyShape(), sequences = 8, seed = 1 } = options;
  const { dimension, exemplarRows } = shape;
  const features = randomTable(exemplarRows, dimension, seed);
  runtime.defineTable("exemplars", features, { kind: "features", size: dimension });
  runtime.write("parameters", initialise(parameterSpecs(shape), seed));
  const { graph, model } = traceClamped(shape, sequences, options.clamps ?? [], defineDonor(runtime, shape));
  const outputs = { loss: model.loss, logits: model.logits, ...options.outputs?.(model) };
  const compile = options.compile ?? ((source: ProgramSource) => runtime.compile(source));
  const program = compile({ graph, outputs, loss: model.loss });
  const feeder = new BatchFeeder(shape, sequences, new Similarities(features, dimension));
  const run = (number: number) => {
    const batch = randomBatch(shape, sequences, 1000 * seed + number);
    feeder.batch.exemplars.set(batch.exemplars);
    feeder.batch.labels.set(batch.labels);
    feeder.feed(program);
    program.run();
  };
  return {
    program,
    run,
    step: (number) => {
      run(number);
      runtime.update(adamUpdate(number + 1));
      return program.output("loss")[0]!;
    },
  };
}

/** Gives a runtime the weights of the model that grafts name. */
export function defineDonor(runtime: Runtime, shape: ModelShape): Donors {
  const specs = parameterSpecs(shape);
  const weights = initialise(specs, 99);
  const prefix = `${donorName} `;
  for (const spec of specs)
    runtime.defineFixed({ ...spec, name: prefix + spec.name }, weights.get(spec.name)!);
  return () => ({
    model: shape,
    prefix,
    clamps: clamps({ kind: "previous-token", heads: ["L0H0"], strength: 0.6 }),
  });
}

/** ‖a − b‖ / ‖b‖ over all numbers of both; 0 where both are all zero. */
export function relativeError(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let [difference, size] = [0, 0];
  b.forEach((expected, place) => {
    expected.forEach((value, element) => {
      difference += (a[place]![element]! - value) ** 2;
      size += value ** 2;
    });
  });
  return difference === 0 ? 0 : Math.sqrt(difference / size);
}
