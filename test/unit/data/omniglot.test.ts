import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { dataSchema } from "../../../src/data/dataSchema.ts";
import type { Exemplars } from "../../../src/data/exemplars.ts";
import { Featurizer } from "../../../src/data/featurizer.ts";
import { densitySide, drawingSide, inkDensity } from "../../../src/data/inkDensity.ts";
import { loadExemplars } from "../../../src/data/loadExemplars.ts";
import { UserError } from "../../../src/userError.ts";
import { makeNpy, makeNpz } from "./makeNpz.ts";

const pixels = drawingSide * drawingSide;

/** A sheet with rectangles of ink: x, y, width, height. */
function drawing(...rectangles: [number, number, number, number][]): Float64Array {
  const paper = new Float64Array(pixels).fill(255);
  for (const [left, top, width, height] of rectangles) {
    for (let y = top; y < top + height; y++) {
      paper.fill(0, y * drawingSide + left, y * drawingSide + left + width);
    }
  }
  return paper;
}

function features(paper: Float64Array, dimension = 128): Float32Array {
  const out = new Float32Array(dimension);
  new Featurizer(dimension).write(paper, out, 0);
  return out;
}

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    dot += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return dot / Math.sqrt(aa * bb);
}

describe("inkDensity", () => {
  const density = (paper: Float64Array): Float64Array => {
    const out = new Float64Array(densitySide * densitySide);
    inkDensity(paper, new Float64Array(out.length).fill(9), out);
    return out;
  };

  it("moves the ink to the middle wherever it was drawn", () => {
    const here = density(drawing([10, 12, 30, 4], [10, 12, 4, 40]));
    const there = density(drawing([60, 50, 30, 4], [60, 50, 4, 40]));
    here.forEach((value, i) => {
      expect(there[i]).toBeCloseTo(value, 9);
    });
  });

  it("centres symmetric ink exactly", () => {
    const out = density(drawing([30, 40, 41, 21]));
    out.forEach((value, i) => {
      expect(out[out.length - 1 - i]).toBeCloseTo(value, 9);
    });
  });

  it("keeps the amount of ink and stays between 0 and 1", () => {
    // A square of side 32 has deviation √(32²−1)/√12 and so a window of 4.5 times that.
    const out = density(drawing([30, 30, 32, 32]));
    const window = 4.5 * Math.sqrt((32 * 32 - 1) / 12);
    const expected = (32 * 32 * densitySide * densitySide) / (window * window);
    expect(out.reduce((sum, value) => sum + value, 0)).toBeCloseTo(expected, 6);
    expect(Math.max(...out)).toBeCloseTo(1, 9);
    expect(Math.min(...out)).toBe(0);
  });

  it("is empty for an empty sheet, and finite for a dot", () => {
    expect(density(drawing()).every((value) => value === 0)).toBe(true);
    expect(density(drawing([52, 52, 1, 1])).every((value) => value >= 0 && value <= 1)).toBe(true);
  });
});

describe("Featurizer", () => {
  const cross = drawing([20, 50, 60, 4], [50, 20, 4, 60]);
  const corner = drawing([20, 20, 60, 4], [20, 20, 4, 60]);
  const bars = drawing([20, 20, 4, 60], [50, 20, 4, 60], [80, 20, 4, 60]);

  it("gives non-negative features that tell drawings apart and bear small changes", () => {
    const base = features(cross);
    expect(base.every((value) => value >= 0)).toBe(true);
    expect(base.some((value) => value > 0)).toBe(true);
    const redrawn = cosine(base, features(drawing([22, 54, 58, 3], [52, 22, 3, 57])));
    expect(redrawn).toBeGreaterThan(0.9);
    for (const other of [corner, bars]) expect(cosine(base, features(other))).toBeLessThan(0.85);
  });

  it("does not depend on what was featurized before, nor on where the result is written", () => {
    const featurizer = new Featurizer(16);
    const out = new Float32Array(40).fill(-1);
    featurizer.write(bars, out, 0);
    featurizer.write(cross, out, 16);
    expect(out.slice(16, 32)).toEqual(features(cross, 16));
    expect([...out.slice(32)]).toEqual(new Array(8).fill(-1));
  });

  it("gives the same bits everywhere", () => {
    const hash = (paper: Float64Array): string =>
      createHash("sha256").update(features(paper)).digest("hex").slice(0, 16);
    expect([cross, corner, drawing()].map(hash)).toMatchInlineSnapshot(`
      [
        "134fa717376b9d72",
        "cfde46a40e74b21c",
        "b9df497eff302c17",
      ]
    `);
  });
});

describe("omniglot source", () => {
  const folder = mkdtempSync(join(tmpdir(), "optoscope-omniglot-"));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const background = [
    [drawing([20, 50, 60, 4]), drawing([20, 50, 60, 6]), drawing([10, 60, 60, 4])],
    [drawing([50, 20, 4, 60]), drawing([50, 20, 6, 60]), drawing([40, 10, 4, 60])],
  ];
  const evaluation = [[drawing([10, 10, 40, 40]), drawing([10, 10, 44, 40]), drawing([30, 30, 40, 40])]];

  function archive(characters: Float64Array[][], shape?: number[]): Uint8Array {
    const images = Uint8Array.from(characters.flat().flatMap((paper) => [...paper]));
    const all = shape ?? [characters.length, characters[0]!.length, drawingSide, drawingSide];
    return makeNpz({ images: makeNpy("|b1", all, images), labels: makeNpy("|u1", [1], new Uint8Array(1)) });
  }

  beforeEach(() => {
    writeFileSync(join(folder, "images_background.npz"), archive(background));
    writeFileSync(join(folder, "images_evaluation.npz"), archive(evaluation));
  });

  const load = (classes: number, perClass: number): Promise<Exemplars> => {
    const source = { kind: "omniglot", folder: ".", dimension: 32 };
    return loadExemplars(
      dataSchema.parse({ source, classes: [classes, 0, 0], exemplars: [perClass, 0, 0] }),
      0,
      folder,
    );
  };

  async function failure(classes: number, perClass: number): Promise<string> {
    const error: unknown = await load(classes, perClass).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    return String(error);
  }

  it("takes the first drawings of each character, background first, up to one common scale", async () => {
    const exemplars = await load(3, 2);
    expect(exemplars).toMatchObject({ classes: 3, perClass: 2, dimension: 32 });
    const raw = [...background, ...evaluation].flatMap((character) =>
      character.slice(0, 2).map((paper) => features(paper, 32)),
    );
    const norms = raw.map((row) => Math.sqrt(row.reduce((sum, value) => sum + value * value, 0)));
    const scale = 25 / (norms.reduce((a, b) => a + b) / norms.length);
    raw.forEach((row, i) => {
      row.forEach((value, j) => {
        expect(exemplars.features[i * 32 + j]).toBeCloseTo(value * scale, 3);
      });
    });
  });

  it("opens the evaluation archive only when the background has too few characters", async () => {
    rmSync(join(folder, "images_evaluation.npz"));
    expect((await load(2, 3)).classes).toBe(2);
    expect(await failure(3, 1)).toMatch(/images_evaluation\.npz: Cannot open .*ENOENT/);
  });

  it("says what is missing or does not fit", async () => {
    expect(await failure(4, 1)).toMatch(/have 3 characters, but data\.classes asks for 4/);
    expect(await failure(2, 4)).toMatch(
      /images_background\.npz: images: .*3 drawings .*data\.exemplars asks for 4/,
    );
    writeFileSync(join(folder, "images_background.npz"), archive(background, [6, drawingSide, drawingSide]));
    expect(await failure(1, 1)).toMatch(/shape \(6, 105, 105\); expected \(characters, drawings, 105, 105\)/);
    writeFileSync(
      join(folder, "images_background.npz"),
      makeNpz({ labels: makeNpy("|u1", [1], new Uint8Array(1)) }),
    );
    expect(await failure(1, 1)).toMatch(/no array "images"; the archive holds: labels/);
    writeFileSync(join(folder, "images_background.npz"), archive(background).subarray(0, 200));
    expect(await failure(1, 1)).toMatch(/cut off/);
  });
});

const real = resolve(process.env["OPTOSCOPE_OMNIGLOT"] ?? "../shared/data/omniglot");

describe.skipIf(!existsSync(real))("omniglot source on the real images", () => {
  it("puts drawings of a character nearer to each other than to other characters", async () => {
    const classes = 200;
    const source = { kind: "omniglot", folder: real };
    const data = dataSchema.parse({ source, classes: [classes, 0, 0], exemplars: [5, 0, 0] });
    const { features: all, dimension } = await loadExemplars(data, 0, ".");
    const row = (c: number, e: number): Float32Array =>
      all.subarray((c * 5 + e) * dimension, (c * 5 + e + 1) * dimension);
    let same = 0;
    let other = 0;
    let right = 0;
    for (let c = 0; c < classes; c++) {
      const to = Array.from({ length: classes }, (_, k) => cosine(row(c, 1), row(k, 0)));
      if (to.indexOf(Math.max(...to)) === c) right += 1;
      same += to[c]!;
      other += to[(c + 37) % classes]!;
    }
    expect(same / classes).toBeGreaterThan(0.78);
    expect(other / classes).toBeLessThan(0.68);
    // By chance: 1 of 200.
    expect(right).toBeGreaterThan(0.4 * classes);
  });
});
