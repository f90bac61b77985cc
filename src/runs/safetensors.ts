import { atomicWrite } from "./atomicWrite.ts";
import { readBounded } from "./readBounded.ts";
import { decodeHeader, encodeHeader } from "./safetensorsHeader.ts";
import { tensorOver } from "./tensor.ts";
import type { Tensor } from "./tensor.ts";

/** What a safetensors file holds, tensors in the order of their data. */
export interface SafetensorsContent {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

function bytesOf(tensor: Tensor): Uint8Array {
  return new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/**
 * The bytes of a safetensors file (https://huggingface.co/docs/safetensors): tensors in the map's order, data
 * little-endian and row-major, beginning at a multiple of 8 bytes.
 * @throws RangeError when a tensor's shape and data disagree
 */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const parts = [encodeHeader(tensors, metadata), ...[...tensors.values()].map(bytesOf)];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of parts) {
    bytes.set(part, position);
    position += part.length;
  }
  return bytes;
}

/**
 * Reads a safetensors file; every tensor is a copy of its bytes.
 * @param file named in errors
 * @throws UserError naming the file and the tensor when anything is truncated, damaged or of an unknown type
 */
export function decodeSafetensors(bytes: Uint8Array, file: string): SafetensorsContent {
  const { places, metadata, dataStart } = decodeHeader(bytes, file);
  const tensors = new Map<string, Tensor>();
  for (const { name, dtype, shape, begin, end } of places) {
    // A copy, not a view: a tensor's place need not be a multiple of its element size.
    const copy = new Uint8Array(end - begin);
    copy.set(bytes.subarray(dataStart + begin, dataStart + end));
    tensors.set(name, tensorOver(dtype, shape, copy.buffer));
  }
  return { tensors, metadata };
}

/**
 * Writes a safetensors file in one step: it is there whole, or not at all, and an older file of that name is kept
 * until then. Tensors are not copied in memory.
 * @throws UserError naming the file and the reason (disk full, no permission …), with nothing half-written left
 */
export function writeSafetensors(
  file: string,
  tensors: ReadonlyMap<string, Tensor>,
  metadata: Readonly<Record<string, string>>,
): void {
  atomicWrite(file, [encodeHeader(tensors, metadata), ...[...tensors.values()].map(bytesOf)], true);
}

/**
 * Reads a safetensors file from disk, up to 1.5 GiB.
 * @throws UserError as `decodeSafetensors`, and when the file cannot be read or is larger
 */
export function readSafetensors(file: string): SafetensorsContent {
  return decodeSafetensors(readBounded(file, 1.5 * 2 ** 30), file);
}
