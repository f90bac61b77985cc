import type { ChartGroup } from "./chartGroup.ts";
import type { ChartValues, ChartView } from "./chartValues.ts";
import { attachChartDrag } from "./chartDrag.ts";
import { leadingSeries } from "./leadingSeries.ts";
import { scaleRange } from "./moveRange.ts";
import { nearestIndex } from "./nearestIndex.ts";

/** What pointer and keyboard need of a chart. */
export interface ChartInput {
  readonly group: ChartGroup;
  readonly values: ChartValues;
  /** Null while nothing is drawn. */
  view(): ChartView | null;
  /** The value of the x-axis at a pixel of the picture. */
  valueAt(pixel: number): number;
}

/** Listens to the pointer over the picture and to keys while it has the focus. */
export function attachChartInput(plot: HTMLElement, canvas: HTMLCanvasElement, chart: ChartInput): void {
  const { group } = chart;
  plot.addEventListener("pointermove", (event) => {
    if (chart.view() === null) return;
    const box = canvas.getBoundingClientRect();
    chart.values.pointerY = event.clientY - box.top;
    group.moveCursor(chart.valueAt(event.clientX - box.left));
  });
  plot.addEventListener("pointerleave", () => {
    chart.values.pointerY = null;
    group.moveCursor(null);
  });
  attachChartDrag(plot, canvas, chart);
  plot.addEventListener("dblclick", () => {
    group.fit();
  });
  canvas.addEventListener("blur", () => {
    group.moveCursor(null);
  });
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !press(chart, event.key, event.shiftKey)) return;
    event.preventDefault();
  });
}

function press(chart: ChartInput, key: string, isShift: boolean): boolean {
  const { group } = chart;
  switch (key) {
    case "ArrowLeft":
    case "ArrowRight":
      step(chart, (key === "ArrowLeft" ? -1 : 1) * (isShift ? 10 : 1));
      return true;
    case "Home":
      move(chart, places(chart)[0]);
      return true;
    case "End":
      move(chart, places(chart).at(-1));
      return true;
    case "+":
    case "=":
      zoom(chart, 0.5);
      return true;
    case "-":
      zoom(chart, 2);
      return true;
    case "0":
      group.fit();
      return true;
    case "Escape":
      group.moveCursor(null);
      return true;
    default:
      return false;
  }
}

/** All places where shown series have points, within the range, increasing. */
function places(chart: ChartInput): Float64Array {
  const view = chart.view();
  if (view === null) return new Float64Array();
  const { range, series } = view;
  const xs = leadingSeries(series).flatMap(({ x }) => [...x]);
  const all = new Set(xs.filter((x) => x >= range.from && x <= range.to));
  return Float64Array.from(all).sort();
}

function step(chart: ChartInput, by: number): void {
  const all = places(chart);
  const { at } = chart.values;
  const start = by < 0 ? all.length - 1 : 0;
  const index = at === null ? start : nearestIndex(all, at, "linear") + by;
  move(chart, all[Math.min(Math.max(index, 0), all.length - 1)]);
}

function move(chart: ChartInput, x: number | undefined): void {
  if (x === undefined) return;
  chart.group.moveCursor(x);
  chart.values.speak();
}

/** Makes the range this many times as wide, about the crosshair or the middle. */
function zoom(chart: ChartInput, factor: number): void {
  const view = chart.view();
  if (view === null) return;
  const { range, scale, whole } = view;
  const middle = scale === "log" ? Math.sqrt(range.from * range.to) : (range.from + range.to) / 2;
  const { at } = chart.values;
  const about = at !== null && at >= range.from && at <= range.to ? at : middle;
  chart.group.range = scaleRange(range, scale, factor, about, whole());
}
