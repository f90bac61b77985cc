import { channels } from "../../src/figures/channels.ts";

/** The look of a series: its colour as a name of VS Code's chart colours, and its dash in CSS pixels. */
export interface SlotStyle {
  readonly colour: ColourName;
  readonly dash: readonly number[];
}

export type ColourName = "blue" | "orange" | "green" | "purple" | "red" | "yellow" | "foreground";

const colours: readonly ColourName[] = ["blue", "orange", "green", "purple", "red", "yellow", "foreground"];
/** So many slots follow each other in colours of their own. */
export const slotCount = colours.length;
const dashes: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 2.5],
  [9, 3, 2, 3],
  [14, 4],
  [9, 3, 2, 3, 2, 3],
];

/**
 * The colour and dash of a slot, both from 0 on and without end. With `dash` absent it comes from the slot too; then
 * forty-two slots look different from each other.
 */
export function slotStyle(slot: number, dash: number = slot): SlotStyle {
  const at = (index: number, length: number): number => ((Math.trunc(index) % length) + length) % length;
  return { colour: colours[at(slot, colours.length)]!, dash: dashes[at(dash, dashes.length)]! };
}

/** The colours of a picture, as texts that canvas, CSS and SVG understand. */
export interface Palette {
  readonly series: Readonly<Record<ColourName, string>>;
  readonly foreground: string;
  /** Of axes' texts and notes. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  readonly focus: string;
  readonly font: string;
  readonly isHighContrast: boolean;
}

/** A colour `#rrggbb` or `rgb(…)` with another opacity, 0 … 1. */
export function fade(colour: string, opacity: number): string {
  return `rgba(${channels(colour).join(", ")}, ${opacity})`;
}

/** For exported SVG: told apart on white paper and by colour-blind readers. */
export const paperPalette: Palette = {
  series: {
    blue: "#0072b2",
    orange: "#d55e00",
    green: "#009e73",
    purple: "#aa4499",
    red: "#cc3311",
    yellow: "#b58900",
    foreground: "#222222",
  },
  foreground: "#222222",
  muted: "#555555",
  grid: "#e4e4e4",
  background: "#ffffff",
  focus: "#0072b2",
  font: "Helvetica, Arial, sans-serif",
  isHighContrast: false,
};
