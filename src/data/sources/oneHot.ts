import * as z from "zod";
import { allocateExemplars, type Exemplars } from "../exemplars.ts";

/** Classes without any structure. */
export const oneHotSource = z
  .strictObject({ kind: z.literal("one-hot") })
  .describe("One-hot vectors: as many features as classes, and all exemplars of a class alike.");

/**
 * Features of dimension `classes`: 1 at the class's own place, 0 elsewhere, the same for each of its exemplars.
 * @throws UserError when the matrix would be too large
 */
export function makeOneHot(classes: number, perClass: number): Exemplars {
  const exemplars = allocateExemplars(classes, perClass, classes);
  for (let row = 0; row < classes * perClass; row++) {
    exemplars.features[row * classes + Math.floor(row / perClass)] = 1;
  }
  return exemplars;
}
