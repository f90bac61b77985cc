import { UserError } from "../userError.ts";

/** The feature vectors that sequences are made of. */
export interface Exemplars {
  readonly classes: number;
  readonly perClass: number;
  /** Length of a feature vector. */
  readonly dimension: number;
  /** float32 [classes, perClass, dimension], row-major. */
  readonly features: Float32Array;
}

/** 1 GiB of float32. */
const largest = 268_435_456;

/**
 * Room for all features, zeros.
 * @throws UserError when it would take more than 1 GiB
 */
export function allocateExemplars(classes: number, perClass: number, dimension: number): Exemplars {
  const length = classes * perClass * dimension;
  if (length > largest) {
    throw new UserError(
      `${classes} classes × ${perClass} exemplars × ${dimension} features are ${length} numbers, ` +
        `more than the ${largest} (1 GiB) that are allowed. Ask for fewer classes or exemplars.`,
      { place: "data" },
    );
  }
  return { classes, perClass, dimension, features: new Float32Array(length) };
}
