import type { Drawing } from "./drawing.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { svgElement } from "./svgElement.ts";
import { svgText } from "./svgText.ts";

/** An SVG picture of a drawing, with its name and what is to be seen on it for those who cannot see it. */
export function svgFile(
  { svg, width, height }: Drawing,
  palette: Pick<FigurePalette, "font">,
  {
    title,
    description,
    className,
  }: { readonly title: string; readonly description: string; readonly className?: string },
): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    class: className,
    width: Math.ceil(width),
    height: Math.ceil(height),
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    role: "img",
    "aria-label": title,
    "font-family": palette.font,
  };
  const words = svgElement("title", {}, svgText(title)) + svgElement("desc", {}, svgText(description));
  return `${svgElement("svg", attributes, `${words}\n${svg}\n`)}\n`;
}
