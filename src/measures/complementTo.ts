/** How well something answers where another is wrong. */
export interface Complement {
  /** On all sequences. */
  readonly accuracy: number;
  /** On those that the other gets wrong; null where there are none. */
  readonly right: number | null;
  /** `right` divided by `accuracy`; null where either cannot be. */
  readonly ratio: number | null;
}

/**
 * How much of what one gets wrong another gets right (paper 2404.07129, tables 2 and 3).
 * @param reference uint8 [sequences]: 1 where the first is right
 * @param answers uint8 [sequences]: 1 where the other is right
 */
export function complementTo(reference: Uint8Array, answers: Uint8Array): Complement {
  let [right, mistakes, mended] = [0, 0, 0];
  answers.forEach((answer, sequence) => {
    right += answer;
    if (reference[sequence] === 1) return;
    mistakes++;
    mended += answer;
  });
  const accuracy = right / answers.length;
  const share = mistakes === 0 ? null : mended / mistakes;
  return { accuracy, right: share, ratio: share === null || accuracy === 0 ? null : share / accuracy };
}
