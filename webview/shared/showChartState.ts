import type { ChartFrame } from "./chartFrame.ts";
import type { XAxis } from "./chartGroup.ts";
import { element, setAttribute, setText } from "./dom.ts";
import type { PlotModel } from "./plotModel.ts";
import type { Series } from "./series.ts";

/** What is said around a chart's picture. */
export interface ChartState {
  readonly title: string;
  readonly unit: string;
  /** All series, hidden ones too. */
  readonly all: readonly Series[];
  readonly emptyText: string;
  readonly xAxis: XAxis;
  readonly format: (y: number) => string;
}

/** Writes a chart's title, its notes, why it is empty, and a summary for screen readers. */
export function showChartState(frame: ChartFrame, model: PlotModel, state: ChartState): void {
  const { title, unit, all, xAxis } = state;
  const heading = unit === "" ? title : `${title} ${unit}`;
  if (frame.title.textContent !== heading) {
    frame.title.replaceChildren(
      title,
      ...(unit === "" ? [] : [" ", element("span", { class: "unit", text: unit })]),
    );
  }
  const hasPoints = model.lines.some(({ raw }) => raw.y.some((y) => Number.isFinite(y)));
  const why = hasPoints
    ? ""
    : all.length > 0 && model.lines.length === 0
      ? "All curves are hidden. Choose one in the legend below."
      : all.some(({ x }) => x.length > 0)
        ? "No numbers here: zoom out, or choose another measure."
        : state.emptyText;
  setText(frame.empty, why);
  frame.empty.hidden = hasPoints;
  // Axes without points would be made up.
  frame.plot.classList.toggle("chart-plot-empty", !hasPoints);
  setText(frame.notes, model.notes.join(" "));
  const summary = hasPoints ? summarise(model, state) : why;
  const label = `${heading}, line chart. ${xAxis.title}. ${summary}`;
  setAttribute(frame.tableHolder, "aria-label", `Data: ${heading}`);
  if (frame.canvas.getAttribute("aria-label") !== label) frame.canvas.setAttribute("aria-label", label);
}

function summarise(model: PlotModel, { xAxis, format }: ChartState): string {
  const curves = model.lines.map(({ series, raw }) => {
    const last = raw.y.findLast((y) => Number.isFinite(y));
    return last === undefined ? `${series.label} without values` : `${series.label} ends at ${format(last)}`;
  });
  const { from, to } = model.x;
  return `From ${xAxis.format(from)} to ${xAxis.format(to)}: ${curves.join(", ")}.`;
}
