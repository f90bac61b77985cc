import { hasPhaseChange } from "../../measures/phaseChange.ts";
import type { CompareOptions, ComparedRun } from "./compareRuns.ts";
import type { Curves } from "./curves.ts";
import { indexAt } from "./curves.ts";
import { lastCommonPlace } from "./lastCommonPlace.ts";
import type { MeanGroup } from "./meanGroups.ts";
import { metricInfo, metricKeys } from "./metricInfo.ts";
import type { PairedTest } from "./pairedTest.ts";
import { pairedTest } from "./pairedTest.ts";
import { pairRuns } from "./pairRuns.ts";
import { phaseChangeOf } from "./phaseChangeOf.ts";
import { placeOf } from "./placeOf.ts";

/** A measure of two groups, tested over their pairs. Differences are B minus A. */
export interface MeasureTest extends PairedTest {
  /** `phaseChange`, `strongest.previousToken`, `strongest.induction`, or a metric's key. */
  readonly measure: string;
  readonly title: string;
  /**
   * Where it is from: of the whole run, the last evaluation that all pairs have in common, or the chosen place, where
   * each run is read at its last evaluation that is not after it.
   */
  readonly where: "run" | "last" | "at";
  /** That place in sequences; null for a measure of the whole run, and where pairs have no evaluation in common. */
  readonly at: number | null;
  /** A number for each pair, in the order of `pairs` of the groups' test; null where it was not measured. */
  readonly values: { readonly a: readonly (number | null)[]; readonly b: readonly (number | null)[] };
  /** Of the pairs that are tested. */
  readonly meanA: number | null;
  readonly meanB: number | null;
}

/** Two groups held against each other, as plain JSON. Runs are named by their ids. */
export interface GroupTest {
  /** Keys of the groups. */
  readonly a: string;
  readonly b: string;
  readonly nameA: string;
  readonly nameB: string;
  /** Runs of the same seeds. */
  readonly pairs: readonly { readonly a: string; readonly b: string }[];
  readonly unpaired: readonly {
    readonly run: string;
    readonly group: "a" | "b";
    /** In a sentence. */
    readonly reason: string;
  }[];
  /** Paired runs without a phase change, which its test leaves out, and how far they have come. */
  readonly censored: readonly {
    readonly run: string;
    readonly group: "a" | "b";
    readonly sequences: number;
  }[];
  /** The phase change, the strongest heads, then all metrics in reading order; none where no runs are paired. */
  readonly measures: readonly MeasureTest[];
  /** How many of `measures` have a p. They are not corrected for being so many. */
  readonly tests: number;
}

type Group = MeanGroup<ComparedRun>;

/**
 * Tests the group of the baseline (A; the first group where the baseline is in none) against every other group (B), over
 * pairs of runs that have the same seeds.
 */
export function compareGroups(groups: readonly Group[], options: CompareOptions): GroupTest[] {
  const first = groups.find(({ runs }) => runs.some(({ id }) => id === options.baseline)) ?? groups[0];
  if (first === undefined) return [];
  return groups.filter((group) => group !== first).map((other) => compareTwo(first, other, options));
}

/** A side of the pairs: its runs, in the order of the pairs. */
type Side = readonly { readonly run: ComparedRun; readonly phaseChange: number | null }[];

function compareTwo(a: Group, b: Group, options: CompareOptions): GroupTest {
  const { pairs, unpaired } = pairRuns(a.runs, b.runs);
  const side = (runs: readonly ComparedRun[]): Side =>
    runs.map((run) => ({ run, phaseChange: phaseChangeOf(run) }));
  const sides = [side(pairs.map((pair) => pair.a)), side(pairs.map((pair) => pair.b))] as const;
  const measures = [...phaseChangeTest(...sides), ...metricTests(...sides, options)];
  return {
    ...{ a: a.key, b: b.key, nameA: a.name, nameB: b.name },
    pairs: pairs.map((pair) => ({ a: pair.a.id, b: pair.b.id })),
    unpaired: unpaired.map(({ run, group, reason }) => ({ run: run.id, group, reason })),
    censored: [...censored(sides[0], "a"), ...censored(sides[1], "b")],
    measures,
    tests: measures.filter(({ p }) => p !== null).length,
  };
}

function censored(side: Side, group: "a" | "b"): GroupTest["censored"] {
  return side
    .filter(({ run, phaseChange }) => phaseChange === null && hasPhaseChange(run.record.experiment))
    .map(({ run }) => ({ run: run.id, group, sequences: run.curves.sequences.at(-1) ?? 0 }));
}

function phaseChangeTest(a: Side, b: Side): MeasureTest[] {
  if (![...a, ...b].some(({ run }) => hasPhaseChange(run.record.experiment))) return [];
  const changes = (side: Side) => side.map(({ phaseChange }) => phaseChange);
  const about = {
    measure: "phaseChange",
    title: "Phase change (sequences)",
    where: "run",
    at: null,
  } as const;
  return [test(about, changes(a), changes(b))];
}

/** At the last evaluation that all have in common, then at the chosen place. */
function metricTests(a: Side, b: Side, options: CompareOptions): MeasureTest[] {
  const all = [...a, ...b].map(({ run }) => run.curves);
  const last = lastCommonPlace(all.map(({ sequences }) => sequences));
  const keys = metricKeys({
    columns: Object.fromEntries(all.flatMap(({ columns }) => Object.entries(columns))),
  });
  const read = (side: Side, where: "last" | "at", value: (curves: Curves, place: number) => number | null) =>
    side.map(({ run: { curves }, phaseChange }) => {
      const place =
        where === "at"
          ? placeOf(curves, options, phaseChange)
          : last === null
            ? -1
            : indexAt(curves.sequences, last);
      return place < 0 ? null : value(curves, place);
    });
  const measured = [
    ...strongest.map(({ measure, title }) => ({
      ...{ measure: `strongest.${measure}`, title },
      value: (curves: Curves, place: number) => strongestAt(curves, measure, place),
    })),
    ...keys.map((key) => ({
      ...{ measure: key, title: metricInfo(key).title },
      value: (curves: Curves, place: number) => numberAt(curves.columns[key], place),
    })),
  ];
  const places = options.at === null ? (["last"] as const) : (["last", "at"] as const);
  return measured.flatMap(({ measure, title, value }) =>
    places
      .map((where) =>
        test(
          { measure, title, where, at: where === "at" ? options.at : last },
          read(a, where, value),
          read(b, where, value),
        ),
      )
      // What no run has a number of, as a model without heads has no strengths, says nothing.
      .filter(({ values }) => [...values.a, ...values.b].some((number) => number !== null)),
  );
}

const strongest = [
  { measure: "previousToken", title: "Strongest previous-token score" },
  { measure: "induction", title: "Strongest induction strength" },
] as const;

/** The highest of all heads; null where none has a number. */
function strongestAt({ columns }: Curves, measure: string, place: number): number | null {
  const values = Object.entries(columns)
    .filter(([key]) => /^L\d+H\d+\./.test(key) && key.endsWith(`.${measure}`))
    .flatMap(([, column]) => numberAt(column, place) ?? []);
  return values.length === 0 ? null : Math.max(...values);
}

function numberAt(column: Float64Array | undefined, place: number): number | null {
  const value = column?.[place];
  return value === undefined || !Number.isFinite(value) ? null : value;
}

function test(
  about: Pick<MeasureTest, "measure" | "title" | "where" | "at">,
  a: readonly (number | null)[],
  b: readonly (number | null)[],
): MeasureTest {
  const complete = a.flatMap((value, place) => {
    const partner = b[place] ?? null;
    return value === null || partner === null ? [] : [{ a: value, b: partner }];
  });
  const mean = (values: readonly number[]) =>
    values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  const result = pairedTest(a, b);
  return {
    ...about,
    values: { a, b },
    meanA: mean(complete.map((pair) => pair.a)),
    meanB: mean(complete.map((pair) => pair.b)),
    ...result,
    reason: whyNot(about, result),
  };
}

/** Why a measure has no t, said of runs where that is why. */
function whyNot(
  { measure, where, at }: Pick<MeasureTest, "measure" | "where" | "at">,
  { pairs, reason }: PairedTest,
): string | null {
  if (pairs > 0) return reason;
  if (measure === "phaseChange") return "in no pair both runs have had a phase change";
  if (where === "last" && at === null) return "the paired runs have no evaluation in common";
  return where === "at" ? "in no pair both runs have it there" : "in no pair both runs have it";
}
