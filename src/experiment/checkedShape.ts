import type { CheckedShape } from "../clamps/clampKind.ts";
import type { DataConfig } from "../data/dataSchema.ts";
import type { ModelConfig } from "../model/modelSchema.ts";

/** What the clamps of an experiment are checked against. */
export function checkedShape({ layers, heads }: ModelConfig, data: DataConfig): CheckedShape {
  const { pairs, labels, support, burstiness } = data;
  return { layers, heads, pairs, labels, matchingPairs: support ? burstiness : 0 };
}
