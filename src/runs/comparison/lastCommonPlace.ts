/**
 * The last place that all of them have exactly; null where there is none.
 * @param places float64 [n] each, sequences, increasing
 */
export function lastCommonPlace(places: readonly Float64Array[]): number | null {
  const [first, ...others] = places;
  if (first === undefined) return null;
  const rest = others.map((one) => new Set(one));
  return first.findLast((at) => rest.every((one) => one.has(at))) ?? null;
}
