import { textSizes } from "./drawing.ts";
import { textWidth } from "./textWidth.ts";

/**
 * A value in a cell with as many decimals as have room, `–` for none; null where there is no room for so many that cells
 * are told apart.
 * @param span how far the values of the matrix are apart: of a smaller one, more decimals tell something
 */
export function heatCellText(value: number, room: number, span: number): string | null {
  if (!Number.isFinite(value)) return "–";
  const fewest = span > 0 ? Math.min(4, Math.max(1, Math.ceil(-Math.log10(span) + 0.3))) : 1;
  for (const decimals of [fewest + 1, fewest]) {
    const text = value
      .toFixed(decimals)
      .replace(/^-(?=0\.?0*$)/, "")
      .replace("-", "−");
    for (const form of [text, text.replace(/^(−?)0\./, "$1.")]) {
      if (textWidth(form, textSizes.cell) <= room) return form;
    }
  }
  return null;
}
