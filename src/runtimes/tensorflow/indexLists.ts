import type { IndexValue } from "../../graph/value.ts";
import { asIndex } from "../../graph/value.ts";
import { rowCount } from "../../graph/shape.ts";

/** The row numbers that an index value holds: int32 [rows]. `input` gives those of an index input by name. */
export function indexList(value: IndexValue, input: (name: string) => Int32Array): Int32Array {
  const { operation, inputs } = value;
  if (operation.kind === "index-input") return input(operation.name);
  if (operation.kind === "index-constant") return operation.data;
  const of = asIndex(inputs[0]);
  const list = indexList(of, input);
  if (operation.kind === "take") {
    const { rows } = of.type;
    if (rows.kind !== "sequence") throw new TypeError("take: rows of sequences expected");
    const places = operation.positions.map((position) => rows.positions.indexOf(position));
    return Int32Array.from({ length: rows.sequences * places.length }, (_, row) => {
      const sequence = Math.floor(row / places.length);
      return list[sequence * rows.positions.length + places[row % places.length]!]!;
    });
  }
  if (operation.kind === "used") {
    // Rows past the used ones are computed from row 0 and looked up by nobody.
    const result = new Int32Array(rowCount(value.type.rows));
    result.set(distinct(list, operation.fixed).map((row) => row - operation.fixed));
    return result;
  }
  if (operation.kind === "renumbered") {
    const used = distinct(list, operation.fixed);
    return list.map((row) => (row < operation.fixed ? row : operation.fixed + used.indexOf(row)));
  }
  if (operation.kind === "compose") return indexList(asIndex(inputs[1]), input).map((row) => list[row]!);
  throw new TypeError(`${operation.kind} gives no row numbers`);
}

/** The distinct entries from `fixed` on, in order of first appearance. */
function distinct(list: Int32Array, fixed: number): number[] {
  return [...new Set(list)].filter((row) => row >= fixed);
}
