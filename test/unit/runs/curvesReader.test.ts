import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toCurves, type Curves } from "../../../src/runs/comparison/curves.ts";
import { readCurves } from "../../../src/runs/curvesReader.ts";
import { MetricsForm } from "../../../src/runs/metricsForm.ts";
import { encodeMetricsLine } from "../../../src/runs/metricsLine.ts";
import { readMetrics } from "../../../src/runs/runReader.ts";
import { UserError } from "../../../src/userError.ts";
import { sampleMetrics } from "./runFixtures.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "optoscope-curves-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type Outcome = { readonly curves: Curves; readonly nextByte: number } | string;

function outcome(read: () => { readonly curves: Curves; readonly nextByte: number }): Outcome {
  try {
    const { curves, nextByte } = read();
    return { curves, nextByte };
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
}

/** What a file with this content is read as, and what reading it line by line as JSON gives. */
function both(content: string | Uint8Array): { readonly fast: Outcome; readonly slow: Outcome } {
  writeFileSync(join(folder, "metrics.jsonl"), content);
  return {
    fast: outcome(() => readCurves(folder)),
    slow: outcome(() => {
      const { lines, nextByte } = readMetrics(folder);
      return { curves: toCurves(lines), nextByte };
    }),
  };
}

const line = (sequences: number, numbers: readonly (number | null)[]): string => {
  const [loss, accuracy, probability, induction] = numbers as number[];
  const set = {
    ...sampleMetrics(0).sets.train!,
    loss: loss!,
    accuracy: accuracy!,
    probability: probability!,
  };
  return encodeMetricsLine({
    sequences,
    sets: { train: set, class: { ...set, loss: probability! } },
    heads: { L0H0: { previousToken: loss! }, L1H0: { induction: induction! } },
  });
};
const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -1, max: 2, noNaN: true }),
  fc.integer({ min: -1000, max: 1000 }).map((thousandths) => thousandths / 1000),
  fc.maxSafeInteger(),
  fc.constantFrom(null, 0, -0, 5e-324, 1.7976931348623157e308, 2 ** 53, 2 ** 53 + 2, 1e22, 1e23, 0.1, 1e-7),
);
const anyLine = fc
  .tuple(fc.nat(1e6), fc.array(anyNumber, { minLength: 4, maxLength: 4 }))
  .map(([sequences, numbers]) => line(sequences, numbers));

describe("readCurves", () => {
  it("has the very numbers that the file has, to the last bit", () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 12 }), (lines) => {
        const { fast, slow } = both(lines.map((text) => `${text}\n`).join(""));
        expect(fast).toEqual(slow);
        expect(typeof fast).toBe("object");
      }),
    );
  });

  it("reads numbers as JSON does, however they are written", () => {
    const digits = fc
      .array(fc.constantFrom(...Array(10).keys()), { maxLength: 24 })
      .map((all) => all.join(""));
    const written = fc
      .tuple(
        fc.constantFrom("", "-", "+"),
        digits,
        fc.constantFrom("", "."),
        digits,
        fc.constantFrom("", "e", "E-", "e+"),
        fc.nat(400),
      )
      .map(
        ([sign, whole, point, fraction, e, power]) =>
          `${sign}${whole}${point}${fraction}${e}${e === "" ? "" : power}`,
      );
    const template = line(5, [0.5, 0.25, 0.125, 0.75]);
    fc.assert(
      fc.property(written, (number) => {
        const { fast, slow } = both(`${template}\n${template.replace('"loss":0.5', `"loss":${number}`)}\n`);
        expect(fast).toEqual(slow);
      }),
      { numRuns: 1000 },
    );
  });

  it("finds what is wrong, and in which line, whatever happens to the bytes", () => {
    const damage = fc.tuple(fc.nat(), fc.constantFrom(...Array.from(' 0.-+eE"\\{}[],:nul\n\r\u00e4')));
    fc.assert(
      fc.property(
        fc.array(anyLine, { minLength: 3, maxLength: 5 }),
        fc.array(damage, { maxLength: 2 }),
        (lines, damages) => {
          const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(""));
          for (const [place, byte] of damages) bytes[place % bytes.length] = byte.charCodeAt(0);
          const { fast, slow } = both(bytes);
          expect(fast).toEqual(slow);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    [
      "other sets and heads from a line on",
      [line(1, [1, 2, 3, 4]), encodeMetricsLine(sampleMetrics(9)), line(12, [5, 6, 7, 8])],
    ],
    [
      "keys that it does not know",
      ['{"sequences":1,"x":3,"sets":{},"heads":{}}', '{"sequences":2,"x":4,"sets":{},"heads":{}}'],
    ],
    [
      "keys that come twice",
      [
        '{"sequences":1,"sequences":2,"sets":{},"heads":{"L0H0":{"induction":1,"induction":2}}}',
        '{"sequences":4,"sequences":5,"sets":{},"heads":{"L0H0":{"induction":3,"induction":4}}}',
      ],
    ],
    [
      "spaces, blank lines, and other letters",
      [
        ' { "sequences" : 1, "sets": {}, "heads": {} } ',
        "",
        "  ",
        '{"sequences":2,"sets":{},"heads":{},"ä":1}',
        '{"sequences":3,"sets":{},"heads":{},"ä":1}',
      ],
    ],
    [
      "numbers in texts",
      [
        '{"sequences":1,"sets":{},"heads":{},"a":"1 null \\"2"}',
        '{"sequences":2,"sets":{},"heads":{},"a":"1 null \\"2"}',
      ],
    ],
    [
      "evaluations that take the place of others",
      [1, 5, 9, 5, 7].map((at) => line(at, [at / 3, 0, 0, null])),
    ],
    [
      "the toy model",
      [1, 2].map((at) =>
        encodeMetricsLine({ ...sampleMetrics(at), toy: { alignment: at / 7, lossAtTruth: Number.NaN } }),
      ),
    ],
  ])("understands %s", (_, lines) => {
    const { fast, slow } = both(lines.map((text) => `${text}\n`).join(""));
    expect(fast).toEqual(slow);
    expect(typeof fast).toBe("object");
  });

  it.each([
    ["sequences that are no whole number", '{"sequences":1.5,"sets":{},"heads":{}}'],
    ["sequences below zero", '{"sequences":-1,"sets":{},"heads":{}}'],
    ["sequences that are null", '{"sequences":null,"sets":{},"heads":{}}'],
    ["sequences beyond exact numbers", '{"sequences":9007199254740993,"sets":{},"heads":{}}'],
    ["a number that is too large", '{"sequences":1e999,"sets":{},"heads":{}}'],
    ["a number that begins with zero", '{"sequences":02,"sets":{},"heads":{}}'],
    ["a line that goes on", '{"sequences":2,"sets":{},"heads":{}}}'],
    ["a line that ends early", '{"sequences":2,"sets":{},"heads":{}'],
  ])("refuses %s, naming the line, though the one before it was right", (_, wrong) => {
    const { fast, slow } = both(`{"sequences":1,"sets":{},"heads":{}}\n${wrong}\n`);
    expect(fast).toEqual(slow);
    expect(fast).toContain(`${join(folder, "metrics.jsonl")}:2`);
  });

  it("goes on from where it was, leaves out a torn line, and says where the file was cut", () => {
    const file = join(folder, "metrics.jsonl");
    const [one, two] = [`${line(1, [1, 2, 3, 4])}\n`, `${line(2, [5, 6, 7, 8])}\n`];
    writeFileSync(file, one + two.slice(0, 30));
    const first = readCurves(folder);
    expect([...first.curves.sequences]).toEqual([1]);
    expect(first.nextByte).toBe(one.length);
    writeFileSync(file, one + two);
    const second = readCurves(folder, first.nextByte);
    expect([[...second.curves.sequences], second.restarted]).toEqual([[2], false]);
    writeFileSync(file, two);
    expect(readCurves(folder, second.nextByte)).toMatchObject({ nextByte: two.length, restarted: true });
    rmSync(file);
    expect(readCurves(folder, 10)).toEqual({ curves: toCurves([]), nextByte: 0, restarted: true });
  });
});

describe("MetricsForm", () => {
  it("reads the lines of a run without looking at each as JSON", () => {
    const form = MetricsForm.of(Buffer.from(line(1, [0.5, 0.25, 0.125, 0.75])))!;
    expect(form.read(Buffer.from(line(320, [1 / 3, null, 1e-9, -0.1])))).toBe(true);
    expect(form.sequences).toBe(320);
    const values: unknown = Object.fromEntries(form.keys.map((key, place) => [key, form.values[place]]));
    expect(values).toMatchObject({
      "train.loss": 1 / 3,
      "train.accuracy": Number.NaN,
      "class.loss": 1e-9,
      "L1H0.induction": -0.1,
    });
    expect(form.read(Buffer.from(encodeMetricsLine(sampleMetrics(9))))).toBe(false);
  });
});
