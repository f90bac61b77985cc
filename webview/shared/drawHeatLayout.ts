import type { HeatLayout, HeatPalette } from "../../src/figures/heatLayout.ts";
import type { Segment } from "../../src/figures/hatchLines.ts";
import type { Place } from "../../src/figures/heatOutline.ts";
import type { PlacedLabel } from "../../src/figures/placedLabel.ts";

/** Draws a laid-out heat map, on a clear canvas or one filled with the background. */
export function drawHeatLayout(
  context: CanvasRenderingContext2D,
  layout: HeatLayout,
  palette: HeatPalette,
  font: string,
): void {
  context.lineWidth = 1;
  for (const { x, y, width, height, fill, hatch } of layout.cells) {
    if (fill === null) {
      context.strokeStyle = palette.grid;
      context.strokeRect(x, y, width, height);
      drawHatch(context, hatch, palette.muted);
    } else {
      context.fillStyle = fill;
      context.fillRect(x, y, width, height);
    }
  }
  if (layout.outline !== null) drawOutline(context, layout.outline, palette.grid);
  if (layout.mark !== null) {
    const { x, y, width, height } = layout.mark;
    // A rim in the colour of the background: the outline is seen on cells of any colour.
    for (const [colour, thickness] of [
      [palette.background, 4],
      [palette.foreground, 1.6],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = thickness;
      context.strokeRect(x, y, width, height);
    }
  }
  for (const { x, y, width, height, fill } of layout.bar) {
    context.fillStyle = fill;
    // Half-covered pixels would show as stripes.
    context.fillRect(x, Math.floor(y), width, Math.ceil(y + height) - Math.floor(y));
  }
  const cellTexts = layout.cells.map(({ text }) => text).filter((text) => text !== null);
  for (const label of [...layout.head, ...cellTexts, ...layout.labels, ...layout.barLabels]) {
    drawLabel(context, label, font);
  }
}

/** Draws a line from place to place and back to the first, one pixel wide. */
export function drawOutline(
  context: CanvasRenderingContext2D,
  places: readonly Place[],
  colour: string,
): void {
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  context.closePath();
  context.stroke();
}

/** Draws slanting lines, one pixel wide. */
export function drawHatch(
  context: CanvasRenderingContext2D,
  lines: readonly Segment[],
  colour: string,
): void {
  if (lines.length === 0) return;
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.beginPath();
  for (const [x1, y1, x2, y2] of lines) {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }
  context.stroke();
}

function drawLabel(context: CanvasRenderingContext2D, { text, x, y, look }: PlacedLabel, font: string): void {
  context.fillStyle = look.fill;
  const wanted = `${look.weight ?? "normal"} ${look.size}px ${font}`;
  if (context.font !== wanted) context.font = wanted;
  context.textAlign = look.anchor === "middle" ? "center" : (look.anchor ?? "start");
  if (look.turned === undefined) {
    context.fillText(text, x, y);
    return;
  }
  context.save();
  context.translate(x, y);
  context.rotate((look.turned * Math.PI) / 180);
  context.fillText(text, 0, 0);
  context.restore();
}
