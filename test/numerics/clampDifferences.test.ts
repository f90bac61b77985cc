import { describe, expect, test } from "vitest";
import { traceClamped } from "../../src/clamps/traceClamped.ts";
import { Similarities } from "../../src/model/similarities.ts";
import { initialise } from "../../src/model/initialise.ts";
import { parameterSpecs } from "../../src/model/parameters.ts";
import { similarityTemperature } from "../../src/model/sequenceInputs.ts";
import { reachable } from "../../src/graph/reachable.ts";
import { WasmRuntime } from "../../src/runtimes/wasm/wasmRuntime.ts";
import { BatchFeeder } from "../../src/training/batchFeeder.ts";
import type { Sources64 } from "./reference64.ts";
import { evaluate64 } from "./reference64.ts";
import { clampSets, defineDonor, donorName, randomBatch, randomTable, tinyShape } from "./tinyRun.ts";

// Small, and no whole tiles: a loss in float64 is computed twice for every number that is tried.
const shape = tinyShape({ heads: 4, width: 24, dimension: 5, exemplarRows: 6, labels: 4 });
const sequences = 3;
const specs = parameterSpecs(shape);

/** Every number of the small parameters, and some of the others. */
function triedElements(size: number): number[] {
  const count = Math.min(size, 6);
  return Array.from({ length: count }, (_, place) => Math.floor(((place + 0.5) * size) / count));
}

describe("gradients under clamps are those of finite differences in float64", () => {
  test.each(Object.entries(clampSets))("%s", (_, clamps) => {
    const runtime = new WasmRuntime(specs, { fast: false });
    const features = randomTable(shape.exemplarRows, shape.dimension, 1);
    runtime.defineTable("exemplars", features, { kind: "features", size: shape.dimension });
    const weights = initialise(specs, 7);
    runtime.write("parameters", weights);
    const donors = defineDonor(runtime, shape);
    const { graph, model } = traceClamped(shape, sequences, clamps, donors);
    const program = runtime.compile({ graph, outputs: { loss: model.loss }, loss: model.loss });
    const feeder = new BatchFeeder(shape, sequences, new Similarities(features, shape.dimension));
    const batch = randomBatch(shape, sequences, 11);
    feeder.batch.exemplars.set(batch.exemplars);
    feeder.batch.labels.set(batch.labels);
    feeder.feed(program);
    program.run();
    const gradients = runtime.read("gradients");

    const { encoded, similarities } = feeder;
    encoded.encodeMatches(batch);
    const inputs = new Map<string, Float64Array>([
      ["exemplars", Float64Array.from(features)],
      ["match", Float64Array.from(encoded.match)],
      ["other", Float64Array.from(encoded.other)],
    ]);
    for (const { operation } of reachable([model.loss])) {
      const temperature = operation.kind === "input" ? similarityTemperature(operation.name) : null;
      if (operation.kind !== "input" || temperature === null) continue;
      const similar = new Float32Array(encoded.similar.length);
      similarities.write(batch, temperature, similar);
      inputs.set(operation.name, Float64Array.from(similar));
    }
    const indexes = new Map([
      ["tokens", encoded.tokens],
      ["targets", encoded.targets],
    ]);
    const donated = initialise(specs, 99);
    const parameters = new Map([
      ...[...weights].map(([name, data]) => [name, Float64Array.from(data)] as const),
      ...[...donated].map(([name, data]) => [`${donorName} ${name}`, Float64Array.from(data)] as const),
    ]);
    const lossOf = (changed: Sources64["parameters"]): number =>
      evaluate64([model.loss], { parameters: changed, inputs, indexes }).get(model.loss)![0]!;

    expect(program.scalar("loss")).toBeCloseTo(lossOf(parameters), 5);
    const step = 1e-5;
    for (const { name } of specs) {
      const given = parameters.get(name)!;
      const lossAt = (element: number, change: number): number => {
        const data = given.slice();
        data[element]! += change;
        return lossOf(new Map([...parameters, [name, data]]));
      };
      for (const element of triedElements(given.length)) {
        const difference = (lossAt(element, step) - lossAt(element, -step)) / (2 * step);
        const gradient = gradients.get(name)![element]!;
        expect(Math.abs(gradient - difference), `${name}[${element}]`).toBeLessThan(
          2e-5 * Math.abs(difference) + 1e-6,
        );
      }
    }
  });
});
