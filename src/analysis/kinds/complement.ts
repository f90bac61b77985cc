import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { complementTo } from "../../measures/complementTo.ts";
import { activeHeads, highest } from "../activeHeads.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { AnswersCollector } from "../collectors/answersCollector.ts";
import { chooseLayer } from "../layers.ts";
import { chooseHead } from "../chooseHead.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { layerOption, setOption } from "../options.ts";
import { ablating, collectUnder, strengthsOf } from "../underClamps.ts";

const options = z.strictObject({
  sequences: setOption,
  layer: layerOption,
  strongest: z
    .string()
    .optional()
    .describe('The head whose mistakes are looked at, such as "L1H3". Default: the strongest of the layer.'),
  perfectMatch: z
    .boolean()
    .default(false)
    .describe("Whether each head's match is made perfect, so that only what it copies is wrong."),
});

/** What each head alone gets right of the strongest head's mistakes (paper, tables 2 and 3). */
export const complement: ModelMeasure<"complement", typeof options> = {
  reads: "model",
  name: "complement",
  options,
  async measure(context, { sequences, layer: asked, strongest: chosen, perfectMatch }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const layer = chooseLayer(shape, asked);
    const names = headNames(layer, shape);
    const strengths = strengthsOf(context, layer);
    const answers = names.map(() => new AnswersCollector(source.count));
    await collectUnder(context, source, [
      { more: [], collectors: [strengths.collector] },
      ...names.map((head, place) => ({
        more: [
          ...ablating(names.filter((other) => other !== head)),
          ...(perfectMatch ? [{ kind: "induction", heads: [head] }] : []),
        ],
        collectors: [answers[place]!],
      })),
    ]);
    const strongest =
      chosen === undefined
        ? highest(activeHeads(names, context.clamps), strengths.of)
        : chooseHead(names, "strongest", chosen);
    const reference = answers[names.indexOf(strongest)]!.right;
    return {
      on,
      layer,
      strongest,
      perfectMatch,
      mistakes: reference.reduce((wrong, right) => wrong + 1 - right, 0),
      heads: names.map((head, place) => ({
        head,
        ...complementTo(reference, answers[place]!.right),
      })),
    };
  },
};
