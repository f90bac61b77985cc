import type { Range, ScaleKind } from "../shared/series.ts";

/** A clamp of a run, with the windows in which it held, in the units of the x-axis. */
export interface TimelineClamp {
  /** `until` is null where it still holds, or holds to the end. */
  readonly spans: readonly { readonly from: number; readonly until: number | null }[];
  /** Where the run is or ended, in the units of the x-axis: bars without an end go so far. */
  readonly end: number;
}

/** An x-axis: `from` is drawn at `left`, `to` at `right` (CSS pixels). */
export interface TimelineAxis extends Range {
  readonly left: number;
  readonly right: number;
  readonly scale: ScaleKind;
}

/** A bar, in CSS pixels. `opensLeft` and `opensRight` where it goes on outside of what is shown. */
export interface TimelineBar {
  readonly left: number;
  readonly width: number;
  readonly opensLeft: boolean;
  readonly opensRight: boolean;
}

/** Narrowest bar that can be seen and hit, in CSS pixels. */
const narrowest = 3;

/** Where a value is on an axis, in CSS pixels; not cut to its edges. Not finite where a log axis has no such place. */
export function placeOnAxis(value: number, axis: TimelineAxis): number {
  const { from, to, left, right, scale } = axis;
  const share = scale === "log" ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  return left + share * (right - left);
}

/** Whether a value is within what an axis shows. */
export function isOnAxis(value: number, axis: TimelineAxis): boolean {
  return value >= axis.from && value <= axis.to;
}

/** The bars of a clamp: its spans cut to what the axis shows; spans outside of it are left out. */
export function timelineBars(clamp: TimelineClamp, axis: TimelineAxis): TimelineBar[] {
  const bars: TimelineBar[] = [];
  for (const { from, until } of clamp.spans) {
    const end = Math.max(until ?? clamp.end, from);
    if (end < axis.from || from > axis.to) continue;
    const start = placeOnAxis(Math.max(from, axis.from), axis);
    const stop = placeOnAxis(Math.min(end, axis.to), axis);
    const width = Math.max(stop - start, Math.min(narrowest, axis.right - axis.left));
    bars.push({
      left: Math.min(start, axis.right - width),
      width,
      opensLeft: from < axis.from,
      opensRight: end > axis.to,
    });
  }
  return bars;
}
