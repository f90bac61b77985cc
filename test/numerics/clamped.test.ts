import { describe, expect, test } from "vitest";
import {
  gradientOf,
  heads,
  headSize,
  isZero,
  length,
  ofHead,
  run,
  runtimes,
  seed,
  sequences,
  shape,
  width,
} from "./clampedRun.ts";
import { clamps, randomBatch } from "./tinyRun.ts";

const { fround } = Math;

/** The row of a previous-token head at a position: `strength` on the token before, the rest on itself. */
function previousTokenRow(position: number, strength: number): number[] {
  const row = new Array<number>(length).fill(0);
  row[position] = position === 0 ? 1 : fround(1 - strength);
  if (position > 0) row[position - 1] = fround(strength);
  return row;
}

/** The query's row of an induction head, for each sequence of a batch. */
function inductionRows(number: number, strength: number): number[][] {
  const batch = randomBatch(shape, sequences, 1000 * seed + number);
  return Array.from({ length: sequences }, (_, sequence) => {
    const labels = batch.labels.subarray(sequence * (shape.pairs + 1), (sequence + 1) * (shape.pairs + 1));
    const target = labels[shape.pairs]!;
    const matches = labels.subarray(0, shape.pairs).filter((label) => label === target).length;
    const row = new Array<number>(length).fill(0);
    for (let pair = 0; pair < shape.pairs; pair++) {
      row[2 * pair + 1] =
        labels[pair] === target
          ? fround(fround(strength) * fround(1 / matches))
          : fround(fround(1 - strength) * fround(1 / (shape.pairs - matches)));
    }
    return row;
  });
}

describe.each(runtimes)("clamps hold in $runtime", ({ runtime: kind, steps }) => {
  const strengths = [1, 0.7, 0.25, 0];
  const previousTokenCases = strengths.flatMap((strength) =>
    (["all", "labels"] as const).map((positions) => ({ strength, positions })),
  );

  test.each(previousTokenCases)(
    "previous-token, strength $strength, positions $positions",
    async ({ strength, positions }) => {
      const held = clamps({ kind: "previous-token", heads: ["L0H2", "L1H5"], strength, positions });
      const { step, program, runtime } = await run(kind, held);
      const free = await run(kind, []);
      for (let batch = 0; batch < steps; batch++) {
        step(batch);
        free.step(batch);
        for (const [layer, head] of [
          [0, 2],
          [1, 5],
        ] as const) {
          const pattern = ofHead(program.output(`blocks.${layer}.attn.hook_pattern`), head);
          const unclamped = ofHead(free.program.output(`blocks.${layer}.attn.hook_pattern`), head);
          pattern.forEach((row, number) => {
            const position = number % length;
            const isReplaced = positions === "all" || position % 2 === 1;
            if (isReplaced) expect(row).toEqual(previousTokenRow(position, strength));
            else if (batch === 0 && layer === 0) expect(row).toEqual(unclamped[number]);
          });
        }
        for (const matrix of ["W_Q", "W_K"]) {
          // Where labels alone are clamped, the exemplars' rows still learn; in the last layer only the query's counts.
          const name = `blocks.0.attn.${matrix}`;
          expect(isZero(gradientOf(runtime, name, 2))).toBe(positions === "all");
          expect(isZero(gradientOf(runtime, name, 3))).toBe(false);
          expect(isZero(gradientOf(runtime, `blocks.1.attn.${matrix}`, 5))).toBe(positions === "all");
        }
        expect(isZero(gradientOf(runtime, "blocks.0.attn.W_V", 2))).toBe(false);
      }
    },
  );

  test.each(strengths)("induction, strength %d", async (strength) => {
    const held = clamps({ kind: "induction", heads: ["L1H1", "L1H6"], strength });
    const { step, program, runtime } = await run(kind, held);
    const free = await run(kind, []);
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      free.step(batch);
      const expected = inductionRows(batch, strength);
      for (const head of [1, 6]) {
        const pattern = ofHead(program.output("blocks.1.attn.hook_pattern"), head);
        const unclamped = ofHead(free.program.output("blocks.1.attn.hook_pattern"), head);
        pattern.forEach((row, number) => {
          if (number % length === length - 1) expect(row).toEqual(expected[Math.floor(number / length)]);
          else if (batch === 0) expect(row).toEqual(unclamped[number]);
        });
        for (const matrix of ["W_Q", "W_K"])
          expect(isZero(gradientOf(runtime, `blocks.1.attn.${matrix}`, head))).toBe(true);
      }
      expect(isZero(gradientOf(runtime, "blocks.1.attn.W_Q", 0))).toBe(false);
    }
  });

  test("ablate", async () => {
    const { step, program, runtime } = await run(kind, clamps({ kind: "ablate", heads: ["L0H0", "L1H7"] }));
    for (let batch = 0; batch < steps; batch++) {
      step(batch);
      for (const [layer, head] of [
        [0, 0],
        [1, 7],
      ] as const) {
        const v = program.output(`blocks.${layer}.attn.hook_v`);
        expect(isZero(ofHead(v, head).flat())).toBe(true);
        expect(isZero(ofHead(v, 3).flat())).toBe(false);
        // Nothing passes a head without values: neither to what it reads nor to where it would write.
        for (const matrix of ["W_V", "W_O", "W_Q", "W_K"]) {
          expect(isZero(gradientOf(runtime, `blocks.${layer}.attn.${matrix}`, head)), matrix).toBe(true);
          expect(isZero(gradientOf(runtime, `blocks.${layer}.attn.${matrix}`, 3)), matrix).toBe(false);
        }
      }
    }
    const untouched = await run(kind, []);
    const [before, after] = [untouched.runtime.read("parameters"), runtime.read("parameters")];
    const part = (tensors: Map<string, Float32Array>) =>
      [...tensors.get("blocks.0.attn.W_V")!].slice(0, width * headSize);
    expect(part(after)).toEqual(part(before));
  });

  test("other heads are untouched, bit for bit, on the first step", async () => {
    const free = await run(kind, []);
    free.run(0);
    const held = await run(
      kind,
      clamps(
        { kind: "previous-token", heads: ["L0H2"] },
        { kind: "ablate", heads: ["L0H4"] },
        { kind: "induction", heads: ["L1H1"] },
      ),
    );
    held.run(0);
    const onlyLast = await run(
      kind,
      clamps({ kind: "induction", heads: ["L1H1"] }, { kind: "ablate", heads: ["L1H4"] }),
    );
    onlyLast.run(0);
    for (let head = 0; head < heads; head++) {
      const first = (from: typeof free) => ofHead(from.program.output("blocks.0.attn.hook_pattern"), head);
      const last = (from: typeof free) => ofHead(from.program.output("blocks.1.attn.hook_pattern"), head);
      if (head === 2) expect(first(held)).not.toEqual(first(free));
      else expect(first(held)).toEqual(first(free));
      expect(first(onlyLast)).toEqual(first(free));
      if (head === 1) expect(last(onlyLast)).not.toEqual(last(free));
      else expect(last(onlyLast)).toEqual(last(free));
    }
  });
});
