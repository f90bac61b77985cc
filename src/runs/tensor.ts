/** Names of the element types that Optoscope reads and writes in safetensors files, with their array types. */
export interface TensorArrays {
  F64: Float64Array;
  F32: Float32Array;
  I64: BigInt64Array;
  I32: Int32Array;
  U8: Uint8Array;
}

/** An element type, with the name it has in safetensors files. Optoscope itself writes F32 and I32. */
export type Dtype = keyof TensorArrays;

/** A tensor in row-major order: `data` holds as many elements as the product of `shape` (1 for a scalar `[]`). */
export type Tensor = {
  [D in Dtype]: { readonly dtype: D; readonly shape: readonly number[]; readonly data: TensorArrays[D] };
}[Dtype];

/** Bytes of one element. */
export const dtypeBytes: Readonly<Record<Dtype, number>> = { F64: 8, F32: 4, I64: 8, I32: 4, U8: 1 };

/** Whether a name from a file is an element type that Optoscope knows. */
export function isDtype(name: string): name is Dtype {
  return Object.hasOwn(dtypeBytes, name);
}

/** Number of elements of a shape: the product of its dimensions. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** A tensor over a buffer that holds exactly its elements, in the byte order of this machine. */
export function tensorOver(dtype: Dtype, shape: readonly number[], buffer: ArrayBuffer): Tensor {
  switch (dtype) {
    case "F64":
      return { dtype, shape, data: new Float64Array(buffer) };
    case "F32":
      return { dtype, shape, data: new Float32Array(buffer) };
    case "I64":
      return { dtype, shape, data: new BigInt64Array(buffer) };
    case "I32":
      return { dtype, shape, data: new Int32Array(buffer) };
    case "U8":
      return { dtype, shape, data: new Uint8Array(buffer) };
  }
}
