import type { DataConfig } from "../data/dataSchema.ts";
import type { ModelConfig } from "../model/modelSchema.ts";
import type { Problem } from "./problem.ts";

/** Numbers (float32) that fit the 4 GB that WebAssembly can address. */
const limit = 2 ** 30;

/**
 * Finds experiments that cannot fit in memory, by a lower bound: parameters with gradient and two moments, and of the
 * activations only residual streams and attention patterns. A mistyped number is found here, before anything is
 * allocated; what passes may still be too large for the machine.
 */
export function checkSize(model: ModelConfig, data: DataConfig, batch: number): Problem[] {
  const { layers, heads, width, mlpRatio } = model;
  const tokens = 2 * data.pairs + 1;
  const parameters = 4 * layers * width * width * (4 + 2 * (mlpRatio ?? 0));
  const streams = layers * batch * tokens * width;
  // In the last block only the query's row is needed.
  const patterns = batch * heads * tokens * ((layers - 1) * tokens + 1);
  const problems: Problem[] = [];
  if (parameters > limit) {
    problems.push({ path: ["model", "width"], message: tooLarge("the parameters", parameters) });
  }
  if (streams + patterns > limit) {
    problems.push({
      path: ["training", "batch"],
      message: tooLarge(`the activations of ${batch} sequences of ${tokens} tokens`, streams + patterns),
    });
  }
  return problems;
}

function tooLarge(what: string, numbers: number): string {
  const gigabytes = (numbers * 4) / 2 ** 30;
  return `expected a run that fits in 4 GB, got at least ${Math.floor(gigabytes)} GB for ${what}`;
}
