import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { activeHeads, highest } from "../activeHeads.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { PreviousTokenCollector } from "../collectors/previousTokenCollector.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { setOption } from "../options.ts";
import { collectUnder } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption });

/** Previous-token scores of all heads but the last layer's. */
export const previousToken: ModelMeasure<"previous-token", typeof options> = {
  reads: "model",
  name: "previous-token",
  options,
  async measure(context, { sequences }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    const layers = Array.from({ length: Math.max(1, shape.layers - 1) }, (_, layer) => layer);
    const collectors = layers.map((layer) => new PreviousTokenCollector(shape, layer));
    await collectUnder(context, source, [{ more: [], collectors }]);
    const heads = Object.fromEntries(
      collectors.flatMap(({ scores }, layer) =>
        headNames(layer, shape).map((name, head) => [name, scores[head]!]),
      ),
    );
    const strongest = highest(activeHeads(Object.keys(heads), context.clamps), (head) => heads[head]!);
    return { on, heads, strongest };
  },
};
