import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { differenceCurve } from "../../src/runs/comparison/differenceCurve.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import { LineChart } from "../shared/lineChart.ts";
import type { ChartGroup } from "../shared/chartGroup.ts";
import { element, setAttribute } from "../shared/dom.ts";
import type { Band, Marker, Series } from "../shared/series.ts";
import { alignedCurve } from "./alignedCurve.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView, ViewRun } from "./compareView.ts";
import { GroupedSelect } from "./groupedSelect.ts";
import { metricOptions } from "./metricOptions.ts";

/** What the controls of a metric's charts ask for. */
export interface MetricActions {
  readonly onChoose: (metric: string) => void;
  readonly onRemove: () => void;
}

/** The curves of one metric over each other, and below them how each run differs from the baseline. */
export class MetricCharts {
  readonly element: HTMLElement;
  readonly #overlay: LineChart;
  readonly #difference: LineChart;
  readonly #choice: GroupedSelect;
  readonly #remove: HTMLButtonElement;

  constructor(container: HTMLElement, group: ChartGroup, { onChoose, onRemove }: MetricActions) {
    this.element = element("div", { class: "compare-metric" });
    container.append(this.element);
    this.#choice = new GroupedSelect("Metric", true, onChoose);
    this.#remove = element("button", {
      class: "compare-button",
      text: "Remove",
      attributes: { type: "button" },
      on: { click: onRemove },
    });
    this.#overlay = new LineChart(this.element, {
      title: "",
      unit: "",
      group,
      emptyText: "No evaluation of this metric yet.",
      actions: [this.#choice.element, this.#remove],
    });
    this.#difference = new LineChart(this.element, {
      title: "",
      unit: "",
      group,
      emptyText: "Nothing to subtract yet: no run has points where the baseline has.",
    });
    this.#difference.setReferences([{ at: 0, label: "" }]);
  }

  /** Both charts, the overlay first. */
  get charts(): readonly LineChart[] {
    return [this.#overlay, this.#difference];
  }

  update(view: CompareView, metric: string): void {
    const { ui, baseline, comparison } = view;
    const { title, unit } = metricInfo(metric);
    const isOnly = ui.metrics.length === 1;
    this.#choice.set(metricOptions(comparison, metric, ui.metrics), metric);
    this.#remove.hidden = isOnly;
    setAttribute(this.#remove, "aria-label", `Remove the charts of ${title}`);
    setAttribute(this.element, "data-metric", metric);
    const runs = view.runs.filter(({ origin }) => origin !== null);
    const x = ui.align === "phase-change" ? "linear" : ui.xScale;
    this.#overlay.setTitle(title, unit);
    this.#overlay.setScales({ x, y: ui.yScale });
    this.#overlay.setSmoothing(ui.smoothing);
    this.#overlay.setSeries(runs.map((run) => toSeries(run, alignedCurve(run, metric))));
    this.#overlay.setBands(liveBands(runs));
    this.#overlay.setMarkers([...phaseMarkers(view), ...atMarker(ui)]);
    this.#difference.element.hidden = view.runs.length < 2;
    this.#difference.setTitle(`${title}: difference from ${baseline?.name ?? "the baseline"}`, unit);
    this.#difference.setScales({ x, y: "linear" });
    this.#difference.setSmoothing(ui.smoothing);
    this.#difference.setSeries(baseline === null ? [] : differences(runs, baseline, metric));
    this.#difference.setBands(liveBands(runs));
    this.#difference.setMarkers(atMarker(ui));
  }

  dispose(): void {
    for (const chart of this.charts) chart.dispose();
    this.element.remove();
  }
}

function differences(runs: readonly ViewRun[], baseline: ViewRun, metric: string): Series[] {
  const reference = alignedCurve(baseline, metric);
  return runs
    .filter(({ isBaseline }) => !isBaseline)
    .map((run) => toSeries(run, differenceCurve(alignedCurve(run, metric), reference)));
}

function toSeries(
  { id, name, slot }: ViewRun,
  { sequences, values }: ReturnType<typeof alignedCurve>,
): Series {
  return { key: id, label: name, title: name, slot, x: sequences, y: values };
}

/** Clamps that were set while a run was running. Those of experiments hold from the start and would shade everything. */
function liveBands(runs: readonly ViewRun[]): Band[] {
  return runs.flatMap(({ clamps, origin, slot, summary, state, record }) =>
    clamps
      .filter(({ isLive }) => isLive)
      .flatMap(({ clamp, spans }) =>
        spans.map(({ from, until }) => {
          const isOver = state !== "running" && state !== "paused";
          const to = until ?? (isOver ? summary.sequences : null);
          return {
            from: from - (origin ?? 0),
            to: to === null ? null : to - (origin ?? 0),
            label: describeClamp(clamp, record.experiment.model),
            slot,
          };
        }),
      ),
  );
}

function phaseMarkers({ runs, ui }: CompareView): Marker[] {
  if (ui.align === "phase-change") return [{ at: 0, label: "phase change" }];
  const markers = runs.flatMap(({ summary: { phaseChange }, slot }) =>
    phaseChange === null ? [] : [{ at: phaseChange, slot }],
  );
  // Lines have their runs' colours; the words are needed once.
  const label = markers.length > 1 ? "phase changes" : "phase change";
  return markers
    .sort((a, b) => a.at - b.at)
    .map((marker, index) => ({ ...marker, label: index === 0 ? label : "" }));
}

/** The place at which values are compared. */
function atMarker({ at }: CompareUi): Marker[] {
  return at === null ? [] : [{ at, label: `at ${formatSequences(at)}` }];
}
