import { svgElement } from "./svgElement.ts";
import { svgText } from "./svgText.ts";

/** How a text of a figure is written. */
export interface LabelLook {
  readonly fill: string;
  /** Of its letters, in pixels. */
  readonly size: number;
  readonly weight?: "bold";
  /** Which part of the text is at its place. Default: its start. */
  readonly anchor?: "middle" | "end";
  /** In degrees, clockwise, around its place. */
  readonly turned?: number;
  /** All of the text where what is shown is cut. */
  readonly whole?: string;
}

/** A text with its base line at `y`. */
export function svgLabel(text: string, x: number, y: number, look: LabelLook): string {
  const { fill, size, weight, anchor, turned, whole } = look;
  const attributes = {
    x,
    y,
    fill,
    "font-size": size,
    "font-weight": weight,
    "text-anchor": anchor,
    transform: turned === undefined ? undefined : `rotate(${turned} ${x.toFixed(2)} ${y.toFixed(2)})`,
  };
  const title = whole === undefined || whole === text ? "" : svgElement("title", {}, svgText(whole));
  return svgElement("text", attributes, title + svgText(text));
}
