import type { Clamp } from "../clamps/clamps.ts";
import { headNames } from "../clamps/heads.ts";
import type { SequenceSource } from "../data/trainingSequences.ts";
import type { LossAndAccuracy } from "../measures/measureValues.ts";
import type { SetMetrics } from "../measures/setMetrics.ts";
import type { Collector } from "./collector.ts";
import { InductionCollector } from "./collectors/inductionCollector.ts";
import { MetricsCollector } from "./collectors/metricsCollector.ts";
import { combineClamps } from "./combineClamps.ts";
import type { MeasureContext } from "./measureKind.ts";
import { runVariants } from "./runVariants.ts";

/** A clamp as in an experiment file. */
export type PlainClamp = Readonly<{ kind: string } & Record<string, unknown>>;

/** Heads ablated, or nothing where there are none. */
export function ablating(heads: readonly string[]): PlainClamp[] {
  return heads.length === 0 ? [] : [{ kind: "ablate", heads }];
}

/** What holds in a measure, and more clamps on top of it. @throws UserError where they do not go together */
export function withMore({ workbench, clamps }: MeasureContext, more: readonly unknown[]): readonly Clamp[] {
  return combineClamps(workbench.experiment, clamps, more);
}

/** Runs the model under what holds and one more list of clamps for each collector. */
export async function collectUnder(
  context: MeasureContext,
  source: SequenceSource,
  wanted: readonly { readonly more: readonly unknown[]; readonly collectors: readonly Collector[] }[],
): Promise<void> {
  const variants = wanted.map(({ more, collectors }) => ({ clamps: withMore(context, more), collectors }));
  const { workbench, onProgress, signal } = context;
  await runVariants({ workbench, sequences: source, variants, onProgress, signal });
}

/** Metrics under what holds and each of several more lists of clamps. */
export async function metricsUnder(
  context: MeasureContext,
  source: SequenceSource,
  lists: readonly (readonly unknown[])[],
): Promise<SetMetrics[]> {
  const collectors = lists.map(() => new MetricsCollector());
  await collectUnder(
    context,
    source,
    lists.map((more, place) => ({ more, collectors: [collectors[place]!] })),
  );
  return collectors.map(({ metrics }) => metrics);
}

/** Collects the induction strengths of a layer's heads, and gives them by name afterwards. */
export function strengthsOf(
  { workbench: { shape } }: MeasureContext,
  layer: number,
): { readonly collector: Collector; readonly of: (head: string) => number } {
  const collector = new InductionCollector(shape, layer);
  const names = headNames(layer, shape);
  return { collector, of: (head) => collector.strengths[names.indexOf(head)]! };
}

/** The two of all metrics that figures show. */
export function lossAndAccuracy({ loss, accuracy }: SetMetrics): LossAndAccuracy {
  return { loss, accuracy };
}
