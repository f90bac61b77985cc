import * as z from "zod";
import type { Clamp } from "../../clamps/clamps.ts";
import { headNames } from "../../clamps/heads.ts";
import { UserError } from "../../userError.ts";
import { activeHeads, highest } from "../activeHeads.ts";
import { chooseHead } from "../chooseHead.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { InductionCollector } from "../collectors/inductionCollector.ts";
import { MetricsCollector } from "../collectors/metricsCollector.ts";
import { PreviousTokenCollector } from "../collectors/previousTokenCollector.ts";
import { tryClamps } from "../combineClamps.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { setOption } from "../options.ts";
import { runVariants } from "../runVariants.ts";
import type { PlainClamp } from "../underClamps.ts";
import { ablating, collectUnder } from "../underClamps.ts";

const head = (of: string, other: string) =>
  z
    .string()
    .optional()
    .describe(`The head that ${of}, such as "${other}". Default: the one with the highest score.`);

const options = z.strictObject({
  sequences: setOption,
  previousTokenHead: head("is given the previous-token pattern", "L0H2"),
  inductionHead: head("is given the induction pattern and copied from", "L1H3"),
  under: z
    .record(z.string(), z.array(z.looseObject({ kind: z.string() })))
    .optional()
    .describe(
      'Lists of clamps by name, as in an experiment file, in the place of the usual ones: {"half": [{"kind": "induction", …}]}.',
    ),
});

/** Metrics under clamps that make parts of the circuit perfect (paper, figures 10 and 12). */
export const progress: ModelMeasure<"progress", typeof options> = {
  reads: "model",
  name: "progress",
  options,
  async measure(context, given) {
    const { workbench, clamps, onProgress, signal } = context;
    const { experiment, shape } = workbench;
    const { source, on } = chooseSequences(experiment, given.sequences);
    if (shape.layers < 2) throw new UserError("the model has one layer, and the circuit needs two");
    const none = new MetricsCollector();
    const last = shape.layers - 1;
    const [earlier, later] = [headNames(last - 1, shape), headNames(last, shape)];
    const scores = new PreviousTokenCollector(shape, last - 1);
    const strengths = new InductionCollector(shape, last);
    await collectUnder(context, source, [{ more: [], collectors: [none, scores, strengths] }]);
    const find = (
      names: readonly string[],
      key: "previousTokenHead" | "inductionHead",
      numbers: Float64Array,
    ) => {
      const chosen = given[key];
      return chosen === undefined
        ? highest(activeHeads(names, clamps), (name) => numbers[names.indexOf(name)]!)
        : chooseHead(names, key, chosen);
    };
    const previousTokenHead = find(earlier, "previousTokenHead", scores.scores);
    const inductionHead = find(later, "inductionHead", strengths.strengths);
    const lists = Object.entries(given.under ?? usual(previousTokenHead, inductionHead, earlier, later));
    const measures: { name: string; more: readonly PlainClamp[]; all: readonly Clamp[] }[] = [];
    const leftOut: { name: string; reason: string }[] = [];
    for (const [name, more] of lists) {
      const all = tryClamps(experiment, clamps, more);
      if (typeof all !== "string") measures.push({ name, more, all });
      else if (given.under === undefined) leftOut.push({ name, reason: all });
      else throw new UserError(`option under: ${name}: ${all}`);
    }
    const collectors = measures.map(() => new MetricsCollector());
    const variants = measures.map(({ all }, place) => ({ clamps: all, collectors: [collectors[place]!] }));
    await runVariants({ workbench, sequences: source, variants, onProgress, signal });
    return {
      on,
      none: none.metrics,
      previousTokenHead,
      inductionHead,
      measures: measures.map(({ name, more }, place) => ({
        name,
        clamps: more,
        metrics: collectors[place]!.metrics,
      })),
      leftOut,
    };
  },
};

function usual(
  previousTokenHead: string,
  inductionHead: string,
  earlier: readonly string[],
  later: readonly string[],
): Record<string, PlainClamp[]> {
  const copy = { kind: "copy", head: inductionHead };
  const perfectLayer0 = { kind: "perfect-layer-0" };
  return {
    "previous-token": [{ kind: "previous-token", heads: [previousTokenHead] }],
    "perfect-layer-0": [perfectLayer0],
    induction: [{ kind: "induction", heads: [inductionHead] }],
    copy: [copy],
    "perfect-layer-0 and copy": [perfectLayer0, copy],
    "without the earlier layer's direct output": [
      ...ablating(earlier),
      { kind: "preserve", what: ["pattern", "v"] },
    ],
    "without the last layer": ablating(later),
  };
}
