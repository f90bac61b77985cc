import * as z from "zod";
import { UserError } from "../userError.ts";
import { dtypeBytes, elementCount, isDtype } from "./tensor.ts";
import type { Dtype, Tensor } from "./tensor.ts";
import { zodProblem } from "./zodProblem.ts";

/** Where one tensor lies: `begin` and `end` in bytes, counted from the end of the header. */
export interface TensorPlace {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** A header as read: the tensors in the order of their data, the metadata, and the byte at which the data begin. */
export interface SafetensorsHeader {
  readonly places: readonly TensorPlace[];
  readonly metadata: Readonly<Record<string, string>>;
  readonly dataStart: number;
}

/** The limit of the reference implementation; a larger header is damage or an attack. */
const largestHeader = 100_000_000;

const entrySchema = z.strictObject({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});

/**
 * The length (8 bytes, little-endian) and the JSON header of a safetensors file, padded with spaces so that the data
 * begin at a multiple of 8 bytes. Tensors lie in the map's order without gaps.
 * @throws RangeError when a tensor's shape and data disagree
 */
export function encodeHeader(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const entries: string[] = [];
  // Entries are joined by hand because an object cannot hold a key such as "__proto__".
  if (Object.keys(metadata).length > 0) entries.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let begin = 0;
  for (const [name, { dtype, shape, data }] of tensors) {
    if (name === "__metadata__" || data.length !== elementCount(shape)) {
      throw new RangeError(
        `tensor ${name}: ${data.length} elements cannot have the shape [${shape.join(", ")}]`,
      );
    }
    const end = begin + data.byteLength;
    entries.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [begin, end] })}`);
    begin = end;
  }
  const json = new TextEncoder().encode(`{${entries.join(",")}}`);
  const length = Math.ceil(json.length / 8) * 8;
  const bytes = new Uint8Array(8 + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(json, 8);
  return bytes;
}

/**
 * Reads and checks a header against the size of the file.
 * @param bytes the file, whole
 * @throws UserError naming the file, and the tensor where there is one
 */
export function decodeHeader(bytes: Uint8Array, file: string): SafetensorsHeader {
  const fail = (message: string, place?: string): never => {
    throw new UserError(message, place === undefined ? { file } : { file, place });
  };
  if (bytes.length < 8) fail(`not a safetensors file: ${bytes.length} bytes, expected at least 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > BigInt(largestHeader)) {
    fail(`not a safetensors file: its header would have ${length} bytes, expected at most ${largestHeader}`);
  }
  const dataStart = 8 + Number(length);
  if (dataStart > bytes.length) {
    fail(`truncated: the header needs ${dataStart} bytes, the file has ${bytes.length}`);
  }
  const { __metadata__: rawMetadata, ...rest } = parseHeader(bytes.subarray(8, dataStart), file);
  const metadata = rawMetadata ?? {};
  if (!isTextRecord(metadata)) return fail("damaged: expected an object of strings", "__metadata__");

  const places = Object.entries(rest).map(([name, entry]) => readEntry(name, entry, file));
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCoverage(places, bytes.length - dataStart, file);
  return { places, metadata, dataStart };
}

// Not a zod schema: those drop a key named "__proto__", which is an allowed name.
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTextRecord(value: unknown): value is Record<string, string> {
  return isRecord(value) && Object.values(value).every((text) => typeof text === "string");
}

function parseHeader(bytes: Uint8Array, file: string): Record<string, unknown> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    header = null;
  }
  if (isRecord(header)) return header;
  throw new UserError("damaged: its header is not a JSON object", { file });
}

function readEntry(name: string, entry: unknown, file: string): TensorPlace {
  const where = { file, place: name };
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) throw new UserError(`damaged: ${zodProblem(parsed.error)}`, where);
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!isDtype(dtype)) {
    const known = Object.keys(dtypeBytes).join(", ");
    throw new UserError(`holds ${dtype} elements, expected one of ${known}`, where);
  }
  const [begin, end] = offsets;
  const size = elementCount(shape) * dtypeBytes[dtype];
  if (end - begin !== size) {
    const sizes = `[${shape.join(", ")}] ${dtype} needs ${size} bytes, its offsets span ${end - begin}`;
    throw new UserError(`damaged: ${sizes}`, where);
  }
  return { name, dtype, shape, begin, end };
}

/** The data must be covered by the tensors exactly: sorted by place, each begins where the one before ends. */
function checkCoverage(places: readonly TensorPlace[], available: number, file: string): void {
  let covered = 0;
  for (const { name, begin, end } of places) {
    const where = { file, place: name };
    if (begin < covered) throw new UserError("damaged: its data overlap those of another tensor", where);
    if (begin > covered)
      throw new UserError(`damaged: ${begin - covered} unused bytes before its data`, where);
    if (end > available) {
      throw new UserError(`truncated: its data end at byte ${end}, the file holds ${available}`, where);
    }
    covered = end;
  }
  if (covered < available) {
    throw new UserError(`damaged: ${available - covered} unused bytes after the last tensor`, { file });
  }
}
