import type { ChartInput } from "./chartInput.ts";
import { scaleRange, shiftRange } from "./moveRange.ts";
import type { Range } from "./series.ts";

// Less is a click with an unsteady hand.
const least = 5;

interface Drag {
  readonly pointer: number;
  /** Where it began, in pixels of the picture. */
  readonly start: number;
  /** What was seen then. */
  readonly range: Range;
  readonly isPan: boolean;
}

/** Dragging over a picture zooms to what is dragged over, with Shift it moves; the wheel with Ctrl zooms. */
export function attachChartDrag(plot: HTMLElement, canvas: HTMLCanvasElement, chart: ChartInput): void {
  const { group, values } = chart;
  let drag: Drag | null = null;
  const pixel = (event: MouseEvent): number => event.clientX - canvas.getBoundingClientRect().left;
  const end = (): void => {
    drag = null;
    values.selection = null;
    values.draw();
  };

  plot.addEventListener("pointerdown", (event) => {
    const view = chart.view();
    if (event.button !== 0 || view === null) return;
    const start = Math.min(Math.max(pixel(event), view.area.left), view.area.right);
    drag = { pointer: event.pointerId, start, range: view.range, isPan: event.shiftKey };
    plot.setPointerCapture(event.pointerId);
  });
  plot.addEventListener("pointermove", (event) => {
    const view = chart.view();
    if (drag === null || view === null || event.pointerId !== drag.pointer) return;
    const at = Math.min(Math.max(pixel(event), view.area.left), view.area.right);
    if (drag.isPan) {
      const share = (drag.start - at) / (view.area.right - view.area.left);
      group.range = shiftRange(drag.range, view.scale, share, view.whole());
    } else {
      const isClick = Math.abs(at - drag.start) < least;
      values.selection = isClick ? null : { from: Math.min(at, drag.start), to: Math.max(at, drag.start) };
      values.draw();
    }
  });
  plot.addEventListener("pointerup", () => {
    const { selection } = values;
    if (selection !== null) {
      group.range = { from: chart.valueAt(selection.from), to: chart.valueAt(selection.to) };
    }
    end();
  });
  plot.addEventListener("pointercancel", end);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drag !== null) end();
  });
  plot.addEventListener(
    "wheel",
    (event) => {
      const view = chart.view();
      if (!event.ctrlKey || view === null) return;
      event.preventDefault();
      const factor = Math.exp(Math.min(Math.max(event.deltaY, -200), 200) * 0.002);
      const about = chart.valueAt(pixel(event));
      group.range = scaleRange(view.range, view.scale, factor, about, view.whole());
    },
    { passive: false },
  );
}
