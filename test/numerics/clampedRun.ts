import { afterEach } from "vitest";
import type { Clamp } from "../../src/clamps/clamps.ts";
import type { RowsValue } from "../../src/graph/value.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { createRuntime } from "../../src/runtimes/createRuntime.ts";
import type { Runtime } from "../../src/runtimes/runtime.ts";
import type { TinyRun } from "./tinyRun.ts";
import { tinyRun, tinyShape } from "./tinyRun.ts";

/** The model on which it is tested that clamps hold. */
export const shape = tinyShape({ pairs: 3, labels: 4 });
export const length = 2 * shape.pairs + 1;
export const sequences = 6;
export const seed = 1;
export const { heads, width } = shape;
export const headSize = width / heads;

/** The runtimes, and for how many steps clamps are watched in each. */
export const runtimes = [
  { runtime: "wasm", steps: 20 },
  { runtime: "tensorflow", steps: 3 },
] as const;

const disposals: (() => void)[] = [];
afterEach(() => {
  for (const dispose of disposals.splice(0)) dispose();
});

const patternsAndValues = [0, 1].flatMap((layer) =>
  ["hook_pattern", "hook_v"].map((name) => `blocks.${layer}.attn.${name}`),
);

/** A training run that gives some of its sites. Disposed of after the test. */
export async function run(
  kind: "wasm" | "tensorflow",
  held: readonly Clamp[],
  sites: readonly string[] = patternsAndValues,
): Promise<TinyRun & { readonly runtime: Runtime }> {
  const runtime: Runtime = await createRuntime(parameterSpecs(shape), { runtime: kind, fast: false });
  disposals.push(() => {
    runtime.dispose();
  });
  const tiny = tinyRun(runtime, {
    shape,
    clamps: held,
    sequences,
    seed,
    outputs: (model) =>
      Object.fromEntries(sites.map((name): [string, RowsValue] => [name, model.sites.get(name)!])),
  });
  return { runtime, ...tiny };
}

/** One head's part of [rows, heads, size], as [rows][size]. */
export function ofHead(data: Float32Array, head: number): number[][] {
  const size = data.length / (sequences * length * heads);
  return Array.from({ length: sequences * length }, (_, row) => {
    const start = (row * heads + head) * size;
    return [...data.subarray(start, start + size)];
  });
}

/** What has no heads, [rows, size], as [rows][size]. */
export function rowsOf(data: Float32Array): number[][] {
  const size = data.length / (sequences * length);
  return Array.from({ length: sequences * length }, (_, row) => [
    ...data.subarray(row * size, (row + 1) * size),
  ]);
}

/** One head's part of a gradient [heads, …]. */
export function gradientOf(runtime: Runtime, name: string, head: number): number[] {
  const gradient = runtime.read("gradients").get(name)!;
  const size = gradient.length / heads;
  return [...gradient.subarray(head * size, (head + 1) * size)];
}

/** Whether all numbers are 0. */
export const isZero = (numbers: readonly number[]): boolean => numbers.every((number) => number === 0);

/** The parameters that get a gradient. */
export function withGradient(runtime: Runtime): string[] {
  return [...runtime.read("gradients")]
    .filter(([, gradient]) => !isZero([...gradient]))
    .map(([name]) => name);
}
