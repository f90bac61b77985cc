import { svgText } from "../../src/figures/svgText.ts";
import { svgWidth } from "../shared/chartSvg.ts";
import { paperPalette as palette } from "../shared/theme.ts";

const height = 40;

/** A line of text over pictures as SVG file, in colours for paper. */
export function headingSvg(text: string): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${svgWidth}" height="${height}" font-family="${palette.font}">`,
    `<text x="16" y="28" font-size="20" font-weight="bold" fill="${palette.foreground}">${svgText(text)}</text>`,
    "</svg>\n",
  ].join("\n");
}
