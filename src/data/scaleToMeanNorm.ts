import type { Exemplars } from "./exemplars.ts";

/** The mean Euclidean norm of generated features: about what ResNet18 features of Omniglot have. */
const meanNorm = 25;

/** Multiplies all features, in place, by the one number that makes their mean Euclidean norm 25. All-zero stays. */
export function scaleToMeanNorm(exemplars: Exemplars): void {
  const { features, dimension } = exemplars;
  const rows = exemplars.classes * exemplars.perClass;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let i = row * dimension; i < (row + 1) * dimension; i++) squares += features[i]! * features[i]!;
    total += Math.sqrt(squares);
  }
  if (total === 0) return;
  const scale = (meanNorm * rows) / total;
  for (let i = 0; i < features.length; i++) features[i]! *= scale;
}
