/**
 * Why a command says no to what the user has selected, rather than to turn to something else: the best selection that
 * there is has nothing but targets of a wrong kind. Null where that is not so.
 * @param hinted what is selected where the user is, best first
 * @param whyNotKind why a target is of the wrong kind, in a sentence; null where it is not
 */
export function whySelectionUnfit<T>(
  hinted: readonly (readonly T[])[],
  whyNotKind: (target: T) => string | null,
): string | null {
  const best = hinted.find((targets) => targets.length > 0) ?? [];
  const reasons = best.map(whyNotKind);
  return reasons.includes(null) ? null : (reasons[0] ?? null);
}
