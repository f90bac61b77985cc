/**
 * Places in an order in which the first few already tell the most: the last, the first, then always the middle of the
 * widest gap.
 * @param places increasing
 */
export function coarseToFine(places: readonly number[]): number[] {
  if (places.length < 3) return [...places].reverse();
  const order = [places.length - 1, 0];
  let gaps: [number, number][] = [[0, places.length - 1]];
  while (gaps.length > 0) {
    const next: [number, number][] = [];
    for (const [from, to] of gaps) {
      if (to - from < 2) continue;
      const middle = (from + to) >> 1;
      order.push(middle);
      next.push([from, middle], [middle, to]);
    }
    gaps = next;
  }
  return order.map((index) => places[index]!);
}

/** A list in pieces of at most so many. */
export function inPieces<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}

/**
 * Places in pieces of at most `size`, those after the last checkpoint first. Between two checkpoints pieces follow each
 * other upwards, as training does: what was rebuilt for one is gone on with for the next.
 * @param places increasing
 * @param checkpoints increasing
 */
export function byCheckpoint(
  places: readonly number[],
  checkpoints: readonly number[],
  size: number,
): number[][] {
  const pieces = new Map<number, number[]>();
  let before = -1;
  for (const place of places) {
    while (before + 1 < checkpoints.length && checkpoints[before + 1]! <= place) before++;
    const piece = pieces.get(before);
    if (piece === undefined) pieces.set(before, [place]);
    else piece.push(place);
  }
  return [...pieces.values()].reverse().flatMap((piece) => inPieces(piece, size));
}

/** At most so many of a list, evenly spread, its first and last among them; its last where only one may be. */
export function thinned<T>(list: readonly T[], limit: number): readonly T[] {
  if (list.length <= limit) return list;
  if (limit < 2) return list.slice(list.length - Math.max(0, limit));
  return Array.from({ length: limit }, (_, i) => list[Math.round((i * (list.length - 1)) / (limit - 1))]!);
}
