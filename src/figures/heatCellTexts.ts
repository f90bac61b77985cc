import { textSizes } from "./drawing.ts";
import { textWidth } from "./textWidth.ts";

/** How numbers are written: with so many decimals, and with the zero before the point or without it. */
interface Form {
  readonly decimals: number;
  readonly hasZero: boolean;
}

/**
 * The texts of a map's cells, all in the same form, with as many decimals as have room in each; `–` for not a number.
 * Null where there is no room for so many that cells are told apart.
 * @param room of a cell, in pixels
 * @param span how far the values of the map may be apart: of a smaller one, more decimals tell something
 */
export function heatCellTexts(
  values: readonly number[],
  room: number,
  span: number,
): readonly string[] | null {
  const fewest = span > 0 ? Math.min(4, Math.max(1, Math.ceil(-Math.log10(span) + 0.7))) : 1;
  const forms: readonly Form[] = [fewest + 1, fewest].flatMap((decimals) => [
    { decimals, hasZero: true },
    { decimals, hasZero: false },
  ]);
  for (const form of forms) {
    const texts = values.map((value) => write(value, form));
    if (texts.every((text) => textWidth(text, textSizes.cell) <= room)) return texts;
  }
  return null;
}

function write(value: number, { decimals, hasZero }: Form): string {
  if (!Number.isFinite(value)) return "–";
  const text = value
    .toFixed(decimals)
    .replace(/^-(?=0\.?0*$)/, "")
    .replace("-", "−");
  return hasZero ? text : text.replace(/^(−?)0\./, "$1.");
}
