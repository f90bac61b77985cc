import { textWidth, type TextWeight } from "./textWidth.ts";

/** A text on one line: cut, with an ellipsis, where it is wider than `width` pixels. */
export function fitText(text: string, width: number, size: number, weight: TextWeight = "normal"): string {
  if (textWidth(text, size, weight) <= width) return text;
  const letters = Array.from(text);
  while (letters.length > 0 && textWidth(`${letters.join("").trimEnd()}…`, size, weight) > width)
    letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
