import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { chooseSequences } from "../chooseSequences.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { setOption } from "../options.ts";
import { ablating, lossAndAccuracy, metricsUnder } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption });

/** What each layer's heads write to the output directly, by what is lost without it (paper, figure 12). */
export const directOutput: ModelMeasure<"direct-output", typeof options> = {
  reads: "model",
  name: "direct-output",
  options,
  async measure(context, { sequences }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const removed = Array.from({ length: shape.layers }, (_, layer) => [
      ...ablating(headNames(layer, shape)),
      { kind: "preserve", what: ["pattern", "v"] },
    ]);
    const [none, ...metrics] = await metricsUnder(context, source, [[], ...removed]);
    return {
      on,
      none: lossAndAccuracy(none!),
      layers: metrics.map((ofLayer, layer) => ({
        layer,
        ...lossAndAccuracy(ofLayer),
        increase: ofLayer.loss - none!.loss,
      })),
    };
  },
};
