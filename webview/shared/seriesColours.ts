import { channels } from "../../src/figures/channels.ts";
import { readableColour } from "./readableColour.ts";
import { paperPalette, type ColourName, type Palette } from "./theme.ts";

/** What lines and other things without words need by WCAG 2.2, "non-text contrast". */
const leastContrast = 3;
/** Nearer colours, as distance in RGB, look the same in thin lines. */
const leastDistance = 40;

/** Where a theme has none of its own, or one that looks like another. */
const plain: Palette["series"] = {
  blue: "#3794ff",
  orange: "#e8912d",
  green: "#7cc379",
  purple: "#b180d7",
  red: "#f14c4c",
  yellow: "#cca700",
  foreground: "#888888",
};

/**
 * The colours of series in a theme: its own, each with a contrast of at least 3 to the background. One that it does not
 * have, or that looks like one before it, is replaced by a plain one of its name.
 * @param themes the theme's colours; empty texts for those that it does not have
 */
export function seriesColours(
  themes: Palette["series"],
  foreground: string,
  background: string,
): Palette["series"] {
  const readable = (colour: string): string => readableColour(colour, foreground, background, leastContrast);
  const taken: string[] = [readable(foreground)];
  const room = (colour: string): number => Math.min(...taken.map((other) => distance(colour, other)));
  const choose = (name: ColourName): string => {
    const own = [themes[name], plain[name], paperPalette.series[name]].filter((colour) => colour !== "");
    const wanted = own.map(readable);
    const best = wanted.toSorted((a, b) => room(b) - room(a))[0]!;
    const chosen = wanted.find((colour) => room(colour) >= leastDistance) ?? best;
    taken.push(chosen);
    return chosen;
  };
  return {
    blue: choose("blue"),
    orange: choose("orange"),
    green: choose("green"),
    purple: choose("purple"),
    red: choose("red"),
    yellow: choose("yellow"),
    foreground: readable(foreground),
  };
}

function distance(one: string, other: string): number {
  const [a, b] = [channels(one), channels(other)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}
