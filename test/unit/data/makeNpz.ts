import { zipSync } from "fflate";

/** The bytes of an .npy file: version 1 header, then the data. */
export function makeNpy(
  descr: string,
  shape: readonly number[],
  data: ArrayBufferView,
  options: { fortran?: boolean; version?: 1 | 2 } = {},
): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]!},` : shape.join(", ");
  const order = options.fortran === true ? "True" : "False";
  const text = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${tuple}), }\n`;
  const version = options.version ?? 1;
  const head = Buffer.alloc(version === 1 ? 10 : 12);
  head.write("\x93NUMPY", "latin1");
  head[6] = version;
  if (version === 1) head.writeUInt16LE(text.length, 8);
  else head.writeUInt32LE(text.length, 8);
  return Buffer.concat([head, Buffer.from(text), Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

/** An .npz archive of named arrays, deflated like numpy.savez_compressed or stored like numpy.savez. */
export function makeNpz(arrays: Readonly<Record<string, Uint8Array>>, level: 0 | 6 = 6): Uint8Array {
  const files = Object.entries(arrays).map(([name, bytes]) => [`${name}.npy`, bytes] as const);
  return zipSync(Object.fromEntries(files), { level });
}
