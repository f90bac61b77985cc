/** The median of at least one number: the middle one, or the mean of the two in the middle. Throws a RangeError for none. */
export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1];
  const lower = sorted[(sorted.length - 1) >> 1];
  if (upper === undefined || lower === undefined) throw new RangeError("the median of no numbers");
  return (lower + upper) / 2;
}
