import { measuredWidth } from "./measuredWidth.ts";
import { namedText } from "./namedText.ts";
import type { PictureSize } from "./pictureSize.ts";
import type { Range } from "./series.ts";
import { fade, type Palette } from "./theme.ts";

/** Where a plot is on its canvas, in CSS pixels. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A point under the crosshair. */
export interface CrosshairPoint {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  /** Beside the point, before the text, cut where there is no room; empty for none. */
  readonly name: string;
  /** Beside the point. */
  readonly text: string;
  /** Nearest to the pointer. */
  readonly isNearest: boolean;
}

const lineHeight = 15;
// More texts than this hide what they explain; the legend has all of them.
const mostTexts = 10;

/** The canvas above a chart that shows the crosshair: moving the pointer draws this and nothing else. */
export class Crosshair {
  readonly canvas: HTMLCanvasElement;
  #isClear = true;

  constructor(canvas: HTMLCanvasElement) {
    this.canvas = canvas;
  }

  /** Marks a stretch of the plot, `from` and `to` in pixels. */
  select(area: PlotArea, { from, to }: Range, palette: Palette): void {
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    context.fillStyle = fade(palette.focus, 0.2);
    context.fillRect(from, area.top, to - from, area.bottom - area.top);
    context.strokeStyle = palette.focus;
    context.lineWidth = 1;
    context.strokeRect(
      Math.round(from) + 0.5,
      area.top + 0.5,
      Math.round(to - from),
      area.bottom - area.top - 1,
    );
    this.#isClear = false;
  }

  /** Draws a solid line at `x` with a grip at its top, as of a slider that stands there. Nothing where it is out of the plot. */
  mark(area: PlotArea, x: number, palette: Palette): void {
    const context = this.canvas.getContext("2d");
    if (context === null || !(x >= area.left - 0.5 && x <= area.right + 0.5)) return;
    const at = Math.round(x);
    context.fillStyle = palette.foreground;
    context.fillRect(at - 1, area.top, 2, area.bottom - area.top);
    context.beginPath();
    context.moveTo(at - 6, area.top - 2);
    context.lineTo(at + 6, area.top - 2);
    context.lineTo(at, area.top + 6);
    context.fill();
    this.#isClear = false;
  }

  /** Draws a vertical line at `x` with its text, and the points. */
  draw(area: PlotArea, x: number, title: string, points: readonly CrosshairPoint[], palette: Palette): void {
    const context = this.canvas.getContext("2d");
    if (context === null) return;
    context.strokeStyle = palette.muted;
    context.lineWidth = 1;
    context.setLineDash(palette.isHighContrast ? [] : [3, 3]);
    context.beginPath();
    context.moveTo(Math.round(x) + 0.5, area.top);
    context.lineTo(Math.round(x) + 0.5, area.bottom);
    context.stroke();
    context.setLineDash([]);
    for (const point of points) {
      context.beginPath();
      context.arc(point.x, point.y, point.isNearest ? 4.5 : 3, 0, 2 * Math.PI);
      context.fillStyle = point.colour;
      context.fill();
      context.strokeStyle = palette.background;
      context.stroke();
    }
    context.textBaseline = "middle";
    const texts = spread(
      points.length > mostTexts ? points.filter(({ isNearest }) => isNearest) : points,
      area,
    );
    context.font = `11px ${palette.font}`;
    const measure = (text: string): number => measuredWidth(context, text);
    const room = Math.max(area.right - x, x - area.left) - 18;
    const written = new Map(texts.map(({ point }) => [point, namedText(point, room, measure)]));
    const widest = Math.max(0, ...[...written.values()].map(measure));
    const isLeft = x + widest + 18 > area.right && x - widest - 18 >= area.left;
    for (const { point, y } of texts) {
      this.#text(
        context,
        written.get(point) ?? point.text,
        isLeft ? x - 9 - widest : x + 9,
        y,
        point.colour,
        point.isNearest,
        palette,
      );
    }
    const titleWidth = measure(title);
    const left = Math.min(Math.max(x - titleWidth / 2, area.left), area.right - titleWidth);
    this.#text(context, title, left, area.bottom + 10, palette.muted, true, palette);
    this.#isClear = false;
  }

  /**
   * Takes everything away and fits the canvas to its place, before anything is drawn.
   * @param size of its place, in CSS pixels: to ask the canvas would lay out the page anew at each move of the pointer
   */
  clear(size: PictureSize): void {
    const { canvas } = this;
    const ratio = window.devicePixelRatio;
    const width = Math.round(size.width * ratio);
    const height = Math.round(size.height * ratio);
    const isFitting = canvas.width === width && canvas.height === height;
    if (isFitting && this.#isClear) return;
    if (!isFitting) {
      canvas.width = width;
      canvas.height = height;
      canvas.style.width = `${size.width}px`;
      canvas.style.height = `${size.height}px`;
    }
    const context = canvas.getContext("2d");
    context?.setTransform(ratio, 0, 0, ratio, 0, 0);
    context?.clearRect(0, 0, size.width, size.height);
    this.#isClear = true;
  }

  #text(
    context: CanvasRenderingContext2D,
    text: string,
    left: number,
    y: number,
    colour: string,
    isStrong: boolean,
    palette: Palette,
  ): void {
    const width = measuredWidth(context, text);
    context.globalAlpha = isStrong ? 1 : 0.85;
    context.fillStyle = palette.background;
    context.fillRect(left - 3, y - lineHeight / 2, width + 6, lineHeight);
    context.globalAlpha = 1;
    if (isStrong) {
      context.strokeStyle = colour;
      context.lineWidth = 1;
      context.strokeRect(left - 3.5, y - lineHeight / 2 + 0.5, width + 7, lineHeight - 1);
    }
    context.fillStyle = palette.foreground;
    context.fillText(text, left, y + 0.5);
    context.fillStyle = colour;
    context.fillRect(left - 3, y - lineHeight / 2, 2, lineHeight);
  }
}

/** Moves texts apart vertically, in the order of their points, within the area. */
function spread(
  points: readonly CrosshairPoint[],
  area: PlotArea,
): { readonly point: CrosshairPoint; readonly y: number }[] {
  const sorted = [...points].sort((a, b) => a.y - b.y).map((point) => ({ point, y: point.y }));
  let floor = area.top + lineHeight / 2;
  for (const text of sorted) {
    text.y = Math.max(text.y, floor);
    floor = text.y + lineHeight;
  }
  let ceiling = area.bottom - lineHeight / 2;
  for (const text of sorted.reverse()) {
    text.y = Math.min(text.y, ceiling);
    ceiling = text.y - lineHeight;
  }
  return sorted;
}
