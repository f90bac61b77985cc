import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { mistakesByLabel } from "../../measures/mistakesByLabel.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { AnswersCollector } from "../collectors/answersCollector.ts";
import { MetricsCollector } from "../collectors/metricsCollector.ts";
import { chooseLayer } from "../layers.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { layerOption, setOption } from "../options.ts";
import { ablating, collectUnder, lossAndAccuracy, strengthsOf } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption, layer: layerOption });

/** Mistakes of each head alone, by the label that is asked for (paper, figure 16). */
export const mistakes: ModelMeasure<"mistakes", typeof options> = {
  reads: "model",
  name: "mistakes",
  options,
  async measure(context, { sequences, layer: asked }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const layer = chooseLayer(shape, asked);
    const strengths = strengthsOf(context, layer);
    const none = new MetricsCollector();
    const names = headNames(layer, shape);
    const heads = names.map((head) => ({
      head,
      rest: ablating(names.filter((other) => other !== head)),
      computed: new MetricsCollector(),
      perfect: new MetricsCollector(),
      answers: new AnswersCollector(source.count),
    }));
    await collectUnder(context, source, [
      { more: [], collectors: [none, strengths.collector] },
      ...heads.map(({ rest, computed }) => ({ more: rest, collectors: [computed] })),
      ...heads.map(({ head, rest, perfect, answers }) => ({
        more: [...rest, { kind: "induction", heads: [head] }],
        collectors: [perfect, answers],
      })),
    ]);
    return {
      on,
      layer,
      none: lossAndAccuracy(none.metrics),
      heads: heads.map(({ head, computed, perfect, answers }) => ({
        head,
        strength: strengths.of(head),
        computed: lossAndAccuracy(computed.metrics),
        perfect: {
          ...lossAndAccuracy(perfect.metrics),
          ...mistakesByLabel(answers.right, answers.targets, shape.labels),
        },
      })),
    };
  },
};
