import type { Verdict } from "../figures/figure.ts";
import { formatSequences, formatValue } from "../runs/comparison/formatNumbers.ts";

/** What every verdict says, whatever it is about. */
export interface Statement {
  /** In a sentence. */
  readonly statement: string;
  /** What the paper saw. */
  readonly paper: string;
  readonly seed?: number;
  /** Why it may not hold here; told only where it does not. */
  readonly why?: string;
}

/** The reason where a statement does not hold and no other is known. */
const otherData =
  "The default data and the initial parameters are others than the paper's; no more is known.";

/** A statement held against what was measured. Where it does not hold, there always is a reason. */
export function verdict(
  { statement, paper, seed, why }: Statement,
  measured: string,
  holds: boolean | null,
): Verdict {
  const reason = why ?? (holds === false ? otherData : undefined);
  return {
    statement,
    paper,
    measured,
    holds,
    ...(seed === undefined ? {} : { seed }),
    ...(reason === undefined || holds === true ? {} : { why: reason }),
  };
}

/** Something that was measured, with its name. */
export interface Named {
  readonly label: string;
  readonly value: number;
}

/** When something happened, in sequences; null: never. */
export interface Moment {
  readonly label: string;
  readonly at: number | null;
}

/**
 * Things happen in an order. Cannot be told where two neighbours happen at the same evaluation, or both never, unless
 * others are in the wrong order.
 * @param moments in the paper's order
 */
export function orderVerdict(statement: Statement, moments: readonly Moment[]): Verdict {
  const times = moments.map(({ at }) => at ?? Infinity);
  const pairs = moments.slice(1).map((later, place) => ({ earlier: moments[place]!, later, place }));
  const wrong = pairs.filter(({ place }) => times[place]! > times[place + 1]!);
  const ties = pairs.filter(({ place }) => times[place] === times[place + 1]);
  const measured = moments
    .map(({ label, at }) => ({
      label,
      time: at ?? Infinity,
      text: at === null ? "never" : formatSequences(at),
    }))
    .sort((a, b) => a.time - b.time)
    .map(({ label, text }) => `${label} ${text}`)
    .join(" · ");
  const unordered = wrong.length > 0 ? wrong : ties;
  const names = unordered.map(({ earlier, later }) => `${earlier.label} / ${later.label}`).join(", ");
  const found =
    wrong.length > 0 ? `In the other order: ${names}.` : `Not to be told apart by the evaluations: ${names}.`;
  const why = [found, statement.why].filter((part) => part !== undefined).join(" ");
  const holds = wrong.length > 0 ? false : ties.length > 0 ? null : true;
  return verdict({ ...statement, why }, measured, holds);
}

/**
 * One thing happens before all others, which may have any order among themselves. Cannot be told where none is sooner,
 * but one is at the same evaluation.
 */
export function firstVerdict(statement: Statement, first: Moment, others: readonly Moment[]): Verdict {
  const show = ({ label, at }: Moment) => `${label} ${at === null ? "never" : formatSequences(at)}`;
  const sorted = [...others].sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity));
  const time = first.at ?? Infinity;
  const sooner = sorted.filter(({ at }) => (at ?? Infinity) < time);
  const same = sorted.filter(({ at }) => (at ?? Infinity) === time);
  const measured = `${show(first)}; ${sorted.map(show).join(" · ")}`;
  const names = (moments: readonly Moment[]) => moments.map(({ label }) => label).join(", ");
  const found =
    sooner.length > 0
      ? `Sooner than ${first.label}: ${names(sooner)}.`
      : `Not to be told apart by the evaluations: ${first.label} / ${names(same)}.`;
  const why = [found, statement.why].filter((part) => part !== undefined).join(" ");
  const holds = sooner.length > 0 || first.at === null ? false : same.length > 0 ? null : true;
  return verdict({ ...statement, why }, measured, holds);
}

/**
 * A number is in a range. The range is the paper's number with a tolerance that the statement or the paper's column
 * tells.
 * @param range null for an end that is open
 */
export function rangeVerdict(
  statement: Statement,
  value: number,
  [low, high]: readonly [low: number | null, high: number | null],
  show: (value: number) => string = formatValue,
): Verdict {
  const holds = Number.isNaN(value)
    ? null
    : (low === null || value >= low) && (high === null || value <= high);
  return verdict(statement, show(value), holds);
}

/** Every one of some numbers is in a range; tells those that are not. */
export function allVerdict(
  statement: Statement,
  values: readonly Named[],
  [low, high]: readonly [low: number | null, high: number | null],
  show: (value: number) => string = formatValue,
): Verdict {
  const outside = values.filter(
    ({ value }) => !((low === null || value >= low) && (high === null || value <= high)),
  );
  const measured = values.map(({ label, value }) => `${label} ${show(value)}`).join(" · ");
  const found = `Not so: ${outside.map(({ label }) => label).join(", ")}.`;
  const why = [found, statement.why].filter((part) => part !== undefined).join(" ");
  return verdict({ ...statement, why }, measured, outside.length === 0);
}

/** A verdict on a number of the paper's full length: what is quick cannot tell. `reason`: undefined at full length. */
export function ofFullLength(verdict: Verdict, reason: string | undefined): Verdict {
  return reason === undefined ? verdict : { ...verdict, holds: null, why: reason };
}
