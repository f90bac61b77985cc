import type { Curves } from "./curves.ts";

/** Copies curves into one buffer: VS Code sends no more than about 250 of them in a message, whole, and loses the others. */
export function packCurves({ sequences, columns }: Curves): Curves {
  const count = sequences.length;
  const entries = Object.entries(columns);
  const all = new Float64Array((entries.length + 1) * count);
  const copy = (values: Float64Array, place: number): Float64Array => {
    const part = all.subarray(place * count, (place + 1) * count);
    part.set(values);
    return part;
  };
  return {
    sequences: copy(sequences, 0),
    columns: Object.fromEntries(entries.map(([key, values], place) => [key, copy(values, place + 1)])),
  };
}
