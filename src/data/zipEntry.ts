import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { Inflate } from "fflate";
import { UserError } from "../userError.ts";
import { errorCode } from "./errorCode.ts";

/** Compressed bytes read at a time. Deflate grows them by at most 1032, so no piece exceeds 17 MB. */
const chunk = 16_384;
/** The end-of-directory record and the longest comment after it. */
const longestEnd = 22 + 65_535;
const largestDirectory = 16_777_216;

/** A file inside a ZIP archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly checksum: number;
  readonly compressedSize: number;
  /** Bytes after unpacking. */
  readonly size: number;
  /** Where the entry's own header begins in the archive. */
  readonly offset: number;
}

/**
 * The entries that a ZIP archive's directory lists.
 * @param shownAs the path to show in messages
 * @throws UserError when the file is missing, not a ZIP archive, cut off, or larger than 4 GiB
 */
export function listZip(path: string, shownAs: string): ZipEntry[] {
  return withFile(path, shownAs, (fd) => {
    const size = fstatSync(fd).size;
    const tail = readExactly(fd, Math.max(0, size - longestEnd), Math.min(size, longestEnd), shownAs);
    const end = tail.lastIndexOf(Buffer.of(0x50, 0x4b, 5, 6));
    if (end < 0 || end + 22 > tail.length) {
      const start = readExactly(fd, 0, Math.min(size, 4), shownAs);
      throw start.equals(Buffer.of(0x50, 0x4b, 3, 4))
        ? truncated(shownAs)
        : new UserError("This is not a ZIP archive (an .npz file is one).", { file: shownAs });
    }
    const count = tail.readUInt16LE(end + 10);
    const directorySize = tail.readUInt32LE(end + 12);
    const directoryOffset = tail.readUInt32LE(end + 16);
    if (directoryOffset === 0xffffffff || directorySize > largestDirectory) {
      throw new UserError("Archives larger than 4 GiB cannot be read.", { file: shownAs });
    }
    return parseDirectory(readExactly(fd, directoryOffset, directorySize, shownAs), count, shownAs);
  });
}

/**
 * Unpacks an entry piece by piece and, after the last piece, checks its length and its CRC-32.
 * @param visit is given each piece in order; returns false to stop early, unchecked
 * @throws UserError when the entry is damaged, cut off, encrypted or packed in another way than deflate
 */
export function unpackZipEntry(
  path: string,
  entry: ZipEntry,
  shownAs: string,
  visit: (piece: Uint8Array) => boolean,
): void {
  const place = { file: shownAs, place: entry.name };
  if (entry.encrypted) throw new UserError("Encrypted archives cannot be read.", place);
  if (entry.method !== 0 && entry.method !== 8) {
    throw new UserError(`Compression method ${entry.method} is unknown; expected stored or deflate.`, place);
  }
  let length = 0;
  let checksum = -1;
  const state = { stopped: false };
  const take = (piece: Uint8Array): void => {
    length += piece.length;
    if (length > entry.size) throw new UserError("The entry is longer than its header says.", place);
    checksum = updateChecksum(checksum, piece);
    if (!state.stopped) state.stopped = !visit(piece);
  };
  const inflate = new Inflate(take);
  withFile(path, shownAs, (fd) => {
    const header = readExactly(fd, entry.offset, 30, shownAs);
    if (header.readUInt32LE(0) !== 0x04034b50)
      throw new UserError("The entry has no header where it should be.", place);
    const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    for (let done = 0; done < entry.compressedSize && !state.stopped; done += chunk) {
      const bytes = readExactly(fd, start + done, Math.min(chunk, entry.compressedSize - done), shownAs);
      if (entry.method === 0) take(bytes);
      else push(inflate, bytes, done + chunk >= entry.compressedSize, place);
    }
  });
  if (state.stopped) return;
  if (length !== entry.size || (checksum ^ -1) >>> 0 !== entry.checksum) {
    throw new UserError("The data are damaged (length or checksum is wrong).", place);
  }
}

function push(
  inflate: Inflate,
  bytes: Uint8Array,
  last: boolean,
  place: { file: string; place: string },
): void {
  try {
    inflate.push(bytes, last);
  } catch (error) {
    if (error instanceof Error && "code" in error) {
      throw new UserError(`The compressed data are damaged (${error.message}).`, place, { cause: error });
    }
    throw error;
  }
}

function parseDirectory(directory: Buffer, count: number, shownAs: string): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw truncated(shownAs);
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString("utf8", at + 46, at + 46 + nameLength),
      encrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
      method: directory.readUInt16LE(at + 10),
      checksum: directory.readUInt32LE(at + 16),
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function withFile<T>(path: string, shownAs: string, use: (fd: number) => T): T {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    throw new UserError(`Cannot open ${path} (${errorCode(error)}).`, { file: shownAs }, { cause: error });
  }
  try {
    if (!fstatSync(fd).isFile()) throw new UserError("This is not a file.", { file: shownAs });
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

function readExactly(fd: number, position: number, length: number, shownAs: string): Buffer {
  const buffer = Buffer.alloc(length);
  let done = 0;
  while (done < length) {
    const got = readSync(fd, buffer, done, length - done, position + done);
    if (got === 0) throw truncated(shownAs);
    done += got;
  }
  return buffer;
}

function truncated(shownAs: string): UserError {
  return new UserError("The archive is cut off or damaged.", { file: shownAs });
}

const checksumTable = Int32Array.from({ length: 256 }, (_, byte) => {
  let c = byte;
  for (let bit = 0; bit < 8; bit++) c = (c & 1) !== 0 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c;
});

function updateChecksum(checksum: number, bytes: Uint8Array): number {
  let c = checksum;
  for (let i = 0; i < bytes.length; i++) c = checksumTable[(c ^ bytes[i]!) & 255]! ^ (c >>> 8);
  return c;
}
