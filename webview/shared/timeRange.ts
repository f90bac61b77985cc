/** The times that a slider can be set to. */
export interface TimeRange {
  /** Its last place, in sequences; the first is 0. */
  readonly to: number;
  /** Between two places: the batch size. */
  readonly step: number;
  /** Sequences, increasing: ticks under the slider, where Page keys jump to and what is played. */
  readonly frames: readonly number[];
}

/** The place of a range that is nearest to a number of sequences; the last place may be less than a step after the one before. */
export function heldTime({ to, step }: TimeRange, sequences: number): number {
  if (Number.isNaN(sequences)) return 0;
  const place = sequences >= to ? to : Math.round(sequences / step) * step;
  return Math.max(0, Math.min(to, place));
}

/** The frame after (1) or before (−1) a place; null where there is none. */
export function frameBeside({ frames }: TimeRange, sequences: number, direction: 1 | -1): number | null {
  if (direction === 1) return frames.find((frame) => frame > sequences) ?? null;
  return frames.findLast((frame) => frame < sequences) ?? null;
}

/** The place that a key leads to; null where the key means nothing. */
export function timeAfter(range: TimeRange, sequences: number, key: string, isShift = false): number | null {
  const by = range.step * (isShift ? 10 : 1);
  switch (key) {
    case "ArrowRight":
    case "ArrowUp":
      return heldTime(range, sequences + by);
    case "ArrowLeft":
    case "ArrowDown":
      return heldTime(range, sequences - by);
    case "PageUp":
      return frameBeside(range, sequences, 1) ?? range.to;
    case "PageDown":
      return frameBeside(range, sequences, -1) ?? 0;
    case "Home":
      return 0;
    case "End":
      return range.to;
    default:
      return null;
  }
}
