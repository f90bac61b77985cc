import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { MetricsCollector } from "../collectors/metricsCollector.ts";
import { chooseLayer } from "../layers.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { layerOption, setOption } from "../options.ts";
import { ablating, collectUnder, lossAndAccuracy, strengthsOf } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption, layer: layerOption });

/** Each head of a layer ablated alone, and left alone (paper, figures 4a and 13). */
export const ablations: ModelMeasure<"ablations", typeof options> = {
  reads: "model",
  name: "ablations",
  options,
  async measure(context, { sequences, layer: asked }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const layer = chooseLayer(shape, asked);
    const heads = headNames(layer, shape);
    const strengths = strengthsOf(context, layer);
    const collectors = () => heads.map(() => new MetricsCollector());
    const [none, without, alone] = [new MetricsCollector(), collectors(), collectors()];
    await collectUnder(context, source, [
      { more: [], collectors: [none, ...(layer > 0 ? [strengths.collector] : [])] },
      ...heads.map((head, place) => ({ more: ablating([head]), collectors: [without[place]!] })),
      ...heads.map((head, place) => ({
        more: ablating(heads.filter((other) => other !== head)),
        collectors: [alone[place]!],
      })),
    ]);
    return {
      on,
      layer,
      none: lossAndAccuracy(none.metrics),
      heads: heads.map((head, place) => ({
        head,
        strength: layer > 0 ? strengths.of(head) : null,
        without: lossAndAccuracy(without[place]!.metrics),
        alone: lossAndAccuracy(alone[place]!.metrics),
      })),
    };
  },
};
