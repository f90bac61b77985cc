/**
 * How far tensors are from others, relative to these: ‖A − R‖ / ‖R‖, Frobenius norms, all pairs as one vector.
 * 0 where both are all zeros; infinite where only R is.
 * @param pairs A and R of each tensor: float32, of one size
 */
export function relativeDistance(pairs: readonly (readonly [Float32Array, Float32Array])[]): number {
  let [difference, reference] = [0, 0];
  for (const [own, other] of pairs) {
    for (let element = 0; element < other.length; element++) {
      const number = other[element]!;
      difference += (own[element]! - number) ** 2;
      reference += number * number;
    }
  }
  return difference === 0 ? 0 : Math.sqrt(difference / reference);
}
