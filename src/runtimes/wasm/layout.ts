import type { Columns } from "../../graph/shape.ts";
import { columnCount } from "../../graph/shape.ts";
import type { ParameterDeclaration } from "../runtime.ts";

const roundUp = (n: number, multiple: number) => Math.ceil(n / multiple) * multiple;

/** Heads are stored in fours, so that one vector holds the same column of four heads. */
export function paddedHeads(columns: Columns): number {
  return columns.kind === "heads" ? roundUp(columns.heads, 4) : 1;
}

/** Floats of a stored row that belong to columns, those of padded heads included. */
export function storedColumns(columns: Columns): number {
  return columns.size * paddedHeads(columns);
}

/** Floats of a stored row: a multiple of 8. What is beyond the columns is zero. */
export function width(columns: Columns): number {
  return roundUp(storedColumns(columns), 8);
}

/** Floats of a stored row of features mixed by each head: the features with their padding, for every head. */
export function mixtureWidth(columns: Columns): number {
  return roundUp(columns.size, 8) * paddedHeads(columns);
}

/** Floats from a row to the next: never a multiple of 1 KiB, or a few rows would fill the same sets of the cache. */
export function spacing(floats: number): number {
  return floats % 256 === 0 ? floats + 16 : floats;
}

/** Where each column stands in a stored row, by logical column ([heads, size] or [size]). int32 [columns]. */
export function columnPlaces(columns: Columns): Int32Array {
  const heads = paddedHeads(columns);
  return Int32Array.from({ length: columnCount(columns) }, (_, column) =>
    columns.kind === "heads" ? (column % columns.size) * heads + Math.floor(column / columns.size) : column,
  );
}

/** Floats that a parameter takes. */
export function parameterFloats({ type }: ParameterDeclaration): number {
  if (type.kind === "matrix") return width(type.in) * width(type.out);
  if (type.rows.kind !== "table") throw new TypeError("a parameter has the rows of a table");
  return type.rows.max * width(type.columns);
}

/**
 * Where each element of a parameter stands among its floats. Matrices are in panels of 8 columns,
 * [width(out) / 8][width(in)][8]; per-head matrices have their head first: [heads, in, size] or [heads, size, out].
 */
export function parameterPlaces({ type }: ParameterDeclaration): Int32Array {
  if (type.kind === "rows") {
    const places = columnPlaces(type.columns);
    const stride = width(type.columns);
    const rows = type.rows.kind === "table" ? type.rows.max : 0;
    return Int32Array.from({ length: rows * places.length }, (_, element) => {
      const row = Math.floor(element / places.length);
      return row * stride + places[element % places.length]!;
    });
  }
  const rows = columnPlaces(type.in);
  const columns = columnPlaces(type.out);
  const height = width(type.in);
  const heads = type.out.kind === "heads" ? type.out.heads : 1;
  const perHead = columns.length / heads;
  const result = new Int32Array(rows.length * columns.length);
  let element = 0;
  // With heads in `in`, its logical order [heads, size] already is the shape's.
  for (let head = 0; head < heads; head++) {
    for (const row of rows) {
      for (let column = head * perHead; column < (head + 1) * perHead; column++) {
        const place = columns[column]!;
        result[element++] = (place >> 3) * height * 8 + row * 8 + (place & 7);
      }
    }
  }
  return result;
}
