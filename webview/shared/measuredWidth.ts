const mostTexts = 5000;
const widths = new Map<string, number>();

/**
 * The width of a text in a canvas' font, in CSS pixels. Measuring takes a browser as long as drawing, and the same texts
 * come again and again while a crosshair moves: each is measured once.
 */
export function measuredWidth(context: CanvasRenderingContext2D, text: string): number {
  const key = `${context.font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  const { width } = context.measureText(text);
  if (widths.size >= mostTexts) widths.clear();
  widths.set(key, width);
  return width;
}
