import type { Comparison, MetricValues, RunSummaryLine } from "../runs/comparison/compareRuns.ts";
import { formatCount, formatValue } from "../runs/comparison/formatNumbers.ts";
import { showConfigValue } from "../runs/comparison/showConfigValue.ts";
import { tablesInWidth } from "./tablesInWidth.ts";
import { wrap } from "./terminalText.ts";

const shownMeasures = ["loss", "accuracy", "inContextAccuracy"];

/**
 * A comparison as text of at most `width` columns: the runs with their numbers, then tables in which they are columns.
 * @param folders where the runs are, in their order
 * @param isChosen whether the metrics were chosen, so that all are shown and nothing else is
 */
export function formatComparison(
  comparison: Comparison,
  folders: readonly string[],
  width: number,
  isChosen: boolean,
): string {
  const sections = [
    comparison.runs
      .map((run, place) => describeRun(run, place, folders[place]!, comparison, width))
      .join("\n\n"),
    ...metricTables(comparison, width, isChosen),
    ...(isChosen ? [] : headTables(comparison, width)),
    configList(comparison, width),
  ];
  return `${sections.join("\n\n")}\n`;
}

function describeRun(
  run: RunSummaryLine,
  place: number,
  folder: string,
  { baseline }: Comparison,
  width: number,
): string {
  const change =
    run.phaseChange === null
      ? "no phase change"
      : `phase change at ${formatCount(run.phaseChange)}${run.id === baseline ? "" : shift(run.phaseChangeShift)}`;
  const facts = [
    `${run.state}, ${formatCount(run.sequences)} of ${formatCount(run.total)} sequences`,
    change,
    ...(run.clamps === "none" ? [] : [`clamps: ${run.clamps}`]),
    ...(run.parent === null ? [] : [`forked at ${formatCount(run.parent.sequences)} from ${run.parent.run}`]),
    folder,
  ];
  const indent = 4;
  return [
    `${`${place + 1}`.padEnd(indent)}${wrap(`${run.name}${run.id === baseline ? " (baseline)" : ""}`, width, indent)}`,
    ...facts.map((fact) => `${" ".repeat(indent)}${wrap(fact, width, indent)}`),
  ].join("\n");
}

function shift(value: number | null): string {
  if (value === null) return "";
  if (value === 0) return ", as the baseline";
  return `, ${formatCount(Math.abs(value))} ${value < 0 ? "earlier" : "later"} than the baseline`;
}

function metricTables(
  { baseline, runs, metrics, at, align }: Comparison,
  width: number,
  isChosen: boolean,
): string[] {
  const shown = metrics.filter(
    ({ key }) =>
      isChosen || shownMeasures.some((measure) => /^[a-z]/.test(key) && key.endsWith(`.${measure}`)),
  );
  const others = runs.flatMap(({ id }, place) => (id === baseline ? [] : [place]));
  const rows = (cell: (values: MetricValues) => string, places = runs.map((_, place) => place)) =>
    shown.map(({ key, runs: values }) => [key, ...places.map((place) => cell(values[place]!))]);
  const place =
    align === "sequences"
      ? ""
      : at !== null && at < 0
        ? " before the phase change"
        : " after the phase change";
  const base = runs.findIndex(({ id }) => id === baseline) + 1;
  const sections = [
    ["Last evaluation", rows(({ last }) => show(last)), undefined],
    [
      `Last evaluation, minus run ${base}`,
      rows(({ differenceAtLast }) => show(differenceAtLast, true), others),
      others,
    ],
    ...(isChosen ? ([["Best of all evaluations", rows(({ best }) => show(best)), undefined]] as const) : []),
    ...(at === null
      ? []
      : ([
          [
            `At ${formatCount(align === "sequences" ? at : Math.abs(at))} sequences${place}`,
            [["evaluated at", ...runs.map((run) => count(run.at))], ...rows((values) => show(values.at))],
            undefined,
          ],
        ] as const)),
  ] as const;
  return sections.map(([title, body, places]) =>
    section(title, "metric", body, width, places ?? runs.keys()),
  );
}

function headTables({ runs, heads }: Comparison, width: number): string[] {
  const rows = (["previousToken", "induction"] as const).flatMap((measure) =>
    heads
      .filter((head) => head.runs.some((values) => values[measure] !== null))
      .map((head) => [
        `${head.head} ${measure === "previousToken" ? "previous token" : "induction"}`,
        ...head.runs.map((values) => show(values[measure])),
      ]),
  );
  return rows.length === 0 ? [] : [section("Heads at the last evaluation", "head", rows, width, runs.keys())];
}

/** A title and a table whose columns are runs by number; several tables where there are too many for the width. */
function section(
  title: string,
  corner: string,
  rows: readonly (readonly string[])[],
  width: number,
  places: Iterable<number>,
): string {
  const numbers = Array.from(places, (place) => `${place + 1}`);
  return `${title}\n${tablesInWidth([[corner, ...numbers], ...rows], width)}`;
}

function configList({ config }: Comparison, width: number): string {
  if (config.length === 0) return "The experiments do not differ.";
  const lines = config.flatMap(({ path, values }) => [
    `  ${path}`,
    ...values.map(
      (value, place) => `    ${`${place + 1}`.padEnd(4)}${wrap(showConfigValue(value), width, 8)}`,
    ),
  ]);
  return ["In what the experiments differ", ...lines].join("\n");
}

function show(value: number | null, isDifference = false): string {
  const text = formatValue(value ?? Number.NaN);
  return isDifference && value !== null && value > 0 ? `+${text}` : text;
}

function count(value: number | null): string {
  return value === null ? "–" : formatCount(value);
}
