import type { HeatPlot } from "../../src/figures/figure.ts";
import { element } from "./dom.ts";
import type { Palette } from "./theme.ts";

/** Where letters are to be, in CSS pixels of the picture. */
export interface AxisLettersOptions {
  readonly plot: HeatPlot;
  /** Where the cells begin, and end below. */
  readonly left: number;
  readonly top: number;
  /** Of the whole picture. */
  readonly width: number;
  /** For the letters of an axis, before and below the cells. */
  readonly room: number;
  /** Pixels of the screen for each of the picture. */
  readonly ratio: number;
  readonly theme: Palette;
}

/** The last one: all tiles of a grid have the same. */
let last: { readonly key: string; readonly picture: HTMLCanvasElement } | undefined;

/**
 * The first letter of each row of a heat map, in front of it, and of each column, below it, as a picture of the whole map
 * without its cells. Kept, as text takes longer to draw than cells do. `plot.markedRow` has the text colour.
 */
export function axisLetters({
  plot: { rows, columns, markedRow },
  left,
  top,
  width,
  room,
  ratio,
  theme,
}: AxisLettersOptions): HTMLCanvasElement {
  const letters = [rows, columns].map((names) => names.map((name) => name.charAt(0).toUpperCase()));
  const { font, foreground, muted } = theme;
  const key = JSON.stringify([letters, markedRow, left, top, width, room, ratio, font, foreground, muted]);
  if (last?.key === key) return last.picture;
  const picture = element("canvas");
  picture.width = Math.round(width * ratio);
  picture.height = Math.round((top + room) * ratio);
  last = { key, picture };
  const context = picture.getContext("2d");
  if (context === null) return picture;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.font = `${room - 1}px ${font}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  letters[0]!.forEach((letter, row) => {
    context.fillStyle = row === markedRow ? foreground : muted;
    context.fillText(letter, left - room / 2, ((row + 0.5) / rows.length) * top);
  });
  context.fillStyle = muted;
  letters[1]!.forEach((letter, column) => {
    const middle = left + ((column + 0.5) / columns.length) * (width - left);
    context.fillText(letter, middle, top + room / 2 + 1);
  });
  return picture;
}
