import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import type { HeadMeasures } from "../../runs/metricsLine.ts";
import { loadDonors } from "../../training/donors.ts";
import { Evaluator } from "../../training/evaluator.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { InductionCollector } from "../collectors/inductionCollector.ts";
import { MetricsCollector } from "../collectors/metricsCollector.ts";
import { PreviousTokenCollector } from "../collectors/previousTokenCollector.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { collectUnder } from "../underClamps.ts";

const options = z.strictObject({
  sequences: z
    .enum(["sets", "all", "train", "relabel", "exemplar", "class"])
    .default("sets")
    .describe(
      "The evaluation sets, as in training; only one of them (train, relabel, exemplar, class); or all sequences that " +
        "training can see, each once.",
    ),
});

/** Metrics and head scores, as they are evaluated in training. */
export const metrics: ModelMeasure<"metrics", typeof options> = {
  reads: "model",
  name: "metrics",
  options,
  async measure(context, { sequences }) {
    const { workbench, clamps } = context;
    const { experiment, shape } = workbench;
    if (sequences === "sets") {
      loadDonors(clamps, workbench.donors);
      // The same numbers, bit for bit, as the run's own evaluation.
      const evaluator = new Evaluator(workbench, clamps);
      const { sets, heads } = evaluator.evaluate(context.sequences);
      evaluator.dispose();
      return { sets, heads };
    }
    const { source } = chooseSequences(experiment, sequences);
    const ofSet = new MetricsCollector();
    const layers = Array.from({ length: shape.layers }, (_, layer) => layer);
    const scores = layers
      .slice(0, Math.max(1, shape.layers - 1))
      .map((layer) => new PreviousTokenCollector(shape, layer));
    const strengths = layers.slice(1).map((layer) => new InductionCollector(shape, layer));
    await collectUnder(context, source, [{ more: [], collectors: [ofSet, ...scores, ...strengths] }]);
    const heads: Record<string, HeadMeasures> = {};
    for (const layer of layers) {
      const [ofLayer, strengthsOfLayer] = [scores[layer]?.scores, strengths[layer - 1]?.strengths];
      headNames(layer, shape).forEach((name, head) => {
        heads[name] = {
          ...(ofLayer === undefined ? {} : { previousToken: ofLayer[head] }),
          ...(strengthsOfLayer === undefined ? {} : { induction: strengthsOfLayer[head] }),
        };
      });
    }
    return { sets: { [sequences]: ofSet.metrics }, heads };
  },
};
