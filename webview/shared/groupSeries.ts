import type { GroupCurve } from "../../src/runs/comparison/groupCurves.ts";
import type { Series } from "./series.ts";

/** What a group's series is called and how it looks. */
export interface GroupSeriesOptions extends Pick<Series, "key" | "slot" | "dash"> {
  readonly name: string;
  /** The names of the members. */
  readonly members: readonly string[];
}

/** The mean of a group as a series with its range around it. */
export function groupSeries(curve: GroupCurve, { name, members, ...look }: GroupSeriesOptions): Series {
  const label = `${name} · mean of ${countText(curve.members)}, min–max`;
  return {
    ...look,
    label,
    title: `${label}\n${members.join("\n")}`,
    x: curve.sequences,
    y: curve.mean,
    spread: { low: curve.low, high: curve.high, members: curve.members },
  };
}

/** `3`, or `2–3` where some members are shorter than others. */
function countText(members: Float64Array): string {
  const least = members.reduce((low, count) => Math.min(low, count), Infinity);
  const most = members.reduce((high, count) => Math.max(high, count), 0);
  return least < most ? `${least}–${most}` : String(most);
}
