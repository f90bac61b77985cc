/** A text above a place of the x-axis, in pixels from the left edge of the plot. */
export interface PlacedLabel {
  readonly text: string;
  /** Left edge of the text. */
  readonly left: number;
  /** 0 is the uppermost line of texts. */
  readonly lane: number;
}

const gap = 6;

/**
 * Places texts so that they begin at their vertical lines (further left near the right edge), one below the other where
 * they would overlap. What finds no room in `lanes` lines is left out: its vertical line stays.
 * @param widthOf a text in pixels
 */
export function labelLanes(
  labels: readonly { readonly at: number; readonly text: string }[],
  width: number,
  lanes: number,
  widthOf: (text: string) => number,
): PlacedLabel[] {
  const taken = Array.from({ length: lanes }, (): { left: number; right: number }[] => []);
  const placed: PlacedLabel[] = [];
  for (const { at, text } of labels) {
    if (at < 0 || at > width) continue;
    const needed = widthOf(text);
    const left = Math.max(0, Math.min(at, width - needed));
    const lane = taken.findIndex((used) =>
      used.every((other) => left > other.right + gap || left + needed + gap < other.left),
    );
    if (lane < 0) continue;
    taken[lane]!.push({ left, right: left + needed });
    placed.push({ text, left, lane });
  }
  return placed;
}
