import { UserError } from "../userError.ts";
import { decodeNpy, longestNpyHeader, parseNpyHeader } from "./npyHeader.ts";
import { listZip, unpackZipEntry } from "./zipEntry.ts";

/** Longest row that is read, in bytes: what is held in memory at a time. */
const longestRow = 16_777_216;

/** An array inside an NPZ archive, read in rows so that it never has to fit into memory. */
export interface NpzArray {
  readonly shape: readonly number[];
  /**
   * Reads the array from its start as rows of `rowLength` numbers, C order.
   * @param wanted whether `visit` is called for a row
   * @param visit is given the row's number and float64 [rowLength], which is overwritten after the call
   * @throws UserError when the archive is damaged
   */
  readRows(
    rowLength: number,
    wanted: (row: number) => boolean,
    visit: (row: number, values: Float64Array) => void,
  ): void;
}

/**
 * Finds an array in an NPZ archive (numpy.savez, numpy.savez_compressed) and reads its header.
 * @param shownAs the path to show in messages
 * @throws UserError when the file or the array is missing, damaged, or of a type that cannot be read
 */
export function openNpzArray(path: string, name: string, shownAs: string): NpzArray {
  const entries = listZip(path, shownAs);
  const entry = entries.find((candidate) => candidate.name === `${name}.npy`);
  if (entry === undefined) {
    const held = entries.map((candidate) => candidate.name.replace(/\.npy$/, "")).slice(0, 20);
    throw new UserError(`There is no array "${name}"; the archive holds: ${held.join(", ") || "nothing"}.`, {
      file: shownAs,
    });
  }
  const place = { file: shownAs, place: entry.name };
  const start: Uint8Array[] = [];
  let got = 0;
  unpackZipEntry(path, entry, shownAs, (piece) => {
    start.push(piece.slice(0, longestNpyHeader));
    got += piece.length;
    return got < longestNpyHeader;
  });
  const header = parseNpyHeader(Buffer.concat(start), place);
  const expected = header.dataOffset + header.shape.reduce((all, n) => all * n, header.itemSize);
  if (expected !== entry.size) {
    const shape = header.shape.join(", ");
    throw new UserError(
      `An array of shape (${shape}) takes ${expected} bytes, but there are ${entry.size}.`,
      place,
    );
  }

  return {
    shape: header.shape,
    readRows(rowLength, wanted, visit): void {
      const rowBytes = rowLength * header.itemSize;
      if (rowBytes > longestRow)
        throw new UserError(`A row takes ${rowBytes} bytes, more than ${longestRow}.`, place);
      const bytes = new Uint8Array(rowBytes);
      const values = new Float64Array(rowLength);
      let skip = header.dataOffset;
      let row = 0;
      let filled = 0;
      unpackZipEntry(path, entry, shownAs, (piece) => {
        let at = Math.min(skip, piece.length);
        skip -= at;
        while (at < piece.length) {
          const take = Math.min(rowBytes - filled, piece.length - at);
          if (wanted(row)) bytes.set(piece.subarray(at, at + take), filled);
          at += take;
          filled += take;
          if (filled < rowBytes) continue;
          if (wanted(row)) {
            decodeNpy(header, bytes, values);
            visit(row, values);
          }
          row += 1;
          filled = 0;
        }
        return true;
      });
    },
  };
}
