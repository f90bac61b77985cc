import type { GroupTest } from "./compareGroups.ts";
import type { Comparison, HeadValues, RunSummaryLine } from "./compareRuns.ts";
import { formatCount, formatValue } from "./formatNumbers.ts";
import { groupTestsMarkdown } from "./groupTestsMarkdown.ts";
import { markdownCode, markdownTable, markdownText } from "./markdown.ts";
import { metricInfo } from "./metricInfo.ts";
import { showConfigValue } from "./showConfigValue.ts";
import { strongestHeads } from "./strongestHeads.ts";

/** Columns of the table of runs, besides what a run is. */
const shownMetrics = [
  "train.loss",
  "train.accuracy",
  "relabel.accuracy",
  "exemplar.accuracy",
  "class.accuracy",
];

/**
 * A comparison as Markdown, to paste into a notebook: the runs, groups of them against each other, in what experiments
 * differ, and the strongest heads.
 */
export function comparisonMarkdown(comparison: Comparison, groups: readonly GroupTest[] = []): string {
  const { runs, config } = comparison;
  const baseline = runs.find(({ id }) => id === comparison.baseline);
  return [
    `## Comparison of ${runs.length} runs`,
    `Baseline: ${markdownText(baseline?.name ?? comparison.baseline)}. Values are from the last evaluation of each run.`,
    runTable(comparison),
    ...(comparison.at === null ? [] : [placeSection(comparison, comparison.at)]),
    ...groupTestsMarkdown(groups, new Map(runs.map(({ id, name }) => [id, name]))),
    "### Differences of the experiments",
    config.length === 0
      ? "None."
      : markdownTable(
          ["key", ...names(runs)],
          config.map(({ path, values }) => [
            markdownCode(path),
            ...values.map((value) => (value === undefined ? "–" : markdownCode(showConfigValue(value)))),
          ]),
        ),
    "### Strongest heads",
    markdownTable(
      ["run", "previous token", "induction"],
      runs.map((run, place) => [
        markdownText(run.name),
        strongest(comparison, place, "previousToken"),
        strongest(comparison, place, "induction"),
      ]),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

function runTable({ runs, metrics }: Comparison): string {
  const shown = metrics.filter(({ key }) => shownMetrics.includes(key));
  const head = ["run", "state", "clamps", "phase change", "shift", "sequences"];
  return markdownTable(
    [...head, ...shown.map(({ key }) => metricInfo(key).title)],
    runs.map((run, place) => [
      markdownText(run.name),
      run.state,
      markdownText(run.clamps),
      run.phaseChange === null ? "–" : formatCount(run.phaseChange),
      shift(run.phaseChangeShift),
      formatCount(run.sequences),
      ...shown.map((metric) => formatValue(metric.runs[place]?.last ?? Number.NaN)),
    ]),
    3,
  );
}

/** What the metrics were at the chosen place. */
function placeSection({ align, runs, metrics }: Comparison, at: number): string {
  const shown = metrics.filter(({ key }) => shownMetrics.includes(key));
  const from = align === "sequences" ? "" : at < 0 ? " before each phase change" : " after each phase change";
  const title = `### At ${formatCount(align === "sequences" ? at : Math.abs(at))} sequences${from}`;
  const rows = runs.map((run, place) => [
    markdownText(run.name),
    run.at === null ? "–" : formatCount(run.at),
    ...shown.map((metric) => formatValue(metric.runs[place]?.at ?? Number.NaN)),
  ]);
  return `${title}\n\n${markdownTable(["run", "evaluated at", ...shown.map(({ key }) => metricInfo(key).title)], rows, 1)}`;
}

function names(runs: readonly RunSummaryLine[]): string[] {
  return runs.map(({ name }) => markdownText(name));
}

function shift(value: number | null): string {
  if (value === null) return "–";
  const sign = value > 0 ? "+" : value < 0 ? "−" : "";
  return `${sign}${formatCount(Math.abs(value))}`;
}

function strongest({ heads }: Comparison, run: number, measure: keyof HeadValues): string {
  const found = strongestHeads(heads.map(({ head, runs }) => ({ head, value: runs[run]?.[measure] })));
  return found.length === 0
    ? "–"
    : found.map(({ head, value }) => `${head} ${formatValue(value)}`).join(", ");
}
