/** A head and one of its measures. */
export interface HeadStrength {
  /** Such as `L1H3`. */
  readonly head: string;
  readonly value: number;
}

const most = 3;

/** The three heads with the highest values, highest first; of equal ones, the first. What has no number is left out. */
export function strongestHeads(
  heads: readonly { readonly head: string; readonly value: number | null | undefined }[],
): HeadStrength[] {
  return heads
    .flatMap(({ head, value }) =>
      value === null || value === undefined || !Number.isFinite(value) ? [] : [{ head, value }],
    )
    .sort((a, b) => b.value - a.value)
    .slice(0, most);
}
