import { describe, expect, test } from "vitest";
import {
  gradientOf,
  headSize,
  isZero,
  length,
  ofHead,
  rowsOf,
  run,
  runtimes,
  seed,
  sequences,
  shape,
} from "./clampedRun.ts";
import { clamps, randomBatch, randomTable } from "./tinyRun.ts";

const attention = [0, 1].flatMap((layer) =>
  ["hook_attn_scores", "hook_pattern", "hook_rot_q", "hook_rot_k"].map(
    (name) => `blocks.${layer}.attn.${name}`,
  ),
);
const query = length - 1;

/** The kernels' exponential ends at the smallest normal number. */
function expectUnattended(score: number, attention: number): void {
  expect(score).toBe(Math.fround(-1e9));
  expect(attention).toBeLessThan(2 ** -125);
}

/** The query's attention on each token by how like it the examples are, for each sequence of a batch. */
function matchRows(number: number, temperature: number): number[][] {
  const { pairs, dimension, exemplarRows } = shape;
  const features = randomTable(exemplarRows, dimension, seed);
  const { exemplars } = randomBatch(shape, sequences, 1000 * seed + number);
  const featuresOf = (place: number) => {
    const row = exemplars[place]!;
    return [...features.subarray(row * dimension, (row + 1) * dimension)];
  };
  return Array.from({ length: sequences }, (_, sequence) => {
    const first = sequence * (pairs + 1);
    const asked = featuresOf(first + pairs);
    const alike = Array.from({ length: pairs }, (__, pair) => {
      const shown = featuresOf(first + pair);
      const product = shown.reduce((sum, value, column) => sum + value * asked[column]!, 0);
      return product / (Math.hypot(...shown) * Math.hypot(...asked));
    });
    // Exemplars that are the same may differ in the last bit by this sum.
    const best = Math.max(...alike);
    const weights = alike.map((cosine) =>
      temperature === 0 ? Number(cosine > best - 1e-9) : Math.exp(cosine / temperature),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return Array.from({ length }, (__, key) => (key % 2 === 1 ? weights[(key - 1) / 2]! / sum : 0));
  });
}

describe.each(runtimes)("clamps of scores and patterns hold in $runtime", ({ runtime: kind, steps }) => {
  test.each([0, 0.3])("match, temperature %d", async (temperature) => {
    const held = clamps({ kind: "match", heads: ["L1H1", "L1H6"], temperature });
    const { step, program, runtime } = await run(kind, held);
    const free = await run(kind, []);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      free.step(batch);
      const expected = matchRows(batch, temperature);
      for (const head of [1, 6]) {
        const unclamped = ofHead(free.program.output("blocks.1.attn.hook_pattern"), head);
        ofHead(program.output("blocks.1.attn.hook_pattern"), head).forEach((row, number) => {
          if (number % length === query)
            row.forEach((weight, key) => {
              expect(weight).toBeCloseTo(expected[Math.floor(number / length)]![key]!, 6);
            });
          else if (batch === 0) expect(row).toEqual(unclamped[number]);
        });
        for (const matrix of ["W_Q", "W_K"])
          expect(isZero(gradientOf(runtime, `blocks.1.attn.${matrix}`, head))).toBe(true);
        expect(isZero(gradientOf(runtime, "blocks.1.attn.W_V", head))).toBe(false);
      }
      expect(isZero(gradientOf(runtime, "blocks.1.attn.W_Q", 0))).toBe(false);
    }
  });

  test("temperature", async () => {
    const held = clamps(
      { kind: "temperature", heads: ["L0H1", "L1H2"], temperature: 0.25 },
      { kind: "temperature", heads: ["L0H4"], temperature: 3 },
    );
    const { step, program, runtime } = await run(kind, held, attention);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      for (const [layer, head, divisor] of [
        [0, 1, 0.25],
        [1, 2, 0.25],
        [0, 4, 3],
        [0, 0, 1],
        [1, 1, 1],
      ] as const) {
        const of = (name: string) => ofHead(program.output(`blocks.${layer}.attn.${name}`), head);
        const [scores, queries, keys] = [of("hook_attn_scores"), of("hook_rot_q"), of("hook_rot_k")];
        scores.forEach((row, number) => {
          const position = number % length;
          row.slice(0, position + 1).forEach((score, key) => {
            const other = keys[number - position + key]!;
            const product = queries[number]!.reduce((sum, value, column) => sum + value * other[column]!, 0);
            expect(score).toBeCloseTo(product / Math.sqrt(headSize) / divisor, 4);
          });
        });
        for (const matrix of ["W_Q", "W_K"])
          expect(isZero(gradientOf(runtime, `blocks.${layer}.attn.${matrix}`, head))).toBe(false);
      }
    }
  });

  test.each(["all", "labels"] as const)("block-previous-token, positions %s", async (positions) => {
    const held = clamps({ kind: "block-previous-token", heads: ["L0H2", "L1H5"], positions });
    const { step, program, runtime } = await run(kind, held, attention);
    const free = await run(kind, [], attention);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      free.step(batch);
      for (const [layer, head] of [
        [0, 2],
        [1, 5],
      ] as const) {
        const at = `blocks.${layer}.attn`;
        const scores = ofHead(program.output(`${at}.hook_attn_scores`), head);
        const pattern = ofHead(program.output(`${at}.hook_pattern`), head);
        const unclamped = ofHead(free.program.output(`${at}.hook_attn_scores`), head);
        scores.forEach((row, number) => {
          const position = number % length;
          row.slice(0, position + 1).forEach((score, key) => {
            const isBlocked = key === position - 1 && (positions === "all" || position % 2 === 1);
            if (isBlocked) expectUnattended(score, pattern[number]![key]!);
            else if (batch === 0 && layer === 0) expect(score).toBe(unclamped[number]![key]);
            else expect(score).toBeGreaterThan(-1e3);
          });
        });
        // What is left of the row is still the head's.
        expect(isZero(gradientOf(runtime, `${at}.W_Q`, head))).toBe(false);
      }
    }
  });

  test("labels-only", async () => {
    const { step, program, runtime } = await run(
      kind,
      clamps({ kind: "labels-only", heads: ["L0H2", "L1H5"] }),
      attention,
    );
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      for (const [layer, head] of [
        [0, 2],
        [1, 5],
      ] as const) {
        const at = `blocks.${layer}.attn`;
        const pattern = ofHead(program.output(`${at}.hook_pattern`), head);
        ofHead(program.output(`${at}.hook_attn_scores`), head).forEach((row, number) => {
          const isQuery = number % length === query;
          row.slice(0, (number % length) + 1).forEach((score, key) => {
            const isSilent = isQuery && key % 2 === 0;
            if (isSilent) expectUnattended(score, pattern[number]![key]!);
            else expect(score).toBeGreaterThan(-1e3);
          });
          expect(pattern[number]!.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 5);
        });
        for (const matrix of ["W_Q", "W_K"])
          expect(isZero(gradientOf(runtime, `${at}.${matrix}`, head))).toBe(false);
      }
    }
  });

  test("set", async () => {
    const [q, pattern, out] = [
      "blocks.1.attn.hook_q",
      "blocks.0.attn.hook_pattern",
      "blocks.0.hook_attn_out",
    ];
    const { step, program, runtime } = await run(
      kind,
      clamps(
        { kind: "set", site: q, heads: ["L1H2"], value: 0.5 },
        { kind: "set", site: pattern, heads: ["L0H1"], positions: [2, 3], value: 0.25 },
        { kind: "set", site: out, positions: [1], value: -0.75 },
      ),
      [q, pattern, out],
    );
    const free = await run(kind, [], [q, pattern, out]);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      free.step(batch);
      expect(ofHead(program.output(q), 2).flat()).toEqual(new Array(sequences * length * headSize).fill(0.5));
      const unclamped = ofHead(free.program.output(pattern), 1);
      ofHead(program.output(pattern), 1).forEach((row, number) => {
        const position = number % length;
        // Keys that are not seen stay so.
        const expected = row.map((_, key) => (key <= position ? 0.25 : 0));
        if (position === 2 || position === 3) expect(row).toEqual(expected);
        else if (batch === 0) expect(row).toEqual(unclamped[number]);
      });
      rowsOf(program.output(out)).forEach((row, number) => {
        expect(row.every((value) => value === -0.75)).toBe(number % length === 1);
      });
      expect(isZero(gradientOf(runtime, "blocks.1.attn.W_Q", 2))).toBe(true);
      expect(isZero(gradientOf(runtime, "blocks.1.attn.W_K", 2))).toBe(false);
      expect(isZero(gradientOf(runtime, "blocks.1.attn.W_Q", 1))).toBe(false);
    }
  });
});
