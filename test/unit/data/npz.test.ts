import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { openNpzArray } from "../../../src/data/npz.ts";
import { UserError } from "../../../src/userError.ts";
import { makeNpy, makeNpz } from "./makeNpz.ts";

const folder = mkdtempSync(join(tmpdir(), "optoscope-npz-"));
const path = join(folder, "a.npz");
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function readAll(name = "x", rowLength = 3): { shape: readonly number[]; rows: number[][] } {
  const array = openNpzArray(path, name, "shown/a.npz");
  const rows: number[][] = [];
  array.readRows(
    rowLength,
    () => true,
    (_, values) => rows.push([...values]),
  );
  return { shape: array.shape, rows };
}

function failure(bytes: Uint8Array, name?: string): string {
  writeFileSync(path, bytes);
  try {
    readAll(name);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return String(error);
  }
  throw new Error("Nothing was wrong.");
}

const six = Float32Array.of(1, 2, 3, 4, 5, 6);
const good = makeNpz({ x: makeNpy("<f4", [2, 3], six) });

describe("openNpzArray", () => {
  const types: [string, ArrayBufferView, number[]][] = [
    ["|b1", Uint8Array.of(0, 255, 1, 0, 0, 1), [0, 255, 1, 0, 0, 1]],
    ["|u1", Uint8Array.of(0, 1, 2, 3, 4, 255), [0, 1, 2, 3, 4, 255]],
    ["|i1", Int8Array.of(0, 1, 2, 3, -4, -128), [0, 1, 2, 3, -4, -128]],
    ["<u2", Uint16Array.of(0, 1, 2, 3, 4, 65535), [0, 1, 2, 3, 4, 65535]],
    ["<i2", Int16Array.of(0, 1, 2, 3, 4, -32768), [0, 1, 2, 3, 4, -32768]],
    ["<u4", Uint32Array.of(0, 1, 2, 3, 4, 4294967295), [0, 1, 2, 3, 4, 4294967295]],
    ["<i4", Int32Array.of(0, 1, 2, 3, 4, -5), [0, 1, 2, 3, 4, -5]],
    ["<i8", BigInt64Array.of(0n, 1n, 2n, 3n, 4n, -5n), [0, 1, 2, 3, 4, -5]],
    ["<u8", BigUint64Array.of(0n, 1n, 2n, 3n, 4n, 5n), [0, 1, 2, 3, 4, 5]],
    ["<f4", Float32Array.of(0, 1.5, 2, 3, 4, -0.25), [0, 1.5, 2, 3, 4, -0.25]],
    ["<f8", Float64Array.of(0, 0.1, 2, 3, 4, -1e300), [0, 0.1, 2, 3, 4, -1e300]],
    [">i2", Uint8Array.of(0, 1, 1, 0, 0, 2, 0, 3, 0, 4, 255, 255), [1, 256, 2, 3, 4, -1]],
  ];
  it.each(types)("reads %s", (descr, data, expected) => {
    for (const level of [0, 6] as const) {
      writeFileSync(
        path,
        makeNpz({ other: makeNpy("<f4", [6], six), x: makeNpy(descr, [2, 3], data) }, level),
      );
      expect(readAll()).toEqual({ shape: [2, 3], rows: [expected.slice(0, 3), expected.slice(3)] });
    }
  });

  it("reads version 2 headers and one-dimensional arrays", () => {
    writeFileSync(path, makeNpz({ x: makeNpy("<f4", [6], six, { version: 2 }) }));
    expect(readAll("x", 2)).toEqual({
      shape: [6],
      rows: [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
    });
  });

  it("reads rows across the pieces of a large entry, and only those wanted", () => {
    const values = Float64Array.from({ length: 400_000 }, (_, i) => (i * 7919) % 65_537);
    writeFileSync(path, makeNpz({ x: makeNpy("<f8", [1000, 400], values) }));
    const seen: number[] = [];
    openNpzArray(path, "x", path).readRows(
      400,
      (row) => row % 7 === 3,
      (row, read) => {
        seen.push(row);
        expect([...read]).toEqual([...values.subarray(row * 400, (row + 1) * 400)]);
      },
    );
    expect(seen).toEqual(Array.from({ length: 143 }, (_, i) => 7 * i + 3));
  });

  it("names what is wrong, and where", () => {
    expect(failure(Buffer.from("hello, this is a text file"))).toMatch(/shown\/a\.npz: .*not a ZIP archive/);
    expect(failure(new Uint8Array(0))).toMatch(/not a ZIP archive/);
    expect(failure(good.subarray(0, good.length - 30))).toMatch(/cut off/);
    expect(failure(good, "images")).toMatch(/no array "images"; the archive holds: x\./);
    expect(failure(makeNpz({ x: Buffer.from("not numpy") }))).toMatch(/x\.npy: This is not a NumPy array/);
    expect(failure(makeNpz({ x: makeNpy("<c8", [2, 3], six) }))).toMatch(/type "<c8".*expected bool/);
    expect(failure(makeNpz({ x: makeNpy("|O", [2, 3], six) }))).toMatch(/header cannot be read/);
    expect(failure(makeNpz({ x: makeNpy("<f4", [2, 3], six, { fortran: true }) }))).toMatch(/Fortran order/);
    expect(failure(makeNpz({ x: makeNpy("<f4", [200, 3], six) }))).toMatch(
      /shape \(200, 3\) takes \d+ bytes/,
    );
    rmSync(path);
    expect(() => readAll()).toThrow(/shown\/a\.npz: Cannot open .*ENOENT/);
    expect(() => openNpzArray(folder, "x", "shown")).toThrow(/not a file/);
  });

  it("finds flipped bits by the checksum, stored or deflated", () => {
    for (const level of [0, 6] as const) {
      const bytes = makeNpz({ x: makeNpy("<f4", [2, 3], six) }, level);
      const at = 30 + "x.npy".length + 70;
      bytes[at]! ^= 4;
      expect(failure(bytes)).toMatch(/damaged|header/);
    }
  });

  it("reads the same or reports a problem, whatever bytes are changed or cut", () => {
    writeFileSync(path, good);
    const truth = readAll();
    const changes = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { maxLength: 3 });
    fc.assert(
      fc.property(changes, fc.integer({ min: 0, max: good.length }), fc.boolean(), (edits, cut, cuts) => {
        const bytes = good.slice(0, cuts ? cut : good.length);
        for (const [at, value] of edits) if (at < bytes.length) bytes[at] = value;
        writeFileSync(path, bytes);
        try {
          expect(readAll()).toEqual(truth);
        } catch (error) {
          expect(error).toBeInstanceOf(UserError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
