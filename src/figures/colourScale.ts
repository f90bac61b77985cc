import { channels, type Channels } from "./channels.ts";
import { contrast } from "./contrast.ts";
import type { HeatScale } from "./figure.ts";
import { heatScaleOf } from "./heatScaleOf.ts";
import { heatShare } from "./heatShare.ts";

/** What colours stand on: what is neither above nor below 0 should not shine out of a dark page. */
export type Ground = "light" | "dark";

// All are told apart by colour-blind readers and stay in order when printed in grey (diverging: on each side).
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
const stops: Readonly<Record<HeatScale, Readonly<Record<Ground, readonly string[]>>>> = {
  sequential: { light: sequential, dark: sequential },
  diverging: {
    light: ["#2166ac", "#67a9cf", "#d1e5f0", "#f7f7f7", "#fddbc7", "#ef8a62", "#b2182b"],
    dark: ["#a6d8ff", "#4d9de0", "#27547e", "#303030", "#7a3b22", "#e0703a", "#ffc29c"],
  },
};

/**
 * The colour of each value: from dark blue to yellow, or for a diverging scale from blue over white (on a dark ground:
 * dark grey) to red. Values outside of the range have the colour of the end. Not a number has none: null.
 * @param scale default: diverging where the range is the same on both sides of 0
 */
export function colourScale(
  range: readonly [from: number, to: number],
  scale: HeatScale = heatScaleOf({ range }),
  ground: Ground = "light",
): (value: number) => string | null {
  const share = heatShare(range, scale);
  const colours = stops[scale][ground].map((stop) => channels(stop));
  return (value) => {
    if (Number.isNaN(value)) return null;
    const place = share(value) * (colours.length - 1);
    const below = Math.min(colours.length - 2, Math.floor(place));
    const mixed = colours[below]!.map(
      (channel, i) => channel + (colours[below + 1]![i]! - channel) * (place - below),
    );
    return `#${mixed.map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
  };
}

/** Black or white: what is read better on a colour. */
export function inkOn(colour: string): string {
  const behind: Channels = channels(colour);
  return contrast([0, 0, 0], behind) >= contrast([255, 255, 255], behind) ? "#000000" : "#ffffff";
}
