import type { GroupTest, MeasureTest } from "../runs/comparison/compareGroups.ts";
import { formatCount, formatSequences } from "../runs/comparison/formatNumbers.ts";
import { testTexts } from "../runs/comparison/testTexts.ts";
import { tablesInWidth } from "./tablesInWidth.ts";
import { wrap } from "./terminalText.ts";

const columns = [
  { key: "meanA", title: "A" },
  { key: "rangeA", title: "range" },
  { key: "meanB", title: "B" },
  { key: "rangeB", title: "range" },
  { key: "meanDifference", title: "B − A" },
  { key: "interval", title: "95 % CI" },
  { key: "t", title: "t (df)" },
  { key: "p", title: "p" },
  { key: "effect", title: "d_z" },
  { key: "pairs", title: "pairs" },
] as const;

const shownMeasures = ["loss", "accuracy", "inContextAccuracy"];

/**
 * Groups against each other as text of at most `width` columns; empty where there are none.
 * @param names of runs, by id
 * @param isChosen whether the metrics were chosen, so that all are shown
 */
export function formatGroupTests(
  groups: readonly GroupTest[],
  names: ReadonlyMap<string, string>,
  width: number,
  isChosen: boolean,
): string {
  return groups.map((group) => `\n${formatOne(group, names, width, isChosen)}\n`).join("");
}

function formatOne(
  { nameA, nameB, pairs, unpaired, censored, measures }: GroupTest,
  names: ReadonlyMap<string, string>,
  width: number,
  isChosen: boolean,
): string {
  const name = (run: string): string => names.get(run) ?? run;
  const shown = measures.filter(({ measure }) => isChosen || isShown(measure));
  const tests = shown.filter(({ p }) => p !== null).length;
  const texts = shown.map(testTexts);
  const lines = [
    `Groups: ${nameB} (B) against ${nameA} (A)`,
    pairs.length === 0
      ? "No runs of the two have the same seeds: nothing is tested."
      : `Paired t-tests over ${pairs.length} ${pairs.length === 1 ? "pair" : "pairs"} of runs with the same seeds; p of ${tests} tests, not corrected for that`,
  ].map((line) => wrap(line, width));
  if (texts.length > 0) {
    lines.push(
      tablesInWidth(
        [
          ["measure", ...columns.map(({ title }) => title)],
          ...texts.map((text, place) => [nameOf(shown[place]!), ...columns.map(({ key }) => text[key])]),
        ],
        width,
      ),
    );
  }
  const notes = [
    ...texts.flatMap(({ note }, place) => (note === "" ? [] : [`${nameOf(shown[place]!)}: ${note}`])),
    ...unpaired.map(({ run, reason }) => `${name(run)}: ${reason}`),
    ...censored.map(
      ({ run, sequences }) => `${name(run)}: no phase change in ${formatCount(sequences)} sequences`,
    ),
  ];
  return [...lines, ...notes.map((note) => `  ${wrap(note, width, 4)}`)].join("\n");
}

/** As other tables name it, so that `--metric` takes it. */
function nameOf({ measure, where, at }: MeasureTest): string {
  return where === "at" && at !== null ? `${measure} at ${formatSequences(at)}` : measure;
}

/** Heads are many; they are in the JSON. */
function isShown(measure: string): boolean {
  if (/^L\d+H\d+\./.test(measure)) return false;
  const [, metric] = measure.split(".");
  return metric === undefined || measure.startsWith("strongest.") || shownMeasures.includes(metric);
}
