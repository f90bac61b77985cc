import { textSizes, type Drawing } from "./drawing.ts";
import type { FigureTable } from "./figure.ts";
import type { FigurePalette } from "./figurePalette.ts";
import { formatCell } from "./formatCell.ts";
import { isNumberColumn } from "./isNumberColumn.ts";
import { svgElement } from "./svgElement.ts";
import { svgLabel } from "./svgLabel.ts";
import { textWidth, type TextWeight } from "./textWidth.ts";
import { wrapText } from "./wrapText.ts";

const size = textSizes.text;
const lineHeight = 15;
const padding = 7;
const gap = 18;
const mostLines = 4;

/** A table, as wide as its texts need and at most `width`: what is longer goes on on the next line. */
export function tableSvg(table: FigureTable, width: number, palette: FigurePalette): Drawing {
  const texts = table.rows.map((row) => table.columns.map((_, column) => formatCell(row[column])));
  const isNumber = table.columns.map((_, column) => isNumberColumn(table, column));
  const widths = columnWidths([table.columns, ...texts], width);
  const lefts = widths.map((_, column) => widths.slice(0, column).reduce((sum, one) => sum + one + gap, 0));
  const total = (lefts.at(-1) ?? 0) + (widths.at(-1) ?? 0);
  const parts: string[] = [];
  let top = 0;
  for (const line of wrapText(table.title, width, 2, textSizes.title, "bold")) {
    parts.push(
      svgLabel(line, 0, top + 13, {
        fill: palette.foreground,
        size: textSizes.title,
        weight: "bold",
        whole: line,
      }),
    );
    top += 19;
  }
  const drawRow = (cells: readonly string[], weight: TextWeight, fill: string): void => {
    const lines = cells.map((cell, column) => wrapText(cell, widths[column]! + 1, mostLines, size, weight));
    cells.forEach((cell, column) => {
      lines[column]!.forEach((line, i) => {
        const x = lefts[column]! + (isNumber[column] === true ? widths[column]! : 0);
        const whole = i === mostLines - 1 ? cell : line;
        const look = { fill, size, whole, ...(weight === "bold" ? ({ weight } as const) : {}) };
        const anchored = isNumber[column] === true ? ({ ...look, anchor: "end" } as const) : look;
        parts.push(svgLabel(line, x, top + padding + 9 + i * lineHeight, anchored));
      });
    });
    top += Math.max(1, ...lines.map(({ length }) => length)) * lineHeight + padding * 1.4;
  };
  const rule = (stroke: string): void => {
    parts.push(svgElement("path", { d: `M0 ${top.toFixed(1)}H${total.toFixed(1)}`, stroke }));
  };
  drawRow(table.columns, "bold", palette.foreground);
  rule(palette.muted);
  for (const row of texts) {
    drawRow(row, "normal", palette.foreground);
    rule(palette.grid);
  }
  return { svg: svgElement("g", { class: "table" }, parts.join("\n")), width: total, height: top + 2 };
}

/** As wide as the texts are; where that is too much, the widest columns are made narrower until all have room. */
function columnWidths(rows: readonly (readonly string[])[], width: number): number[] {
  const wanted = rows[0]!.map((_, column) =>
    Math.max(...rows.map((row, i) => textWidth(row[column] ?? "", size, i === 0 ? "bold" : "normal")), 8),
  );
  const room = width - gap * (wanted.length - 1);
  let limit = Math.max(...wanted);
  const sum = (most: number): number => wanted.reduce((total, one) => total + Math.min(one, most), 0);
  while (sum(limit) > room && limit > 24) limit -= 2;
  return wanted.map((one) => Math.min(one, limit));
}
