import type { ClampHistory } from "./clampHistory.ts";
import { clampHistory } from "./clampHistory.ts";
import type { ComparedRun } from "./compareRuns.ts";
import { compareRuns } from "./compareRuns.ts";
import { configDiff } from "./configDiff.ts";
import { defaultExperiment } from "./defaultExperiment.ts";
import { describeClamp } from "./describeClamp.ts";
import { formatCount, formatValue } from "./formatNumbers.ts";
import { markdownCode, markdownTable, markdownText } from "./markdown.ts";
import { metricInfo, metricKeys } from "./metricInfo.ts";
import { showConfigValue } from "./showConfigValue.ts";
import { strongestHeads } from "./strongestHeads.ts";

const sets = ["train", "relabel", "exemplar", "class"];
const measures = {
  loss: "loss",
  accuracy: "accuracy",
  inContextAccuracy: "in context",
  outOfContextAccuracy: "out of context",
  probability: "probability",
  inContextProbability: "in-context probability",
};

/**
 * A run as Markdown, to paste into a notebook: what it is, how it stands, the keys of its experiment that are not
 * defaults, its last evaluation, its strongest heads, and its clamps with what was measured of them.
 */
export function runMarkdown(run: ComparedRun): string {
  const { record, curves, events } = run;
  const clamps = clampHistory(record, events);
  const at = curves.sequences.at(-1);
  const evaluation =
    at === undefined
      ? ["Not evaluated yet."]
      : [`### At ${formatCount(at)} sequences`, setTable(run), ...measureTable(run)];
  return [
    `## ${markdownText(run.name)}`,
    facts(run),
    "### Experiment",
    changedKeys(run),
    ...evaluation,
    ...(clamps.length === 0 ? [] : ["### Clamps", clampTable(run, clamps)]),
  ]
    .join("\n\n")
    .concat("\n");
}

function facts(run: ComparedRun): string {
  const { record, status } = run;
  const { versions, platform, git, parent, experimentFile } = record;
  const { sequences, total, phaseChange } = compareRuns([run], {
    baseline: run.id,
    align: "sequences",
    at: null,
  }).runs[0]!;
  const reason = status?.reason ?? null;
  const lines = [
    `Experiment: ${markdownText(record.name)}${experimentFile === undefined ? "" : ` (${markdownCode(experimentFile.replace(/^.*[\\/]/, ""))})`}, ` +
      `hash ${markdownCode(record.experimentHash.slice(0, 16))}`,
    `State: ${run.state}, ${formatCount(sequences)} of ${formatCount(total)} sequences` +
      (reason === null ? "" : ` (${markdownText(reason)})`),
    `Phase change: ${phaseChange === null ? "none" : `at ${formatCount(phaseChange)} sequences`}`,
    ...(parent === null
      ? []
      : [`Forked from ${markdownCode(parent.run)} at ${formatCount(parent.sequences)} sequences`]),
    `Made ${record.created} by Optoscope ${versions.optoscope} with ${markdownText(versions.runtime)}, ` +
      `Node ${versions.node.replace(/^v/, "")}, on ${markdownText(`${platform.os} ${platform.arch} (${platform.cpu})`)}`,
    ...(git === null
      ? []
      : [`Commit of the workspace: ${markdownCode(git.commit)}${git.dirty ? ", with changes" : ""}`]),
    `Run folder: ${markdownCode(run.id)}`,
  ];
  return lines.map((line) => `- ${line}`).join("\n");
}

function changedKeys({ record }: ComparedRun): string {
  const rows = configDiff([record.experiment, defaultExperiment])
    .filter(({ path }) => path !== "name")
    .map(({ path, values: [value, usual] }) => [
      markdownCode(path),
      value === undefined ? "–" : markdownCode(showConfigValue(value)),
      usual === undefined ? "–" : markdownCode(showConfigValue(usual)),
    ]);
  return rows.length === 0 ? "Every key has its default." : markdownTable(["key", "value", "default"], rows);
}

function setTable({ curves }: ComparedRun): string {
  const last = curves.sequences.length - 1;
  const rows = sets
    .filter((set) => curves.columns[`${set}.loss`] !== undefined)
    .map((set) => [
      set,
      ...Object.keys(measures).map((measure) =>
        formatValue(curves.columns[`${set}.${measure}`]?.[last] ?? Number.NaN),
      ),
    ]);
  return markdownTable(["set", ...Object.values(measures)], rows, 1);
}

/** The strongest heads, or of the toy model, which has none, its measures. */
function measureTable(run: ComparedRun): string[] {
  if (run.record.experiment.toy === undefined) return ["### Strongest heads", headTable(run)];
  const { columns, sequences } = run.curves;
  const rows = metricKeys(run.curves)
    .filter((key) => metricInfo(key).group === "toy")
    .map((key) => [metricInfo(key).title, formatValue(columns[key]?.[sequences.length - 1] ?? Number.NaN)]);
  return ["### Toy model", markdownTable(["measure", "value"], rows, 1)];
}

function headTable({ curves }: ComparedRun): string {
  const last = curves.sequences.length - 1;
  const strongest = (measure: string) =>
    strongestHeads(
      Object.entries(curves.columns)
        .filter(([key]) => /^L\d+H\d+\./.test(key) && key.endsWith(`.${measure}`))
        .map(([key, values]) => ({ head: key.slice(0, key.indexOf(".")), value: values[last] })),
    );
  const rows = [
    ["previous token", strongest("previousToken")] as const,
    ["induction", strongest("induction")] as const,
  ].map(([title, heads]) => [
    title,
    heads.map(({ head, value }) => `${head} ${formatValue(value)}`).join(", ") || "–",
  ]);
  return markdownTable(["measure", "heads"], rows);
}

function clampTable({ record }: ComparedRun, clamps: readonly ClampHistory[]): string {
  const rows = clamps.map(({ clamp, isLive, state, spans, measured }) => [
    markdownText(describeClamp(clamp, record.experiment.model)) + (isLive ? " (set while running)" : ""),
    state,
    spans
      .map(({ from, until }) => `${formatCount(from)} – ${until === null ? "" : formatCount(until)}`.trim())
      .join(", ") || "–",
    measured === null
      ? "–"
      : `max deviation ${measured.deviation === 0 ? "0" : formatValue(measured.deviation)} at ` +
        `${formatCount(measured.sequences)} (${measured.sites.map(markdownCode).join(", ")})`,
  ]);
  return markdownTable(["clamp", "state", "held, in sequences", "measured"], rows);
}
