/**
 * Exponential moving average without the pull of its start (each value divided by the weight that it has seen so far).
 * A constant stays what it is, whatever the weight.
 * @param values float64 [n]; NaN is skipped and stays NaN
 * @param weight of the past, 0 (no smoothing) … 0.999
 * @param isLog average logarithms, as a log axis shows them; what is not positive counts as NaN then
 * @returns float64 [n]
 */
export function smooth(values: Float64Array, weight: number, isLog: boolean): Float64Array {
  const bounded = Math.min(Math.max(weight, 0), 0.999);
  const smoothed = new Float64Array(values.length);
  let sum = 0;
  let seen = 0;
  for (let i = 0; i < values.length; i++) {
    const value = isLog ? Math.log(values[i]!) : values[i]!;
    if (!Number.isFinite(value)) {
      smoothed[i] = Number.NaN;
      continue;
    }
    sum = bounded * sum + (1 - bounded) * value;
    seen = bounded * seen + (1 - bounded);
    smoothed[i] = isLog ? Math.exp(sum / seen) : sum / seen;
  }
  return smoothed;
}
