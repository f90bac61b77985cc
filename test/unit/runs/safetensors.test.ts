import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/userError.ts";
import {
  decodeSafetensors,
  encodeSafetensors,
  readSafetensors,
  writeSafetensors,
} from "../../../src/runs/safetensors.ts";
import { tensorOver } from "../../../src/runs/tensor.ts";
import type { Dtype, Tensor } from "../../../src/runs/tensor.ts";
import { dtypeBytes, elementCount } from "../../../src/runs/tensor.ts";
import { sampleTensors, temporaryFolder, thrownBy } from "./runFixtures.ts";

const dtypes: readonly Dtype[] = ["F64", "F32", "I64", "I32", "U8"];

const anyTensor: fc.Arbitrary<Tensor> = fc
  .record({ dtype: fc.constantFrom(...dtypes), shape: fc.array(fc.nat(4), { maxLength: 3 }) })
  .chain(({ dtype, shape }) => {
    const length = elementCount(shape) * dtypeBytes[dtype];
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((bytes) => tensorOver(dtype, shape, new Uint8Array(bytes).buffer));
  });

const anyName = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom("__proto__", "toString", "7", "blocks.0.w"),
);
const anyTensors = fc
  .uniqueArray(fc.tuple(anyName, anyTensor), { selector: ([name]) => name, maxLength: 6 })
  .filter((entries) => entries.every(([name]) => name !== "__metadata__"))
  .map((entries) => new Map(entries));
const anyMetadata = fc
  .array(fc.tuple(anyName, fc.string({ unit: "binary" })), { maxLength: 4 })
  .map((entries): Record<string, string> => Object.fromEntries(entries));

function rawBytes(tensor: Tensor): Buffer {
  return Buffer.from(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
}

/** A file with any header and data, as another program or a damaged disk may leave it. */
function rawFile(header: unknown, data: Uint8Array, padding = 0): Uint8Array {
  const json = Buffer.from(
    (typeof header === "string" ? header : JSON.stringify(header)) + " ".repeat(padding),
  );
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, data]));
}

function entry(shape: readonly number[], begin: number, end: number, dtype = "F32") {
  return { dtype, shape, data_offsets: [begin, end] };
}

describe("encodeSafetensors", () => {
  it("round-trips any tensors and metadata, bit for bit, from any place in memory", () => {
    fc.assert(
      fc.property(anyTensors, anyMetadata, fc.nat(9), (tensors, metadata, shift) => {
        const encoded = encodeSafetensors(tensors, metadata);
        const shifted = new Uint8Array(encoded.length + shift).subarray(shift);
        shifted.set(encoded);
        const decoded = decodeSafetensors(shifted, "some.safetensors");
        expect(Object.entries(decoded.metadata).sort()).toEqual(Object.entries(metadata).sort());
        expect([...decoded.tensors.keys()].sort()).toEqual([...tensors.keys()].sort());
        for (const [name, tensor] of tensors) {
          const back = decoded.tensors.get(name)!;
          expect([back.dtype, back.shape]).toEqual([tensor.dtype, tensor.shape]);
          expect(back.data.constructor).toBe(tensor.data.constructor);
          expect(rawBytes(back).equals(rawBytes(tensor))).toBe(true);
        }
      }),
    );
  });

  it("writes the published layout: length, JSON padded with spaces to 8 bytes, data in the map's order", () => {
    const tensors = new Map<string, Tensor>([
      ["z", { dtype: "I32", shape: [1], data: Int32Array.of(258) }],
      ["a", { dtype: "F32", shape: [2, 1], data: Float32Array.of(1, -2) }],
    ]);
    const bytes = Buffer.from(encodeSafetensors(tensors, { format: "pt" }));
    const length = Number(bytes.readBigUInt64LE(0));
    expect(length % 8).toBe(0);
    const header = bytes.subarray(8, 8 + length).toString();
    expect(header).toMatch(/^\{.*\} *$/);
    expect(JSON.parse(header)).toEqual({
      __metadata__: { format: "pt" },
      z: { dtype: "I32", shape: [1], data_offsets: [0, 4] },
      a: { dtype: "F32", shape: [2, 1], data_offsets: [4, 12] },
    });
    expect(bytes.subarray(8 + length).toString("hex")).toBe("020100000000803f000000c0");
  });

  it("keeps the map's order when decoding", () => {
    const { tensors } = decodeSafetensors(encodeSafetensors(sampleTensors(3), {}), "f");
    expect([...tensors.keys()]).toEqual(["unembed.b_U", "step"]);
  });

  it("writes a view into a larger buffer without its surroundings", () => {
    const memory = Float32Array.of(9, 1, 2, 9);
    const tensors = new Map<string, Tensor>([
      ["v", { dtype: "F32", shape: [2], data: memory.subarray(1, 3) }],
    ]);
    expect([...decodeSafetensors(encodeSafetensors(tensors, {}), "f").tensors.get("v")!.data]).toEqual([
      1, 2,
    ]);
  });

  it("refuses a tensor whose shape and data disagree", () => {
    const tensors = new Map<string, Tensor>([["v", { dtype: "F32", shape: [3], data: new Float32Array(2) }]]);
    expect(() => encodeSafetensors(tensors, {})).toThrow(/tensor v: 2 elements/);
  });
});

describe("decodeSafetensors", () => {
  const data = new Uint8Array(16);
  const good = { a: entry([2], 0, 8), b: entry([2], 8, 16) };

  it("accepts what the corruptions below are made from, header padded or not, data aligned or not", () => {
    for (const padding of [0, 1, 5]) {
      expect(decodeSafetensors(rawFile(good, data, padding), "f").tensors.size).toBe(2);
    }
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["an empty file", new Uint8Array(0), /not a safetensors file: 0 bytes/],
    ["a file without a length", new Uint8Array(7), /not a safetensors file: 7 bytes/],
    ["a huge header", new Uint8Array(64).fill(255), /header would have 18446744073709551615 bytes/],
    [
      "a header beyond the file",
      rawFile(good, data).subarray(0, 40),
      /truncated: the header needs \d+ bytes/,
    ],
    ["no JSON", rawFile("{nonsense", data), /header is not a JSON object/],
    ["an array", rawFile([], data), /header is not a JSON object/],
    ["null", rawFile("null", data), /header is not a JSON object/],
    ["text that is not UTF-8", new Uint8Array([2, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xfe]), /not a JSON object/],
    [
      "metadata of another type",
      rawFile({ __metadata__: { a: 1 } }, new Uint8Array(0)),
      /__metadata__: damaged/,
    ],
    [
      "an unknown type",
      rawFile({ a: entry([8], 0, 16, "BF16") }, data),
      /a: holds BF16 elements, expected one of F64/,
    ],
    [
      "a type named like a method",
      rawFile({ a: entry([8], 0, 16, "toString") }, data),
      /holds toString elements/,
    ],
    ["a negative dimension", rawFile({ a: entry([-4], 0, 16) }, data), /: a: damaged: shape\[0\]/],
    ["a fractional dimension", rawFile({ a: entry([0.5], 0, 16) }, data), /: a: damaged: shape\[0\]/],
    ["a shape too large", rawFile({ a: entry([2 ** 40, 2 ** 40], 0, 16) }, data), /: a: damaged: .* needs/],
    [
      "a shape and offsets that disagree",
      rawFile({ a: entry([3], 0, 16) }, data),
      /needs 12 bytes, .* span 16/,
    ],
    ["offsets backwards", rawFile({ a: entry([2], 8, 0) }, data), /: a: damaged/],
    ["missing offsets", rawFile({ a: { dtype: "F32", shape: [4] } }, data), /: a: damaged: data_offsets/],
    ["an unknown key", rawFile({ a: { ...entry([4], 0, 16), more: 1 } }, data), /: a: damaged: .*more/],
    ["an entry that is no object", rawFile({ a: 3 }, data), /: a: damaged/],
    [
      "an overlap",
      rawFile({ a: entry([2], 0, 8), b: entry([3], 4, 16) }, data),
      /: b: damaged: its data overlap/,
    ],
    ["a gap", rawFile({ a: entry([1], 0, 4), b: entry([2], 8, 16) }, data), /: b: damaged: 4 unused bytes/],
    ["a gap at the beginning", rawFile({ a: entry([2], 8, 16) }, data), /: a: damaged: 8 unused bytes/],
    ["bytes left over", rawFile(good, new Uint8Array(20)), /damaged: 4 unused bytes after the last/],
    ["truncated data", rawFile(good, data.subarray(0, 15)), /: b: truncated: its data end at byte 16/],
  ])("explains %s", (_, bytes, message) => {
    const error = thrownBy(() => decodeSafetensors(bytes, "checkpoints/32.safetensors"));
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toMatch(/checkpoints\/32\.safetensors: /);
    expect(String(error)).toMatch(message);
  });

  it("refuses every truncation of a file", () => {
    const bytes = encodeSafetensors(sampleTensors(1), { sequences: "32" });
    for (let length = 0; length < bytes.length; length++) {
      expect(thrownBy(() => decodeSafetensors(bytes.subarray(0, length), "f"))).toBeInstanceOf(UserError);
    }
  });

  it("never crashes on a damaged byte", () => {
    const bytes = encodeSafetensors(sampleTensors(1), { sequences: "32" });
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (position, value) => {
        const damaged = bytes.slice();
        damaged[position] = value;
        try {
          decodeSafetensors(damaged, "f");
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
    );
  });
});

describe("writeSafetensors", () => {
  it("writes the encoded bytes and leaves no temporary file", () => {
    const folder = temporaryFolder();
    const file = join(folder, "a.safetensors");
    writeFileSync(file, "old");
    writeSafetensors(file, sampleTensors(4), { x: "y" });
    expect(readFileSync(file).equals(encodeSafetensors(sampleTensors(4), { x: "y" }))).toBe(true);
    expect(readdirSync(folder)).toEqual(["a.safetensors"]);
    expect(readSafetensors(file).metadata).toEqual({ x: "y" });
  });

  it("keeps the old file and removes the temporary one when writing fails half-way", () => {
    const folder = temporaryFolder();
    // A rename onto a folder that is not empty fails after everything was written.
    const file = join(folder, "a.safetensors");
    mkdirSync(join(file, "inside"), { recursive: true });
    const error = thrownBy(() => {
      writeSafetensors(file, sampleTensors(1), {});
    });
    expect(error).toBeInstanceOf(UserError);
    expect(String(error)).toContain(`${file}: cannot write the file: `);
    expect(String(error)).toContain("Nothing half-written is left.");
    expect(readdirSync(folder)).toEqual(["a.safetensors"]);
    expect(existsSync(join(file, "inside"))).toBe(true);
  });

  it("names the file and the reason when the folder cannot be written", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "plain"), "");
    expect(() => {
      writeSafetensors(join(folder, "plain", "a.safetensors"), sampleTensors(1), {});
    }).toThrow(
      /plain\/a\.safetensors: cannot write the file: a part of the path is a file, not a folder \(ENOTDIR\)/,
    );
    expect(() => {
      writeSafetensors(join(folder, "missing", "a.safetensors"), sampleTensors(1), {});
    }).toThrow(/no such file or folder \(ENOENT\)/);
  });
});

describe("readSafetensors", () => {
  it("explains a missing file and a folder", () => {
    const folder = temporaryFolder();
    expect(() => readSafetensors(join(folder, "no"))).toThrow(/no: cannot read the file: no such file/);
    expect(thrownBy(() => readSafetensors(folder))).toBeInstanceOf(UserError);
  });
});
