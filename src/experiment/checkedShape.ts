import type { CheckedShape } from "../clamps/clampKind.ts";
import type { DataConfig } from "../data/dataSchema.ts";
import { availableSets } from "../data/sequenceSampler.ts";
import type { ModelConfig } from "../model/modelSchema.ts";

/** What the clamps of an experiment are checked against. */
export function checkedShape(model: ModelConfig, data: DataConfig): CheckedShape {
  const { pairs, labels, support, burstiness } = data;
  const { layers, heads, norm, mlpRatio, positions } = model;
  return {
    ...{ layers, heads, norm, mlpRatio, positions, pairs, labels },
    matchingPairs: support ? burstiness : 0,
    sets: availableSets(data),
  };
}
