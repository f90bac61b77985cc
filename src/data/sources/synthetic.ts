import * as z from "zod";
import { allocateExemplars, type Exemplars } from "../exemplars.ts";
import { RandomStream } from "../random.ts";
import { scaleToMeanNorm } from "../scaleToMeanNorm.ts";

/** Random class embeddings that need no download. */
export const syntheticSource = z
  .strictObject({
    kind: z.literal("synthetic"),
    latent: z
      .int()
      .min(1)
      .max(4096)
      .default(32)
      .describe("Number of independent directions in which classes differ."),
    spread: z
      .number()
      .min(0)
      .max(1000)
      .default(0.3)
      .describe("How far the exemplars of one class lie apart, relative to the distance between classes."),
    dimension: z.int().min(1).max(16384).default(512).describe("Length of each exemplar's feature vector."),
  })
  .describe(
    "Random class embeddings with a low-dimensional structure, made from the data seed. Nothing to download.",
  );

/**
 * A latent point N(0, I) per class, the exemplars' points around it (`spread` times N(0, I)), lifted by one random
 * matrix with entries N(0, 1/latent), plus 1, clipped at 0, scaled to a mean norm of 25.
 * A class's features depend on the seed and the class only, apart from the common scale.
 * @throws UserError when the matrix would be too large
 */
export function makeSynthetic(
  source: z.infer<typeof syntheticSource>,
  classes: number,
  perClass: number,
  seed: number,
): Exemplars {
  const { latent, spread, dimension } = source;
  const exemplars = allocateExemplars(classes, perClass, dimension);
  const { features } = exemplars;
  const lift = makeLift(latent, dimension, seed);
  const random = new RandomStream(seed, "synthetic classes");
  const centre = new Float64Array(latent);
  const sums = new Float64Array(dimension);
  let at = 0;
  for (let c = 0; c < classes; c++) {
    random.seek(c);
    for (let k = 0; k < latent; k++) centre[k] = random.normal();
    for (let e = 0; e < perClass; e++) {
      sums.fill(1);
      for (let k = 0; k < latent; k++) {
        const z = centre[k]! + spread * random.normal();
        const row = k * dimension;
        for (let i = 0; i < dimension; i++) sums[i]! += z * lift[row + i]!;
      }
      for (let i = 0; i < dimension; i++) features[at++] = Math.max(0, sums[i]!);
    }
  }
  scaleToMeanNorm(exemplars);
  return exemplars;
}

/** float64 [latent, dimension], entries N(0, 1/latent). */
function makeLift(latent: number, dimension: number, seed: number): Float64Array {
  const random = new RandomStream(seed, "synthetic lift");
  const lift = new Float64Array(latent * dimension);
  const scale = 1 / Math.sqrt(latent);
  for (let i = 0; i < lift.length; i++) lift[i] = random.normal() * scale;
  return lift;
}
