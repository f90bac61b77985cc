import { textWidth } from "../../../src/figures/textWidth.ts";
import type { XmlElement } from "./readXml.ts";

/** Where a text of a picture is, in its pixels. */
export interface TextBox {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Where each text of a picture is, groups' and its own transformations included. */
export function textBoxes(element: XmlElement, dx = 0, dy = 0): TextBox[] {
  if (element.name === "text") return [boxOf(element, dx, dy)];
  const moved = /^translate\(([-\d.]+) ([-\d.]+)\)$/.exec(element.attributes["transform"] ?? "");
  const [x, y] = moved ? [Number(moved[1]), Number(moved[2])] : [0, 0];
  return element.children.flatMap((child) => textBoxes(child, dx + x, dy + y));
}

/** Pairs of texts that are on top of each other. */
export function overlaps(boxes: readonly TextBox[]): string[] {
  return boxes.flatMap((one, i) =>
    boxes
      .slice(i + 1)
      .filter(
        (other) =>
          one.left < other.right - 0.5 &&
          other.left < one.right - 0.5 &&
          one.top < other.bottom - 0.5 &&
          other.top < one.bottom - 0.5,
      )
      .map((other) => `${one.text} | ${other.text}`),
  );
}

function boxOf({ attributes, text }: XmlElement, dx: number, dy: number): TextBox {
  const size = Number(attributes["font-size"]);
  const width = textWidth(text, size, attributes["font-weight"] === "bold" ? "bold" : "normal");
  const [x, y] = [Number(attributes["x"]) + dx, Number(attributes["y"]) + dy];
  const before = { middle: width / 2, end: width }[attributes["text-anchor"] ?? ""] ?? 0;
  const [above, below] = [size * 0.75, size * 0.2];
  if (attributes["transform"]?.startsWith("rotate(-90 ") === true) {
    return { text, left: x - above, right: x + below, top: y - width + before, bottom: y + before };
  }
  return { text, left: x - before, right: x - before + width, top: y - above, bottom: y + below };
}
