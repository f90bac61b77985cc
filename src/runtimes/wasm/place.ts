import type { Address, Argument, Buffer } from "./instruction.ts";

/** Where rows of floats stand: row r is `stride` bytes × r, or × index[r], past the address. */
export interface Place extends Address {
  /** Bytes from a row to the next. */
  readonly stride: number;
  /** Row numbers, or null for rows in order. */
  readonly index: Address | null;
  /** Whether whole tiles of four rows may be written, past the last row. */
  readonly padded: boolean;
}

/** A place in a buffer of its own, rows in order. */
export function wholePlace(buffer: Buffer, stride: number): Place {
  return { buffer, offset: 0, stride, index: null, padded: true };
}

/** The same rows from another start and with another stride: a view. */
export function viewOf(place: Place, offset: number, stride = place.stride): Place {
  return { ...place, offset: place.offset + offset, stride, padded: false };
}

/** Arguments of a row operand: address, stride. Throws where the kernel cannot look rows up but must. */
export function direct(place: Place): [Argument, Argument] {
  if (place.index !== null) throw new TypeError("a kernel was given rows to look up");
  return [place, place.stride];
}

/** Arguments of a row operand that may be looked up: address, stride, index or 0. */
export function indexed(place: Place): [Argument, Argument, Argument] {
  return [place, place.stride, place.index ?? 0];
}
