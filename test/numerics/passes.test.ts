import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { traceClamped } from "../../src/clamps/traceClamped.ts";
import type { Pass } from "../../src/graph/optimise.ts";
import { forwardPasses, optimise, passes } from "../../src/graph/optimise.ts";
import { computeBeforeGathering } from "../../src/graph/passes/computeBeforeGathering.ts";
import { computeNeededPositionsOnly } from "../../src/graph/passes/computeNeededPositionsOnly.ts";
import { computeUsedRowsOnly } from "../../src/graph/passes/computeUsedRowsOnly.ts";
import { mixBeforeProjecting } from "../../src/graph/passes/mixBeforeProjecting.ts";
import { reachable } from "../../src/graph/reachable.ts";
import { columnCount, rowCount } from "../../src/graph/shape.ts";
import type { Value } from "../../src/graph/value.ts";
import { asMatrix, asRows } from "../../src/graph/value.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import type { ProgramSource } from "../../src/runtimes/runtime.ts";
import { WasmRuntime } from "../../src/runtimes/wasm/wasmRuntime.ts";
import { randomModel } from "./randomModel.ts";
import type { TinyOptions } from "./tinyRun.ts";
import { clampSets, relativeError, shapes, tinyRun, tinyShape } from "./tinyRun.ts";

const choices: Readonly<Record<string, readonly Pass[]>> = {
  ...Object.fromEntries(passes.map((pass) => [pass.name, [pass]])),
  "all passes": passes,
};

/** What a program gives when compiled with some passes only. */
function results(options: TinyOptions, applied: readonly Pass[]) {
  const runtime = new WasmRuntime(parameterSpecs(options.shape ?? tinyShape()), { fast: false });
  const { run, program } = tinyRun(runtime, {
    ...options,
    outputs: ({ sites }) => ({ pattern: sites.get("blocks.0.attn.hook_pattern")! }),
    compile: (source) => runtime.compile(source, applied),
  });
  run(0);
  return {
    gradients: [...runtime.read("gradients").values()],
    outputs: ["loss", "logits", "pattern"].map((name) => program.output(name)),
  };
}

describe.each(Object.entries(choices))("%s", (_, applied) => {
  const expectUnchanged = (options: TinyOptions) => {
    const plain = results(options, []);
    const rewritten = results(options, applied);
    expect(relativeError(rewritten.outputs, plain.outputs)).toBeLessThan(3e-6);
    expect(relativeError(rewritten.gradients, plain.gradients)).toBeLessThan(1e-5);
  };

  test.each(Object.entries(shapes))("leave outputs and gradients unchanged: %s", (_, shape) => {
    for (const clamps of Object.values(clampSets)) expectUnchanged({ shape, clamps });
  });

  test("leave outputs and gradients unchanged, whatever the model", () => {
    fc.assert(fc.property(randomModel, expectUnchanged), { numRuns: 40, seed: 4 });
  });
});

test("all passes of programs without a gradient leave outputs unchanged", () => {
  const outputsOf = (options: TinyOptions, applied: readonly Pass[]) => {
    const runtime = new WasmRuntime(parameterSpecs(options.shape ?? tinyShape()), { fast: false });
    const compile = ({ graph, outputs }: ProgramSource) => runtime.compile({ graph, outputs }, applied);
    const { run, program } = tinyRun(runtime, { ...options, compile });
    run(0);
    return ["loss", "logits"].map((name) => program.output(name));
  };
  const expectUnchanged = (options: TinyOptions) => {
    const [plain, rewritten] = [outputsOf(options, []), outputsOf(options, forwardPasses)];
    expect(relativeError(rewritten, plain)).toBeLessThan(3e-6);
  };
  for (const shape of Object.values(shapes)) {
    for (const clamps of Object.values(clampSets)) {
      for (const sequences of [8, 100]) expectUnchanged({ shape, clamps, sequences });
    }
  }
  fc.assert(fc.property(randomModel, expectUnchanged), { numRuns: 40, seed: 6 });
});

/** The nodes that a loss is computed from, after some passes. */
function nodes(applied: readonly Pass[], sequences = 32, changes = {}): readonly Value[] {
  const { graph, model } = traceClamped(tinyShape({ exemplarRows: 500, ...changes }), sequences, []);
  return reachable(Object.values(optimise(graph, { loss: model.loss }, applied)));
}

/** Rows on which a weight matrix is multiplied; 0 where it no longer is. */
function rowsOf(values: readonly Value[], matrix: string): number {
  return values
    .filter(({ operation, inputs }) => operation.kind === "linear" && isNamed(inputs[1], matrix))
    .reduce((sum, value) => sum + rowCount(asRows(value).type.rows), 0);
}

function isNamed(value: Value | undefined, name: string): boolean {
  return value?.operation.kind === "parameter" && value.operation.name === name;
}

/** Multiplications of a forward program. */
function multiplications(values: readonly Value[]): number {
  let sum = 0;
  for (const value of values) {
    const { operation, inputs } = value;
    if (value.type.kind !== "rows") continue;
    const [rows, columns] = [rowCount(value.type.rows), columnCount(value.type.columns)];
    if (operation.kind === "linear") sum += rows * columns * columnCount(asMatrix(inputs[1]).type.in);
    const [first] = inputs;
    if (first?.type.kind !== "rows" || first.type.columns.kind !== "heads") continue;
    const { size } = first.type.columns;
    if (["scores", "mix", "mix-features", "head-linear"].includes(operation.kind))
      sum += rows * columns * size;
  }
  return sum;
}

describe("what the passes save", () => {
  const [sequences, length, labels] = [32, 5, 5];
  const everywhere = sequences * length;

  test("computeUsedRowsOnly embeds at most as many exemplars as there are look-ups", () => {
    expect(rowsOf(nodes([]), "embed.W_exemplar")).toBe(500);
    expect(rowsOf(nodes([computeUsedRowsOnly]), "embed.W_exemplar")).toBe(everywhere);
    expect(rowsOf(nodes([computeUsedRowsOnly], 200), "embed.W_exemplar")).toBe(500);
  });

  test("computeBeforeGathering projects each row of a smaller table once, not once per look-up", () => {
    // 5 labels and 500 exemplars are fewer than the 1000 tokens of 200 sequences.
    for (const name of ["W_Q", "W_K", "W_V"]) {
      expect(rowsOf(nodes([], 200), `blocks.0.attn.${name}`)).toBe(200 * length);
      expect(rowsOf(nodes([computeBeforeGathering], 200), `blocks.0.attn.${name}`)).toBe(labels + 500);
      expect(rowsOf(nodes([computeBeforeGathering], 200), `blocks.1.attn.${name}`)).toBe(200 * length);
    }
  });

  test("computeBeforeGathering leaves look-ups in larger tables alone", () => {
    expect(rowsOf(nodes([computeBeforeGathering]), "blocks.0.attn.W_Q")).toBe(everywhere);
  });

  test("computeNeededPositionsOnly leaves the query alone in the last block", () => {
    const [before, after] = [nodes([]), nodes([computeNeededPositionsOnly])];
    for (const name of ["blocks.1.attn.W_Q", "blocks.1.attn.W_O", "unembed.W_U"]) {
      expect(rowsOf(before, name)).toBe(everywhere);
      expect(rowsOf(after, name)).toBe(sequences);
    }
    for (const name of ["blocks.1.attn.W_K", "blocks.1.attn.W_V", "blocks.0.attn.W_O"])
      expect(rowsOf(after, name)).toBe(everywhere);
  });

  test("mixBeforeProjecting projects mixtures where the queries are few", () => {
    const [before, after] = [
      nodes([computeNeededPositionsOnly]),
      nodes([computeNeededPositionsOnly, mixBeforeProjecting]),
    ];
    expect(rowsOf(before, "blocks.1.attn.W_V")).toBe(everywhere);
    expect(rowsOf(after, "blocks.1.attn.W_V")).toBe(0);
    const projected = after.find(({ operation }) => operation.kind === "head-linear");
    expect(isNamed(projected?.inputs[1], "blocks.1.attn.W_V")).toBe(true);
    expect(rowCount(asRows(projected).type.rows)).toBe(sequences);
    expect(rowsOf(after, "blocks.0.attn.W_V")).toBe(everywhere);
    expect(multiplications(after)).toBeLessThan(multiplications(before));
  });

  test("together they save most of the forward pass", () => {
    const full = { exemplarRows: 1523, dimension: 512 };
    const [before, after] = [nodes([], 32, full), nodes(passes, 32, full)];
    expect(multiplications(after)).toBeLessThan(0.2 * multiplications(before));
  });
});
