import { isAbsolute } from "node:path";
import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import type { WeightDistances } from "../../measures/measureValues.ts";
import { relativeDistance } from "../../measures/relativeDistance.ts";
import { initialise } from "../../model/initialise.ts";
import type { ModelShape } from "../../model/modelShape.ts";
import type { Workbench } from "../../training/workbench.ts";
import { UserError } from "../../userError.ts";
import { checkSameParameters } from "../checkSameParameters.ts";
import type { MeasureContext, ModelMeasure } from "../measureKind.ts";

const options = z.strictObject({
  reference: z
    .string()
    .refine(isAbsolute, { error: "expected the absolute path of a run folder" })
    .optional()
    .describe(
      "The folder of another run, an absolute path: its weights at the same number of sequences. Default: the weights that this run began with.",
    ),
});

type Tensors = ReadonlyMap<string, Float32Array>;

/** How far the weights are from another run's, or from this run's first ones. Clamps do not matter to it. */
export const weights: ModelMeasure<"weights", typeof options> = {
  reads: "model",
  name: "weights",
  options,
  async measure(context, { reference: folder }) {
    const { shape, runtime, specs } = context.workbench;
    const own = runtime.read("parameters");
    const { reference, tensors } =
      folder === undefined
        ? { reference: null, tensors: initialTensors(context.workbench) }
        : await readOther(context, folder);
    const pair = (name: string): readonly [Float32Array, Float32Array] => {
      const [a, r] = [own.get(name), tensors.get(name)];
      if (a === undefined || r === undefined) throw new TypeError(`no parameter ${name}`);
      return [a, r];
    };
    const names = specs.map(({ name }) => name);
    return {
      reference,
      parameters: Object.fromEntries(
        names.map((name) => {
          const distance = relativeDistance([pair(name)]);
          return [name, Number.isFinite(distance) ? distance : null];
        }),
      ),
      heads: Object.fromEntries(
        Array.from({ length: shape.layers }, (_, layer) => layer).flatMap((layer) =>
          headNames(layer, shape).map((name, head) => [name, ofHead(pair, shape, layer, head)]),
        ),
      ),
      all: relativeDistance(names.map(pair)),
    };
  },
};

/** Each of a head's four matrices is a stretch of the layer's tensor, whose first axis is the heads. */
function ofHead(
  pair: (name: string) => readonly [Float32Array, Float32Array],
  { width, heads }: ModelShape,
  layer: number,
  head: number,
): WeightDistances {
  const size = (width / heads) * width;
  const cut = (data: Float32Array) => data.subarray(head * size, (head + 1) * size);
  const matrix = (name: string): readonly [Float32Array, Float32Array] => {
    const [own, other] = pair(`blocks.${layer}.attn.${name}`);
    return [cut(own), cut(other)];
  };
  const [q, k, v, o] = [matrix("W_Q"), matrix("W_K"), matrix("W_V"), matrix("W_O")];
  return {
    W_Q: relativeDistance([q]),
    W_K: relativeDistance([k]),
    W_V: relativeDistance([v]),
    W_O: relativeDistance([o]),
    all: relativeDistance([q, k, v, o]),
  };
}

/** By the workbench of a run: many places of it are measured, and all begin there. */
const initial = new WeakMap<Workbench, Tensors>();

/** What a run began with; a fork keeps the model and the seed of the run that it was forked from. */
function initialTensors(workbench: Workbench): Tensors {
  const known = initial.get(workbench);
  if (known !== undefined) return known;
  const tensors = initialise(workbench.specs, workbench.experiment.seeds.init);
  initial.set(workbench, tensors);
  return tensors;
}

async function readOther(
  { run, sequences, workbench, openOther }: MeasureContext,
  folder: string,
): Promise<{ reference: { run: string; sequences: number }; tensors: Tensors }> {
  try {
    const other = await openOther(folder, sequences);
    checkSameParameters(workbench.specs, other.workbench.specs);
    return {
      reference: { run: other.record.id, sequences: other.sequences },
      tensors: other.workbench.runtime.read("parameters"),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const message = `option reference: the run ${run} at ${sequences} sequences cannot be held against ${folder}: `;
    throw new UserError(message + error.message, {}, { cause: error });
  }
}
