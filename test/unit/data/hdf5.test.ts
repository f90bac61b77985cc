import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import h5wasm from "h5wasm/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadHdf5 } from "../../../src/data/sources/hdf5.ts";
import { UserError } from "../../../src/userError.ts";

const folder = mkdtempSync(join(tmpdir(), "optoscope-hdf5-"));
const shape = [6, 3, 4];
const values = Float64Array.from({ length: 72 }, (_, i) => i / 3);

beforeAll(async () => {
  await h5wasm.ready;
  const file = new h5wasm.File(join(folder, "good.h5"), "w");
  const group = file.create_group("resnet18").create_group("224");
  group.create_dataset({ name: "feat", data: Float32Array.from(values), shape: shape });
  file.create_dataset({ name: "double", data: values, shape: shape, chunks: [2, 3, 4], compression: 6 });
  file.create_dataset({ name: "flat", data: values, shape: [18, 4] });
  file.create_dataset({ name: "ints", data: Int32Array.from({ length: 72 }), shape: shape });
  file.create_dataset({ name: "empty", data: new Float32Array(0), shape: [6, 3, 0] });
  file.create_dataset({ name: "words", data: ["a", "b"] });
  const holes = Float32Array.from(values);
  holes[37] = Number.NaN;
  file.create_dataset({ name: "holes", data: holes, shape: shape });
  const huge = Float64Array.from(values);
  huge[5] = 1e300;
  file.create_dataset({ name: "huge", data: huge, shape: shape });
  file.close();
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function load(dataset: string, classes = 6, perClass = 3, file = "good.h5"): Promise<number[]> {
  const exemplars = await loadHdf5({ kind: "hdf5", file, dataset }, classes, perClass, folder);
  expect(exemplars).toMatchObject({ classes, perClass, dimension: 4 });
  return [...exemplars.features];
}

async function failure(dataset: string, classes = 6, perClass = 3, file = "good.h5"): Promise<string> {
  const error: unknown = await load(dataset, classes, perClass, file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UserError);
  return String(error);
}

describe("loadHdf5", () => {
  it("reads float32 and float64 datasets, chunked and compressed too", async () => {
    const expected = [...Float32Array.from(values)];
    expect(await load("resnet18/224/feat")).toEqual(expected);
    expect(await load("/resnet18/224/feat")).toEqual(expected);
    expect(await load("double")).toEqual(expected);
  });

  it("takes the first classes and the first exemplars of each", async () => {
    const expected = [...values.subarray(0, 8), ...values.subarray(12, 20)].map(Math.fround);
    expect(await load("double", 2, 2)).toEqual(expected);
  });

  it("reads in several blocks when the data are large", async () => {
    const path = join(folder, "large.h5");
    const large = Float32Array.from({ length: 700 * 2 * 2000 }, (_, i) => i % 65_521);
    const file = new h5wasm.File(path, "w");
    file.create_dataset({ name: "x", data: large, shape: [700, 2, 2000] });
    file.close();
    const read = await loadHdf5({ kind: "hdf5", file: "large.h5", dataset: "x" }, 700, 2, folder);
    expect(read.features.every((value, i) => value === large[i])).toBe(true);
  });

  it("lists what the file holds when the dataset is missing", async () => {
    const message = await failure("resnet18/224/features");
    expect(message).toContain("good.h5: resnet18/224/features: There is no such dataset");
    expect(message).toContain("resnet18/224/feat (6, 3, 4) float32");
    expect(message).toContain("ints (6, 3, 4) int32");
    expect(await failure("resnet18")).toContain("This is not a dataset");
  });

  it("says what does not fit", async () => {
    expect(await failure("flat")).toMatch(/shape \(18, 4\); expected three axes/);
    expect(await failure("ints")).toMatch(/holds int32; expected little-endian float32 or float64/);
    expect(await failure("words")).toMatch(/holds strings/);
    expect(await failure("empty")).toMatch(/no features/);
    expect(await failure("double", 7)).toMatch(/has 6 classes, but data\.classes asks for 7/);
    expect(await failure("double", 6, 4)).toMatch(
      /has 3 exemplars of each class, but data\.exemplars asks for 4/,
    );
  });

  it("refuses big-endian numbers instead of misreading them", async () => {
    // The oldest format has no checksums over its metadata, so that the byte order can be changed in place.
    const path = join(folder, "big.h5");
    const file = new h5wasm.File(path, "w", { libver: ["earliest", "v108"] });
    file.create_dataset({ name: "x", data: Float32Array.from(values), shape: shape });
    file.close();
    const bytes = readFileSync(path);
    const float32 = Buffer.of(0x20, 0x1f, 0x00, 0x04, 0x00, 0x00, 0x00);
    const at = bytes.indexOf(float32);
    expect(at).toBeGreaterThan(0);
    bytes[at] = 0x21;
    writeFileSync(path, bytes);
    expect(await failure("x", 6, 3, "big.h5")).toMatch(/big-endian float32; expected little-endian/);
  });

  it("names the place of a number that is not finite", async () => {
    expect(await failure("holes")).toMatch(/index \[3, 0, 1\] is NaN/);
    expect(await failure("huge")).toMatch(/index \[0, 1, 1\] is Infinity as float32/);
    expect(await load("holes", 3)).toHaveLength(36);
  });

  it("explains files that cannot be opened", async () => {
    const good = readFileSync(join(folder, "good.h5"));
    writeFileSync(join(folder, "cut.h5"), good.subarray(0, 3000));
    writeFileSync(join(folder, "text.h5"), "hello");
    writeFileSync(join(folder, "nothing.h5"), "");
    mkdirSync(join(folder, "folder.h5"));
    expect(await failure("double", 6, 3, "cut.h5")).toMatch(
      /cut\.h5: The file is cut off: it has 3000 bytes of \d+/,
    );
    expect(await failure("double", 6, 3, "text.h5")).toMatch(/text\.h5: This is not an HDF5 file/);
    expect(await failure("double", 6, 3, "nothing.h5")).toMatch(/not an HDF5 file/);
    expect(await failure("double", 6, 3, "folder.h5")).toMatch(/not a file/);
    expect(await failure("double", 6, 3, "missing.h5")).toMatch(/missing\.h5: Cannot open .*ENOENT/);
    expect(await load("double")).toHaveLength(72);
  });

  it("prints nothing of HDF5's own", () => {
    writeFileSync(join(folder, "noise.h5"), readFileSync(join(folder, "good.h5")).subarray(0, 3000));
    const script = `
      const { loadHdf5 } = await import("./src/data/sources/hdf5.ts");
      for (const [file, dataset] of [["noise.h5", "x"], ["good.h5", "nope"], ["good.h5", "a/b"], ["good.h5", "double"]]) {
        await loadHdf5({ kind: "hdf5", file, dataset }, 6, 3, ${JSON.stringify(folder)}).then(
          () => console.log("read"),
          (error) => console.log(error.name),
        );
      }`;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--import", "tsx", "--input-type=module", "--eval", script],
      { encoding: "utf8" },
    );
    expect({ stdout, stderr }).toEqual({ stdout: "UserError\nUserError\nUserError\nread\n", stderr: "" });
  });

  it("reports damage inside a file as a problem, and reads other files afterwards", async () => {
    const good = readFileSync(join(folder, "good.h5"));
    const outcomes = { read: 0, refused: 0 };
    for (let i = 0; i < 200; i++) {
      const bytes = Buffer.from(good);
      const start = (i * 7919) % (bytes.length - 64);
      bytes.fill(i % 2 === 0 ? 0xff : 0, start, start + 64);
      writeFileSync(join(folder, "damaged.h5"), bytes);
      const error: unknown = await load("double", 6, 3, "damaged.h5").catch((reason: unknown) => reason);
      if (error instanceof Error) {
        expect(error).toBeInstanceOf(UserError);
        outcomes.refused += 1;
      } else outcomes.read += 1;
    }
    expect(outcomes.refused).toBeGreaterThan(0);
    expect(await load("double")).toHaveLength(72);
  });
});
