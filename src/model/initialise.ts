import { RandomStream } from "../data/random.ts";
import type { ParameterSpec } from "./parameters.ts";

/** Standard deviation of a standard normal cut off at ±2. */
const truncatedDeviation = 0.87962566103423978;

/**
 * The parameters that a seed starts with, by name, float32 in their own shape. Each draws from a stream of its own, so
 * that adding a parameter leaves the others as they were. `lecun-normal`: a normal cut off at ±2σ, rescaled to
 * variance 1/fan-in; `truncated-normal`: cut off at ±2, times the deviation, not rescaled.
 */
export function initialise(specs: readonly ParameterSpec[], seed: number): Map<string, Float32Array> {
  return new Map(specs.map((spec) => [spec.name, initialiseOne(spec, seed)]));
}

function initialiseOne({ name, shape, initialisation }: ParameterSpec, seed: number): Float32Array {
  const tensor = new Float32Array(shape.reduce((product, size) => product * size, 1));
  if (initialisation.kind === "constant") return tensor.fill(initialisation.value);
  const deviation =
    initialisation.kind === "lecun-normal"
      ? Math.sqrt(1 / initialisation.fanIn) / truncatedDeviation
      : initialisation.deviation;
  const random = new RandomStream(seed, `initialise ${name}`).seek(0);
  for (let element = 0; element < tensor.length; element++)
    tensor[element] = deviation * random.truncatedNormal();
  return tensor;
}
