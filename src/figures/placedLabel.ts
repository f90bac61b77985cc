import { svgLabel, type LabelLook } from "./svgLabel.ts";

/** A text of a picture with its place: where its base line begins, is in the middle or ends, as its look says. */
export interface PlacedLabel {
  readonly text: string;
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  readonly look: LabelLook;
}

/** Placed texts as SVG markup. */
export function placedLabelsSvg(labels: readonly PlacedLabel[]): string {
  return labels.map(({ text, x, y, look }) => svgLabel(text, x, y, look)).join("");
}
