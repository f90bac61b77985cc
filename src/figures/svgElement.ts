import { pixel } from "./pixel.ts";
import { svgText } from "./svgText.ts";

/**
 * An element of an SVG or HTML file. Attributes that are undefined are left out; numbers are rounded as pixels are.
 * @param content is markup: texts go through `svgText` before
 */
export function svgElement(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = "",
): string {
  const written = Object.entries(attributes)
    .filter((entry): entry is [string, string | number] => entry[1] !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? pixel(value) : svgText(value)}"`)
    .join("");
  return content === "" ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}
