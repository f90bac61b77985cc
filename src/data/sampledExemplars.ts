import type { DataConfig } from "./dataSchema.ts";
import type { Exemplars } from "./exemplars.ts";
import { splitClasses } from "./splits.ts";

/**
 * The exemplars that sequences can hold: those of the training classes, then those of the test classes. Validation
 * classes are in no set, and of the paper's 1623 classes they are 1473.
 */
export function sampledExemplars(data: DataConfig, { perClass, dimension, features }: Exemplars): Exemplars {
  const { train, test } = splitClasses(data);
  const perRow = perClass * dimension;
  const sampled = new Float32Array((train.count + test.count) * perRow);
  sampled.set(features.subarray(0, train.count * perRow));
  sampled.set(
    features.subarray(test.start * perRow, (test.start + test.count) * perRow),
    train.count * perRow,
  );
  return { classes: train.count + test.count, perClass, dimension, features: sampled };
}
