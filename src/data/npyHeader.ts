import { UserError, type Place } from "../userError.ts";

/** What a NumPy array file says about itself. */
export interface NpyHeader {
  /** Kind of number: bool, signed, unsigned or floating. */
  readonly kind: "b" | "i" | "u" | "f";
  /** Bytes in a number. */
  readonly itemSize: 1 | 2 | 4 | 8;
  readonly littleEndian: boolean;
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly dataOffset: number;
}

/** Longest header that is read; numpy's own are 128 bytes. */
export const longestNpyHeader = 65_536;

const sizes: Record<NpyHeader["kind"], readonly number[]> = {
  b: [1],
  i: [1, 2, 4, 8],
  u: [1, 2, 4, 8],
  f: [4, 8],
};

/**
 * Parses the header of the NPY format, versions 1 to 3 (numpy.lib.format).
 * @param start the file's first bytes, all of the header among them
 * @throws UserError for anything but a C-ordered array of bools, integers of up to 8 bytes, float32 or float64
 */
export function parseNpyHeader(start: Uint8Array, place: Place): NpyHeader {
  const bytes = Buffer.from(start.buffer, start.byteOffset, start.byteLength);
  const version = bytes.length < 12 || bytes.toString("latin1", 0, 6) !== "\x93NUMPY" ? 0 : bytes[6]!;
  if (version < 1 || version > 3) throw new UserError("This is not a NumPy array (.npy).", place);
  const textStart = version === 1 ? 10 : 12;
  const dataOffset = textStart + (version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8));
  if (dataOffset > bytes.length) throw new UserError("The NumPy header is cut off or too long.", place);
  const text = bytes.toString("latin1", textStart, dataOffset);

  const type = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d+)'/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(text);
  if (type === null || order === null || shape === null) {
    throw new UserError(`The NumPy header cannot be read: ${text.slice(0, 200).trim()}`, place);
  }
  const kind = type[2]!;
  const itemSize = Number(type[3]);
  if (!isKind(kind) || !isSize(itemSize) || !sizes[kind].includes(itemSize)) {
    throw new UserError(
      `Numbers of type "${type.slice(1).join("")}" cannot be read; expected bool, integers, float32 or float64.`,
      place,
    );
  }
  if (order[1] === "True") {
    throw new UserError("The array is in Fortran order; expected C order (numpy.ascontiguousarray).", place);
  }
  return {
    kind,
    itemSize,
    littleEndian: type[1] !== ">",
    shape: shape[1]!
      .split(",")
      .filter((part) => part.trim() !== "")
      .map(Number),
    dataOffset,
  };
}

/**
 * Reads numbers in the header's format.
 * @param out float64, filled as far as the bytes go; 64-bit integers are rounded to 53 bits
 */
export function decodeNpy(header: NpyHeader, bytes: Uint8Array, out: Float64Array): void {
  const { kind, itemSize, littleEndian } = header;
  if (itemSize === 1 && kind !== "i") {
    for (let i = 0; i < bytes.length; i++) out[i] = bytes[i]!;
    return;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = readers[`${kind}${itemSize}`]!;
  for (let i = 0; i * itemSize < bytes.length; i++) out[i] = read(view, i * itemSize, littleEndian);
}

const readers: Readonly<Record<string, (view: DataView, at: number, little: boolean) => number>> = {
  i1: (view, at) => view.getInt8(at),
  i2: (view, at, little) => view.getInt16(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  u2: (view, at, little) => view.getUint16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
};

function isKind(kind: string): kind is NpyHeader["kind"] {
  return kind in sizes;
}

function isSize(size: number): size is NpyHeader["itemSize"] {
  return size === 1 || size === 2 || size === 4 || size === 8;
}
