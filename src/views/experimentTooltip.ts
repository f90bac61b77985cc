import { describeClamp } from "../runs/comparison/describeClamp.ts";
import { describeClamped } from "../runs/comparison/describeClamped.ts";
import { escapeMarkdown } from "./escapeMarkdown.ts";
import type { ExperimentItem } from "./experimentItem.ts";
import { resolvedItem } from "./resolvedItem.ts";

/** What hovering over an experiment tells, in Markdown. */
export function experimentTooltip(item: ExperimentItem): string {
  const title = item.kind === "preset" ? `preset ${item.preset.name}` : item.name;
  const lines = [`**${escapeMarkdown(title)}**`];
  if (item.kind === "preset") lines.push(escapeMarkdown(item.preset.description));
  else if (item.problem !== null) lines.push(...item.problem.split("\n").map(escapeMarkdown));
  const experiment = resolvedItem(item);
  if (experiment === null) return lines.join("\n\n");
  const { model, data, training, clamps, seeds, engine, toy } = experiment;
  if (toy !== undefined) {
    lines.push(
      `toy model: three vectors of dimension ${toy.dimension}, gradient descent at rate ${toy.rate}`,
      `clamped: ${describeClamped(experiment)}`,
      `${training.sequences.toLocaleString("en-US")} iterations; seed ${seeds.init}`,
    );
    return lines.join("\n\n");
  }
  const { layers, heads, width, positions } = model;
  lines.push(
    `${layers} layers of ${heads} heads, width ${width}, positions ${positions}`,
    `${data.source.kind} data, ${data.pairs} pairs, ${data.labels} labels`,
    `${training.sequences.toLocaleString("en-US")} sequences in batches of ${training.batch}, ${training.optimizer.kind}`,
    ...clamps.map((clamp) => `clamp: ${escapeMarkdown(describeClamp(clamp, model))}`),
    `seeds: init ${seeds.init}, data ${seeds.data}, eval ${seeds.eval}; runtime ${engine.runtime}`,
  );
  return lines.join("\n\n");
}
