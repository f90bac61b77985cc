import { channels, type Channels } from "./channels.ts";
import { contrast } from "./contrast.ts";

// Both are told apart by colour-blind readers and stay in order when printed in grey (the second: on each side).
const sequential = [
  "#440154",
  "#472d7b",
  "#3b528b",
  "#2c728e",
  "#21918c",
  "#28ae80",
  "#5ec962",
  "#addc30",
  "#fde725",
];
const diverging = ["#2166ac", "#67a9cf", "#d1e5f0", "#f7f7f7", "#fddbc7", "#ef8a62", "#b2182b"];

/**
 * The colour of each value: from dark blue to yellow, or where the range is the same on both sides of 0 from blue over
 * white to red. Values outside have the colour of the end. Not a number has none: null.
 */
export function colourScale(range: readonly [from: number, to: number]): (value: number) => string | null {
  const [from, to] = range;
  const stops = (from < 0 && from === -to ? diverging : sequential).map((stop) => channels(stop));
  return (value) => {
    if (Number.isNaN(value)) return null;
    const share = to > from ? Math.max(0, Math.min(1, (value - from) / (to - from))) : 0.5;
    const place = share * (stops.length - 1);
    const below = Math.min(stops.length - 2, Math.floor(place));
    const mixed = stops[below]!.map(
      (channel, i) => channel + (stops[below + 1]![i]! - channel) * (place - below),
    );
    return `#${mixed.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
  };
}

/** Black or white: what is read better on a colour. */
export function inkOn(colour: string): string {
  const behind: Channels = channels(colour);
  return contrast([0, 0, 0], behind) >= contrast([255, 255, 255], behind) ? "#000000" : "#ffffff";
}
