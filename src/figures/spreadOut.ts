/**
 * Places of texts beside each other, as near as they can be to where they belong: at least `apart` from one to the next
 * and within `from` … `to`, where that has room for all. In the order in which they were given.
 */
export function spreadOut(wanted: readonly number[], apart: number, from: number, to: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!);
  const places = [...wanted];
  let least = from;
  for (const i of order) {
    places[i] = Math.max(wanted[i]!, least);
    least = places[i] + apart;
  }
  let most = to;
  for (const i of order.toReversed()) {
    places[i] = Math.min(places[i]!, most);
    most = places[i] - apart;
  }
  return places;
}
