/** Mistakes for one target label. */
export interface LabelMistakes {
  readonly label: number;
  /** Sequences whose target it is. */
  readonly count: number;
  readonly mistakes: number;
  /** Of all mistakes; null where there are none. */
  readonly share: number | null;
  /** Null where no sequence has this target. */
  readonly accuracy: number | null;
}

/**
 * Mistakes by the label that was asked for (paper 2404.07129, figure 16).
 * @param right uint8 [sequences]: 1 where the answer was right
 * @param targets int32 [sequences], in [0, labels)
 */
export function mistakesByLabel(
  right: Uint8Array,
  targets: Int32Array,
  labels: number,
): { readonly mistakes: number; readonly byLabel: readonly LabelMistakes[] } {
  const counts = new Float64Array(labels);
  const wrong = new Float64Array(labels);
  targets.forEach((target, sequence) => {
    counts[target]!++;
    wrong[target]! += 1 - right[sequence]!;
  });
  const mistakes = wrong.reduce((sum, number) => sum + number, 0);
  const byLabel = Array.from({ length: labels }, (_, label) => {
    const [count, missed] = [counts[label]!, wrong[label]!];
    return {
      label,
      count,
      mistakes: missed,
      share: mistakes === 0 ? null : missed / mistakes,
      accuracy: count === 0 ? null : 1 - missed / count,
    };
  });
  return { mistakes, byLabel };
}
