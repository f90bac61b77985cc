import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { compositionScore } from "../../measures/compositionScore.ts";
import { chooseLayers } from "../layers.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { layersOption } from "../options.ts";

const options = z.strictObject({ layers: layersOption });

/** Composition of heads through their weights alone (paper, figure 11). */
export const composition: ModelMeasure<"composition", typeof options> = {
  reads: "model",
  name: "composition",
  options,
  measure({ workbench }, { layers }) {
    const { shape, runtime } = workbench;
    const [from, to] = chooseLayers(shape, layers);
    const parameters = runtime.read("parameters");
    const weights = (layer: number, name: string): Float32Array => {
      const data = parameters.get(`blocks.${layer}.attn.${name}`);
      if (data === undefined) throw new TypeError(`no ${name} in layer ${layer}`);
      return data;
    };
    const size = shape.width / shape.heads;
    const block = (data: Float32Array, head: number) =>
      data.subarray(head * size * shape.width, (head + 1) * size * shape.width);
    const written = weights(from, "W_O");
    const scores = (name: string) => {
      const read = weights(to, name);
      return headNames(to, shape).map((_, later) =>
        headNames(from, shape).map((_, earlier) =>
          compositionScore(block(written, earlier), block(read, later), size),
        ),
      );
    };
    return Promise.resolve({ from, to, q: scores("W_Q"), k: scores("W_K"), v: scores("W_V") });
  },
};
