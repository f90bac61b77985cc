/** A place of a legend. */
export interface LegendPlace {
  /** Left edge in pixels from the legend's. */
  readonly left: number;
  /** From 0, the uppermost. */
  readonly row: number;
}

/** Puts entries of these widths (in pixels, with what is to be free between them) in rows, as many as it takes. */
export function legendRows(widths: readonly number[], width: number): LegendPlace[] {
  let left = 0;
  let row = 0;
  return widths.map((wanted) => {
    const needed = Math.min(wanted, width);
    if (left > 0 && left + needed > width) {
      left = 0;
      row++;
    }
    const place = { left, row };
    left += needed;
    return place;
  });
}
