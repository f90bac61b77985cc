import { fitText } from "./fitText.ts";
import { textWidth, type TextWeight } from "./textWidth.ts";

/** A text on as many lines as it needs, at most `most`; the last is cut where there is more. An empty text has none. */
export function wrapText(
  text: string,
  width: number,
  most: number,
  size: number,
  weight: TextWeight = "normal",
): string[] {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const lines: string[] = [];
  while (words.length > 0) {
    let line = words.shift()!;
    if (lines.length === most - 1) {
      lines.push(fitText([line, ...words].join(" "), width, size, weight));
      break;
    }
    while (words.length > 0 && textWidth(`${line} ${words[0]!}`, size, weight) <= width) {
      line += ` ${words.shift()!}`;
    }
    lines.push(fitText(line, width, size, weight));
  }
  return lines;
}
