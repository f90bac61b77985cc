import { describe, expect, test } from "vitest";
import { RandomStream } from "../../src/data/random.ts";
import { differentiate } from "../../src/graph/differentiate.ts";
import { reachable } from "../../src/graph/reachable.ts";
import type { Operation, RowsValue } from "../../src/graph/value.ts";
import { WasmRuntime } from "../../src/runtimes/wasm/wasmRuntime.ts";
import type { OperationProgram, Sizes } from "./operationPrograms.ts";
import { operationPrograms, ProgramBuilder } from "./operationPrograms.ts";
import type { Sources64 } from "./reference64.ts";
import { evaluate64 } from "./reference64.ts";

/** For every operation there is, a program whose gradient is computed through it. A missing one is a type error. */
const coverage: Record<Operation["kind"], OperationProgram> = {
  input: "used",
  "index-input": "gather",
  "index-constant": "linear",
  constant: "combine with a constant",
  parameter: "linear",
  fixed: "fixed",
  linear: "linear",
  "layer-norm": "layer-norm",
  gather: "gather",
  concat: "concat",
  take: "take",
  combine: "combine",
  rope: "rope",
  gelu: "gelu",
  scores: "scores",
  softmax: "softmax",
  mix: "mix",
  select: "select",
  "cross-entropy": "linear",
  mean: "linear",
  used: "used",
  renumbered: "used",
  "mix-features": "mix-features",
  "head-linear": "mix-features",
  compose: "compose",
  "copy-scores": "copy-scores",
  "copy-scores-grad": "copy-scores",
  "project-heads": "mix-projected",
  "mix-projected": "mix-projected",
  "linear-transposed": "linear",
  outer: "linear",
  "sum-rows": "linear",
  "layer-norm-grad": "layer-norm",
  "layer-norm-weight-grad": "layer-norm",
  "scatter-add": "gather",
  slice: "concat",
  spread: "take",
  scale: "scale",
  "sum-heads": "select one for all heads",
  "softmax-grad": "softmax",
  "mix-transposed": "mix",
  "gelu-grad": "gelu",
  "cross-entropy-grad": "linear",
  "head-linear-transposed": "mix-features",
  "head-outer": "mix-features",
  "feature-scores": "mix-features",
  "mix-features-transposed": "mix-features",
};

/** Programs with operations that only programs without a gradient have. */
const forwardOnly: ReadonlySet<OperationProgram> = new Set(["mix-projected"]);

const allSizes: Readonly<Record<string, Sizes>> = {
  "8 heads, whole tiles": { sequences: 2, length: 4, heads: 8, headSize: 2, features: 16, causal: true },
  "3 heads, no tiles": { sequences: 3, length: 5, heads: 3, headSize: 6, features: 7, causal: true },
  "1 head, not causal": { sequences: 1, length: 3, heads: 1, headSize: 4, features: 10, causal: false },
};

interface Built {
  readonly builder: ProgramBuilder;
  readonly loss: RowsValue;
  /** Numbers that float32 holds exactly. */
  readonly sources: Sources64;
}

function build(name: OperationProgram, sizes: Sizes): Built {
  const builder = new ProgramBuilder(sizes);
  const loss = builder.loss(operationPrograms[name](builder));
  const random = new RandomStream(3, name).seek(0);
  const numbers = (count: number) =>
    Float64Array.from({ length: count }, () => Math.fround(0.7 * random.normal()));
  const parameters = new Map(
    [...builder.declarations, ...builder.fixedDeclarations].map(({ name, shape }) => [
      name,
      numbers(shape.reduce((a, b) => a * b, 1)),
    ]),
  );
  const inputs = new Map(
    [...builder.inputs].map(([name, { rows, columns }]) => [name, numbers(rows * columns)]),
  );
  const indexes = new Map(
    [...builder.indexes].map(([name, { rows, below }]) => [
      name,
      Int32Array.from({ length: rows }, () => random.below(below)),
    ]),
  );
  return { builder, loss, sources: { parameters, inputs, indexes } };
}

function runWasm({ builder, loss, sources }: Built, isTrained: boolean): WasmResult {
  const runtime = new WasmRuntime(builder.declarations, { fast: false });
  const floats = new Map([...sources.parameters].map(([name, data]) => [name, Float32Array.from(data)]));
  for (const declaration of builder.fixedDeclarations) {
    runtime.defineFixed(declaration, floats.get(declaration.name)!);
    floats.delete(declaration.name);
  }
  runtime.write("parameters", floats);
  const program = runtime.compile(
    { graph: builder.graph, outputs: { loss }, ...(isTrained && { loss }) },
    [],
  );
  for (const [name, data] of sources.inputs) program.setInput(name, Float32Array.from(data));
  for (const [name, data] of sources.indexes) program.setIndex(name, Int32Array.from(data));
  program.run();
  return { loss: program.output("loss")[0]!, gradients: runtime.read("gradients") };
}

interface WasmResult {
  readonly loss: number;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Central differences; their error is about step², and 1e-16 / step from rounding. */
function differences(built: Built, name: string): Float64Array {
  const step = 1e-5;
  const parameter = built.sources.parameters.get(name)!;
  const lossAt = (element: number, value: number) => {
    const changed = parameter.slice();
    changed[element] = value;
    const parameters = new Map([...built.sources.parameters, [name, changed]]);
    return evaluate64([built.loss], { ...built.sources, parameters }).get(built.loss)![0]!;
  };
  return parameter.map(
    (value, element) => (lossAt(element, value + step) - lossAt(element, value - step)) / (2 * step),
  );
}

const programs = Object.keys(operationPrograms) as OperationProgram[];

describe.each(Object.entries(allSizes))("finite differences, %s", (_, sizes) => {
  test.each(programs)("%s", (name) => {
    const built = build(name, sizes);
    const isTrained = !forwardOnly.has(name);
    const wasm = runWasm(built, isTrained);
    expect(wasm.loss).toBeCloseTo(evaluate64([built.loss], built.sources).get(built.loss)![0]!, 5);
    if (!isTrained) return;
    let largest = 0;
    for (const [parameter, gradient] of wasm.gradients) {
      const expected = differences(built, parameter);
      const size = Math.hypot(...expected);
      const error = Math.hypot(...expected.map((value, element) => gradient[element]! - value));
      largest = Math.max(largest, size);
      expect(error, parameter).toBeLessThan(2e-6 * size + 1e-8);
    }
    expect(largest).toBeGreaterThan(1e-3);
  });
});

test.each(Object.entries(coverage))("%s is among the operations of the program “%s”", (operation, name) => {
  const { builder, loss } = build(name, allSizes["3 heads, no tiles"]!);
  const gradients = forwardOnly.has(name) ? [] : [...differentiate(builder.graph, loss).values()];
  const kinds = reachable([loss, ...gradients]).map((value) => value.operation.kind);
  expect(kinds).toContain(operation);
});
