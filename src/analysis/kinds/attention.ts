import * as z from "zod";
import { headNames } from "../../clamps/heads.ts";
import { createBatch } from "../../data/batch.ts";
import type { SequenceSource } from "../../data/trainingSequences.ts";
import type { AttentionToken, HeadAttention, LogitContribution } from "../../measures/measureValues.ts";
import { contextLength } from "../../model/modelShape.ts";
import type { Workbench } from "../../training/workbench.ts";
import { UserError } from "../../userError.ts";
import type { ChosenSequences } from "../chooseSequences.ts";
import { chooseSequences } from "../chooseSequences.ts";
import { AnswersCollector } from "../collectors/answersCollector.ts";
import { ContributionsCollector } from "../collectors/contributionsCollector.ts";
import { InductionCollector } from "../collectors/inductionCollector.ts";
import { MetricsCollector } from "../collectors/metricsCollector.ts";
import { PatternsCollector } from "../collectors/patternsCollector.ts";
import { PreviousTokenCollector } from "../collectors/previousTokenCollector.ts";
import type { ModelMeasure } from "../measureKind.ts";
import { setOption } from "../options.ts";
import { collectUnder, lossAndAccuracy } from "../underClamps.ts";

const options = z.strictObject({
  sequences: setOption
    .unwrap()
    .default("train")
    .describe(
      "The sequences: one of the evaluation sets (train, relabel, exemplar, class), or all that training can see, each once.",
    ),
  sequence: z
    .int()
    .min(0)
    .optional()
    .describe("One sequence of these, by its number, counted from 0. Default: the mean over all of them."),
});

/** What each head attends to at each position, and what it writes to the logits directly. */
export const attention: ModelMeasure<"attention", typeof options> = {
  reads: "model",
  name: "attention",
  options,
  async measure(context, { sequences, sequence: number }) {
    const { workbench } = context;
    const { experiment, shape } = workbench;
    const chosen = chooseSequences(experiment, sequences);
    const source = number === undefined ? chosen.source : onlyOne(chosen, number);
    const layers = Array.from({ length: shape.layers }, (_, layer) => ({
      patterns: new PatternsCollector(shape, layer),
      induction: layer === 0 ? null : new InductionCollector(shape, layer),
      previousToken: new PreviousTokenCollector(shape, layer),
    }));
    const contributions = new ContributionsCollector(shape);
    const metrics = new MetricsCollector();
    const answers = new AnswersCollector(source.count);
    const ofLayers = layers.flatMap(({ patterns, induction, previousToken }) =>
      [patterns, induction, previousToken].filter((collector) => collector !== null),
    );
    await collectUnder(context, source, [
      { more: [], collectors: [metrics, answers, contributions, ...ofLayers] },
    ]);
    const heads = layers.flatMap(({ patterns, induction, previousToken }, layer) =>
      headNames(layer, shape).map((name, head): [string, HeadAttention] => [
        name,
        {
          pattern: patterns.pattern(head),
          induction: induction?.strengths[head] ?? null,
          previousToken: previousToken.scores[head]!,
          direct: contributions.of(layer, head),
        },
      ]),
    );
    const { logits } = contributions;
    return {
      on: chosen.on,
      sequence: number ?? null,
      tokens: describeTokens(workbench, number === undefined ? null : source),
      labels: number === undefined ? null : { target: answers.targets[0]!, answer: answers.answers[0]! },
      metrics: lossAndAccuracy(metrics.metrics),
      heads: Object.fromEntries(heads),
      rest: heads.reduce((rest, [, { direct }]) => less(rest, direct), logits),
      logits,
    };
  },
};

function onlyOne({ source, on: { set, count } }: ChosenSequences, number: number): SequenceSource {
  if (number >= count)
    throw new UserError(
      `option sequence: expected one of the ${count} sequences of ${set} (0 to ${count - 1}), got ${number}`,
    );
  return {
    count: 1,
    distinctExemplars: source.distinctExemplars,
    fill: (batch, first) => {
      source.fill(batch, number + first);
    },
  };
}

/** The positions of a context; with classes and labels where one sequence is asked for. */
function describeTokens({ shape, exemplars }: Workbench, source: SequenceSource | null): AttentionToken[] {
  const batch = createBatch(1, shape.pairs);
  source?.fill(batch, 0);
  return Array.from({ length: contextLength(shape) }, (_, position) => {
    const pair = Math.floor(position / 2);
    const isQuery = pair === shape.pairs;
    const role = position % 2 === 1 ? "label" : isQuery ? "query" : "exemplar";
    const number =
      role === "label" ? batch.labels[pair]! : Math.floor(batch.exemplars[pair]! / exemplars.perClass);
    return { role, pair: isQuery ? null : pair, is: source === null ? null : number };
  });
}

function less(a: LogitContribution, b: LogitContribution): LogitContribution {
  return {
    target: a.target - b.target,
    inContext: a.inContext === null || b.inContext === null ? null : a.inContext - b.inContext,
  };
}
