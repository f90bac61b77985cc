import type { MeasureTest } from "./compareGroups.ts";
import { formatSequences, formatValue } from "./formatNumbers.ts";
import { formatProbability } from "./formatProbability.ts";

/** A measure's test in words and short numbers. What is not known is `–`. */
export interface TestTexts {
  /** With where it is from, if that is the chosen place. */
  readonly title: string;
  /** Mean and range: `0.693 (0.650 to 0.710)`. */
  readonly a: string;
  readonly b: string;
  /** B minus A, with its confidence interval. */
  readonly difference: string;
  /** The parts of these alone. */
  readonly meanA: string;
  readonly rangeA: string;
  readonly meanB: string;
  readonly rangeB: string;
  readonly meanDifference: string;
  readonly interval: string;
  /** With the degrees of freedom. */
  readonly t: string;
  readonly p: string;
  readonly effect: string;
  /** `3`, or `2 of 3`. */
  readonly pairs: string;
  /** Why there is no test, and what was left out; empty where there is nothing to say. */
  readonly note: string;
}

/** What tables say of a test. */
export function testTexts(test: MeasureTest): TestTexts {
  const { title, where, at, t, degreesOfFreedom, p, effect, pairs, missing } = test;
  const number = test.measure === "phaseChange" ? formatSequences : formatValue;
  const signed = (value: number): string => `${value > 0 ? "+" : ""}${number(value)}`;
  const both = complete(test);
  const [rangeA, rangeB] = [range(both.a, number), range(both.b, number)];
  const show = (value: number | null, format = number): string => (value === null ? "–" : format(value));
  const [meanA, meanB] = [show(test.meanA), show(test.meanB)];
  const meanDifference = show(test.meanDifference, signed);
  const interval =
    test.interval === null ? "–" : `${signed(test.interval.low)} to ${signed(test.interval.high)}`;
  return {
    title: where === "at" && at !== null ? `${title} at ${formatSequences(at)}` : title,
    a: rangeA === "–" ? meanA : `${meanA} (${rangeA})`,
    b: rangeB === "–" ? meanB : `${meanB} (${rangeB})`,
    difference: interval === "–" ? meanDifference : `${meanDifference} (${interval})`,
    ...{ meanA, rangeA, meanB, rangeB, meanDifference, interval },
    t: t === null ? "–" : `${decimal(t)} (${degreesOfFreedom ?? "–"})`,
    p: formatProbability(p),
    effect: effect === null ? "–" : decimal(effect),
    pairs: missing === 0 ? String(pairs) : `${pairs} of ${pairs + missing}`,
    note: [
      ...(test.reason === null ? [] : [test.reason]),
      ...(missing > 0 && pairs > 0 ? [`${count(missing, "pair")} left out: ${whyMissing(test)}`] : []),
    ].join("; "),
  };
}

/** The numbers of the pairs that have both. */
function complete({ values: { a, b } }: MeasureTest): { a: number[]; b: number[] } {
  const both = a.flatMap((first, place) => {
    const second = b[place] ?? null;
    return first === null || second === null ? [] : [{ first, second }];
  });
  return { a: both.map(({ first }) => first), b: both.map(({ second }) => second) };
}

/** The lowest and the highest; `–` where all are the same. */
function range(values: readonly number[], number: (value: number) => string): string {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low < high ? `${number(low)} to ${number(high)}` : "–";
}

function whyMissing({ measure }: MeasureTest): string {
  return measure === "phaseChange" ? "one of the two runs has had no phase change" : "not measured in both";
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}

function decimal(value: number): string {
  const size = Math.abs(value);
  return `${value < 0 ? "−" : ""}${size < 1000 ? size.toFixed(2) : size.toExponential(1)}`;
}
