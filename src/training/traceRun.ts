import type { Experiment } from "../experiment/experimentSchema.ts";
import { traceClamped } from "../clamps/traceClamped.ts";
import type { RowsValue } from "../graph/value.ts";
import { contextLength } from "../model/modelShape.ts";
import type { Tensor } from "../runs/tensor.ts";
import { UserError } from "../userError.ts";
import { namedTensors } from "./checkpointTensors.ts";
import { Trainer } from "./trainer.ts";
import { setUpWorkbench } from "./workbench.ts";

/** Numbers that a trace may hold at most: 1 GiB of float32. */
const largest = 2 ** 28;

/**
 * The first steps of a run, with all that it takes to replay them elsewhere: initial parameters `param.<name>`, batches
 * `batch.exemplars` [N, B, pairs+1, dimension] and `batch.labels` [N, B, pairs+1] (the last the target), `loss` [N]
 * (before each step's update), `grad0.<name>`, `final.<name>`, and of the first step `scores0` and `pattern0`
 * [layers, B, heads, T, T] (scores of keys that are not seen are −∞) and `logits0` [B, labels]. Where the experiment has
 * clamps, `clamps.held` [N, clamps] is 1 where a clamp holds in a step: by its window and, looked at as in a run, its
 * condition.
 * @throws UserError when the data cannot be had, or the trace would be too large
 */
export async function traceRun(
  experiment: Experiment,
  folder: string,
  steps: number,
): Promise<Map<string, Tensor>> {
  const { batch } = experiment.training;
  const columns = experiment.data.pairs + 1;
  const workbench = await setUpWorkbench(experiment, folder);
  const { dimension } = workbench.exemplars;
  if (steps * batch * columns * dimension > largest) {
    throw new UserError(`a trace of ${steps} steps would be larger than 1 GiB; trace fewer`, {
      place: "--steps",
    });
  }
  const tensors = namedTensors(workbench, "parameters", "param.");
  const trainer = new Trainer(workbench);
  trainer.followConditions();
  const first = firstForward(trainer);

  const exemplars = new Float32Array(steps * batch * columns * dimension);
  const labels = new Int32Array(steps * batch * columns);
  const losses = new Float32Array(steps);
  const clampCount = experiment.clamps.length;
  const held = new Int32Array(steps * clampCount);
  let gradients = new Map<string, Tensor>();
  for (let step = 0; step < steps; step++) {
    trainer.followConditions();
    for (const { id } of trainer.clamps.activeAt(trainer.sequences)) held[step * clampCount + Number(id)] = 1;
    losses[step] = trainer.trainStep();
    if (step === 0) gradients = namedTensors(workbench, "gradients", "grad0.");
    const { features } = workbench.exemplars;
    trainer.batch.exemplars.forEach((row, entry) => {
      const target = (step * batch * columns + entry) * dimension;
      exemplars.set(features.subarray(row * dimension, (row + 1) * dimension), target);
    });
    labels.set(trainer.batch.labels, step * batch * columns);
  }
  const shape = [steps, batch, columns];
  tensors.set("batch.exemplars", { dtype: "F32", shape: [...shape, dimension], data: exemplars });
  tensors.set("batch.labels", { dtype: "I32", shape, data: labels });
  tensors.set("loss", { dtype: "F32", shape: [steps], data: losses });
  if (clampCount > 0) tensors.set("clamps.held", { dtype: "I32", shape: [steps, clampCount], data: held });
  for (const [name, tensor] of [...gradients, ...namedTensors(workbench, "parameters", "final."), ...first]) {
    tensors.set(name, tensor);
  }
  return tensors;
}

/** Attention and logits of the first batch, before any update, at all positions. */
function firstForward(trainer: Trainer): Map<string, Tensor> {
  const { shape, runtime, experiment, donors } = trainer.workbench;
  const { batch } = experiment.training;
  const clamps = trainer.clamps.activeAt(0).map(({ clamp }) => clamp);
  const { graph, model, own } = traceClamped(shape, batch, clamps, donors);
  const outputs: Record<string, RowsValue> = { logits: model.logits };
  for (let layer = 0; layer < shape.layers; layer++) {
    for (const [name, site] of [
      ["scores", "hook_attn_scores"],
      ["pattern", "hook_pattern"],
    ] as const) {
      const value = own.get(`blocks.${layer}.attn.${site}`);
      if (value === undefined) throw new TypeError(`no ${site} in layer ${layer}`);
      outputs[`${name} ${layer}`] = value;
    }
  }
  const program = runtime.compile({ graph, outputs });
  trainer.feed(program);
  program.run();
  const length = contextLength(shape);
  const stack = (name: string): Tensor => {
    const layers = Array.from({ length: shape.layers }, (_, layer) =>
      headsFirst(program.output(`${name} ${layer}`), batch, length, shape.heads),
    );
    const data = new Float32Array(layers.length * (layers[0]?.length ?? 0));
    layers.forEach((layer, at) => {
      data.set(layer, at * layer.length);
    });
    return { dtype: "F32", shape: [shape.layers, batch, shape.heads, length, length], data };
  };
  return new Map<string, Tensor>([
    ["scores0", stack("scores")],
    ["pattern0", stack("pattern")],
    ["logits0", { dtype: "F32", shape: [batch, shape.labels], data: program.output("logits") }],
  ]);
}

/** float32 [sequences, positions, heads, keys] → [sequences, heads, positions, keys]. */
function headsFirst(data: Float32Array, sequences: number, length: number, heads: number): Float32Array {
  const result = new Float32Array(data.length);
  for (let sequence = 0; sequence < sequences; sequence++) {
    for (let position = 0; position < length; position++) {
      for (let head = 0; head < heads; head++) {
        const from = ((sequence * length + position) * heads + head) * length;
        const to = ((sequence * heads + head) * length + position) * length;
        result.set(data.subarray(from, from + length), to);
      }
    }
  }
  return result;
}
