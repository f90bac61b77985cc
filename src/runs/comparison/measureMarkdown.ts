import type { MeasureInfo } from "../../measures/measureInfo.ts";
import type { MeasureName, MeasureValues } from "../../measures/measureValues.ts";
import { formatCount } from "./formatNumbers.ts";
import { markdownTable, markdownText } from "./markdown.ts";
import { measureTables, type MeasureTable } from "./measureTables.ts";

/** What was measured of one run. */
export interface MeasuredRun<Name extends MeasureName = MeasureName> {
  readonly name: string;
  /** Where in its training. */
  readonly sequences: number;
  /** The clamps of the run that hold there, in words; `none` without any. */
  readonly clamps: string;
  readonly value: MeasureValues[Name];
  /** The same under other clamps, which are added or stand in the place of the run's own; null where none were asked for. */
  readonly under: {
    readonly clamps: string;
    readonly replaces: boolean;
    readonly value: MeasureValues[Name];
  } | null;
}

/**
 * A measure of one or more runs as Markdown. What was measured under other clamps stands beside what was measured
 * without them: `0.980 → 0.512`; equal numbers stand alone.
 */
export function measureMarkdown<Name extends MeasureName>(
  name: Name,
  { title, description }: MeasureInfo,
  runs: readonly MeasuredRun<Name>[],
): string {
  return [`# ${title}`, description, ...runs.flatMap((run) => sectionOf(name, run))]
    .join("\n\n")
    .concat("\n");
}

function sectionOf<Name extends MeasureName>(
  name: Name,
  { name: run, sequences, clamps, value, under }: MeasuredRun<Name>,
): string[] {
  const facts = [
    `At ${formatCount(sequences)} sequences.`,
    clamps === "none"
      ? "Nothing of the run is clamped there."
      : `The run's clamps there: ${markdownText(clamps)}.`,
  ];
  if (under !== null) {
    const without = under.replaces ? ", in the place of the run's own" : "";
    facts.push(`Right of the arrows: under ${markdownText(under.clamps)}${without}.`);
  }
  const before = measureTables(name, value);
  const tables = under === null ? before : besides(before, measureTables(name, under.value));
  return [`## ${markdownText(run)}`, facts.join(" "), ...tables.flatMap(tableText)];
}

/** Tables of the same measure, cell beside cell; those that have other rows one after the other. */
function besides(before: readonly MeasureTable[], after: readonly MeasureTable[]): readonly MeasureTable[] {
  const isAlike =
    before.length === after.length && before.every((table, at) => hasSameRows(table, after[at]!));
  if (isAlike) return before.map((table, at) => beside(table, after[at]!));
  const named = (words: string) => (table: MeasureTable) => ({
    ...table,
    title: `${table.title} (${words})`,
  });
  return [...before.map(named("before")), ...after.map(named("under the clamps"))];
}

function hasSameRows(a: MeasureTable, b: MeasureTable): boolean {
  const names = ({ columns, rows }: MeasureTable) => JSON.stringify([columns, rows.map(([name]) => name)]);
  return names(a) === names(b);
}

function beside(before: MeasureTable, after: MeasureTable): MeasureTable {
  // Titles may name what the numbers say, such as the strongest head.
  const title = before.title === after.title ? before.title : `${before.title} → ${after.title}`;
  const rows = before.rows.map((row, at) =>
    row.map((cell, column) => {
      const other = after.rows[at]?.[column] ?? "";
      return cell === other ? cell : `${cell} → ${other}`;
    }),
  );
  return { ...before, title, rows };
}

function tableText({ title, columns, rows }: MeasureTable): string[] {
  const cells = rows.map((row) => row.map(markdownText));
  return [`### ${markdownText(title)}`, markdownTable(columns.map(markdownText), cells, 1)];
}
