import type { RunEntry } from "../execution/runEntry.ts";
import { hasPhaseChange } from "../measures/phaseChange.ts";
import { describeClamp } from "../runs/comparison/describeClamp.ts";
import {
  formatDuration,
  formatRate,
  formatSequences,
  formatValue,
} from "../runs/comparison/formatNumbers.ts";
import type { MetricsLine } from "../runs/metricsLine.ts";
import { metricInfo } from "../runs/comparison/metricInfo.ts";
import { clampSentence } from "../runs/comparison/clampSentence.ts";
import { escapeMarkdown } from "./escapeMarkdown.ts";

/** What hovering over a run tells, in Markdown: progress, metrics, clamps with their measured effect, origin. */
export function runTooltip(entry: RunEntry): string {
  const { name, state, problem, folder } = entry;
  const blocks = [`**${escapeMarkdown(name)}** — ${state}`];
  if (problem !== null) blocks.push(escapeMarkdown(problem));
  const reason = entry.status?.reason;
  if (reason != null) blocks.push(escapeMarkdown(reason));
  blocks.push(...progress(entry), ...metricsTable(entry), ...clampList(entry), ...origin(entry));
  blocks.push(`folder ${escapeMarkdown(folder)}`);
  return blocks.join("\n\n");
}

function progress({ status, state, record, experiment }: RunEntry): string[] {
  if (status === null) return [];
  const { sequences, total, rate, secondsLeft, phaseChange } = status;
  const parts = [`${formatSequences(sequences)} of ${formatSequences(total)} sequences`];
  if (rate > 0) parts.push(formatRate(rate));
  if (state === "running" && secondsLeft !== null) parts.push(`${formatDuration(secondsLeft)} left`);
  if (phaseChange !== null) parts.push(`phase change at ${formatSequences(phaseChange)}`);
  else if (hasPhaseChange(record?.experiment ?? experiment ?? {})) parts.push("no phase change yet");
  return [parts.join(" · ")];
}

function metricsTable({ metrics }: RunEntry): string[] {
  if (metrics === null) return [];
  const rows = Object.entries(metrics.sets).flatMap(([set, measured]) => {
    if (measured === undefined) return [];
    const { loss, accuracy, inContextAccuracy } = measured;
    return [`| ${[set, ...[loss, accuracy, inContextAccuracy].map(formatValue)].join(" | ")} |`];
  });
  if (rows.length === 0) return [];
  const head = [
    `| at ${formatSequences(metrics.sequences)} | loss | accuracy | in context |`,
    "|:--|--:|--:|--:|",
  ];
  return [[...head, ...rows].join("\n"), ...toyMeasures(metrics)];
}

function toyMeasures({ toy }: MetricsLine): string[] {
  if (toy === undefined) return [];
  return Object.entries(toy).map(
    ([name, value]) => `${escapeMarkdown(metricInfo(`toy.${name}`).title)}: ${formatValue(value)}`,
  );
}

function clampList({ clamps, record, experiment }: RunEntry): string[] {
  const model = (record?.experiment ?? experiment)?.model;
  if (model === undefined || clamps.length === 0) return [];
  const lines = clamps.map((history) =>
    escapeMarkdown(`${describeClamp(history.clamp, model)}: ${clampSentence(history)}`),
  );
  return [lines.map((line) => `- ${line}`).join("\n")];
}

function origin({ record }: RunEntry): string[] {
  if (record === null) return [];
  const { experiment, versions, parent, git, created } = record;
  const { init, data, eval: evaluation } = experiment.seeds;
  const lines = [
    `seeds: init ${init}, data ${data}, eval ${evaluation}`,
    `Optoscope ${versions.optoscope}, ${versions.runtime}, Node ${versions.node}`,
    ...(parent === null ? [] : [`forked from ${parent.run} at ${formatSequences(parent.sequences)}`]),
    ...(git === null ? [] : [`commit ${git.commit.slice(0, 10)}${git.dirty ? " with changes" : ""}`]),
    `created ${created}`,
  ];
  return lines.map(escapeMarkdown);
}
