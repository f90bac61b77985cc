import { textSizes } from "./drawing.ts";
import { textWidth } from "./textWidth.ts";

/** A value in a cell with as many decimals as have room, two at most, `–` for none; null where there is no room. */
export function heatCellText(value: number, room: number): string | null {
  if (!Number.isFinite(value)) return "–";
  for (const decimals of [2, 1]) {
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
