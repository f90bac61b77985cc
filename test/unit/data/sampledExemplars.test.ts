import { expect, test } from "vitest";
import { dataSchema } from "../../../src/data/dataSchema.ts";
import { sampledExemplars } from "../../../src/data/sampledExemplars.ts";

test("validation classes are left out, the others keep their order and their numbers", () => {
  const data = dataSchema.parse({ classes: [2, 3, 1], exemplars: [1, 1, 0] });
  const [classes, perClass, dimension] = [6, 2, 3];
  const features = Float32Array.from({ length: classes * perClass * dimension }, (_, element) => element);
  const sampled = sampledExemplars(data, { classes, perClass, dimension, features });
  expect(sampled).toMatchObject({ classes: 3, perClass, dimension });
  const perRow = perClass * dimension;
  expect([...sampled.features]).toEqual([
    ...features.subarray(0, 2 * perRow),
    ...features.subarray(5 * perRow, 6 * perRow),
  ]);
});
