import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { activeHeads, highest } from "../activeHeads.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { InductionCollector } from "../collectors/inductionCollector.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { setOption } from "../options.ts";
import { collectUnder } from "../underClamps.ts";

const options = z.strictObject({ sequences: setOption });

/** Induction strengths of all heads but the first layer's. */
export const induction: ModelMeasure<"induction", typeof options> = {
  reads: "model",
  name: "induction",
  options,
  async measure(context, { sequences }) {
    const { experiment, shape } = context.workbench;
    const { source, on } = chooseSequences(experiment, sequences);
    // A model of one layer has no other.
    const first = Math.min(1, shape.layers - 1);
    const collectors = Array.from(
      { length: shape.layers - first },
      (_, place) => new InductionCollector(shape, first + place),
    );
    await collectUnder(context, source, [{ more: [], collectors }]);
    const heads = Object.fromEntries(
      collectors.flatMap(({ strengths }, place) =>
        headNames(first + place, shape).map((name, head) => [name, strengths[head]!]),
      ),
    );
    const last = activeHeads(headNames(shape.layers - 1, shape), context.clamps);
    return { on, heads, strongest: highest(last, (head) => heads[head]!) };
  },
};
