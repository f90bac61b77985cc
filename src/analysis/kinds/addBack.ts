import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { MetricsCollector } from "../collectors/metricsCollector.ts";
import { chooseLayer } from "../layers.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { layerOption, setOption } from "../options.ts";
import { ablating, collectUnder, lossAndAccuracy, metricsUnder, strengthsOf } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption, layer: layerOption });

/** Heads of a layer added back one at a time, strongest first (paper, figure 14). */
export const addBack: ModelMeasure<"add-back", typeof options> = {
  reads: "model",
  name: "add-back",
  options,
  async measure(context, { sequences, layer: asked }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const layer = chooseLayer(shape, asked);
    const heads = headNames(layer, shape);
    const none = new MetricsCollector();
    const strengths = strengthsOf(context, layer);
    await collectUnder(context, source, [{ more: [], collectors: [none, strengths.collector] }]);
    const order = heads
      .map((head) => ({ head, strength: strengths.of(head) }))
      .sort((a, b) => b.strength - a.strength);
    const sorted = order.map(({ head }) => head);
    const firstOf = (list: readonly string[]) => list.map((_, place) => list.slice(0, place + 1));
    const subsets = [...firstOf(sorted), ...firstOf(sorted.slice(1))];
    const metrics = await metricsUnder(
      context,
      source,
      subsets.map((active) => ablating(heads.filter((head) => !active.includes(head)))),
    );
    const active = subsets.map((subset, place) => ({
      heads: subset,
      ...lossAndAccuracy(metrics[place]!),
    }));
    return {
      on,
      layer,
      none: lossAndAccuracy(none.metrics),
      order,
      withStrongest: active.slice(0, heads.length),
      withoutStrongest: active.slice(heads.length),
    };
  },
};
