/**
 * Spearman's rank correlation of two lists of the same length: 1 where both have the same order, −1 where one is the
 * other's reverse. Equal values share the mean of their ranks. Not a number where all of a list are equal.
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  const [first, second] = [ranks(a), ranks(b)];
  const mean = (a.length - 1) / 2;
  const product = (left: readonly number[], right: readonly number[]) =>
    left.reduce((sum, rank, at) => sum + (rank - mean) * (right[at]! - mean), 0);
  return product(first, second) / Math.sqrt(product(first, first) * product(second, second));
}

function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}
