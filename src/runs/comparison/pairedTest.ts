import { studentT } from "./studentT.ts";

/** How probable the interval of a paired test is to hold the true difference. */
export const confidence = 0.95;

/** A paired t-test, as plain JSON. What cannot be said is null, and `reason` says why. */
export interface PairedTest {
  /** Pairs of two numbers: what all that follows is of. */
  readonly pairs: number;
  /** Pairs that are left out, because one of their numbers is missing. */
  readonly missing: number;
  /** Of second minus first. */
  readonly meanDifference: number | null;
  /** Sample standard deviation of the differences (of n − 1). */
  readonly deviation: number | null;
  readonly t: number | null;
  readonly degreesOfFreedom: number | null;
  /** Two-sided. */
  readonly p: number | null;
  /** The 95 % confidence interval of the mean difference. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Cohen's d_z: the mean difference in standard deviations of the differences. */
  readonly effect: number | null;
  /** Hedges' g_z: the same without its bias in small samples; null also for two pairs, where it has no finite one. */
  readonly correctedEffect: number | null;
  /** Why there is no t; null where there is. */
  readonly reason: string | null;
}

/**
 * Student's t-test of paired numbers: whether the second ones differ from the first ones in the mean. With n
 * differences `second − first` of mean m and standard deviation s: t = m / (s / √n) with n − 1 degrees of freedom,
 * d_z = m / s (D. Lakens, "Calculating and reporting effect sizes", Frontiers in Psychology 4:863, 2013), times
 * Hedges' correction for n − 1 degrees of freedom. Assumes that differences are normal; with few pairs nobody can
 * tell. Throws a RangeError where the two are not of one length.
 * @param first [n]; null and not-a-number are missing
 * @param second [n], the partners of `first`
 */
export function pairedTest(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
): PairedTest {
  if (first.length !== second.length) throw new RangeError("pairs need two numbers each");
  const complete = first.flatMap((a, place) => {
    const b = second[place] ?? null;
    return isThere(a) && isThere(b) ? [{ a, b }] : [];
  });
  const differences = complete.map(({ a, b }) => b - a);
  const n = differences.length;
  const nothing: PairedTest = {
    pairs: n,
    missing: first.length - n,
    meanDifference: n === 0 ? null : mean(differences),
    deviation: null,
    t: null,
    degreesOfFreedom: null,
    p: null,
    interval: null,
    effect: null,
    correctedEffect: null,
    reason: n === 0 ? "no pair has both numbers" : "one pair says nothing of how much pairs differ",
  };
  if (n < 2) return nothing;
  const m = mean(differences);
  const deviation = Math.sqrt(differences.reduce((sum, one) => sum + (one - m) ** 2, 0) / (n - 1));
  // What is left of equal differences is the rounding of their numbers.
  const largest = Math.max(...complete.flatMap(({ a, b }) => [Math.abs(a), Math.abs(b)]));
  const rounding = 8 * Number.EPSILON * largest;
  if (deviation <= rounding) {
    const what = Math.abs(m) <= rounding ? "no pair differs" : "all pairs differ by the same";
    return { ...nothing, deviation: 0, reason: `${what}: t is not defined` };
  }
  const degreesOfFreedom = n - 1;
  const error = deviation / Math.sqrt(n);
  const reach = studentT.twoSidedLimit(confidence, degreesOfFreedom) * error;
  const correction = studentT.hedgesCorrection(degreesOfFreedom);
  return {
    ...nothing,
    deviation,
    t: m / error,
    degreesOfFreedom,
    p: studentT.twoSidedP(m / error, degreesOfFreedom),
    interval: { low: m - reach, high: m + reach },
    effect: m / deviation,
    correctedEffect: correction === null ? null : (correction * m) / deviation,
    reason: null,
  };
}

function isThere(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
