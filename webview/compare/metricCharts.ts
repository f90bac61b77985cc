import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import { LineChart } from "../shared/lineChart.ts";
import type { ChartGroup } from "../shared/chartGroup.ts";
import { element, setAttribute } from "../shared/dom.ts";
import { paperSeries } from "../shared/paperSeries.ts";
import type { Band, Marker, Series } from "../shared/series.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView, ViewRun, ViewUnit } from "./compareView.ts";
import { GroupedSelect } from "./groupedSelect.ts";
import { metricOptions } from "./metricOptions.ts";
import { unitCurve, unitDifference, unitSeries } from "./unitCurve.ts";

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
    const { ui, baselineUnit, comparison, units } = view;
    const { title, ...info } = metricInfo(metric);
    // The toy model's loss is a squared error, in no unit.
    const unit = view.runs.length > 0 && view.runs.every(isToyRun) ? "" : info.unit;
    const isOnly = ui.metrics.length === 1;
    this.#choice.set(metricOptions(comparison, metric, ui.metrics), metric);
    this.#remove.hidden = isOnly;
    setAttribute(this.#remove, "aria-label", `Remove the charts of ${title}`);
    setAttribute(this.element, "data-metric", metric);
    // Of groups that are one curve, members have its colour.
    const runs = units
      .flatMap((unit) => unit.runs.map((run) => ({ ...run, slot: unit.slot })))
      .filter(({ origin }) => origin !== null);
    const curves = units
      .filter((unit) => unit.runs.some(({ origin }) => origin !== null))
      .map((unit) => unitCurve(unit, metric));
    const baseline = curves.find(({ unit }) => unit === baselineUnit);
    const x = ui.align === "phase-change" ? "linear" : ui.xScale;
    this.#overlay.setTitle(title, unit);
    this.#overlay.setScales({ x, y: ui.yScale });
    this.#overlay.setSmoothing(ui.smoothing);
    this.#overlay.setSeries([...curves.map(unitSeries), ...published(view, metric)]);
    this.#overlay.setBands(liveBands(runs));
    this.#overlay.setMarkers([...phaseMarkers(runs, ui), ...atMarker(ui)]);
    this.#difference.element.hidden = units.length < 2;
    this.#difference.setTitle(`${title}: difference from ${nameOf(baselineUnit)}`, unit);
    this.#difference.setScales({ x, y: "linear" });
    this.#difference.setSmoothing(ui.smoothing);
    const others = curves.filter((curve) => curve !== baseline);
    this.#difference.setSeries(
      baseline === undefined ? [] : others.map((curve) => unitSeries(unitDifference(curve, baseline))),
    );
    this.#difference.setBands(liveBands(runs));
    this.#difference.setMarkers(atMarker(ui));
  }

  dispose(): void {
    for (const chart of this.charts) chart.dispose();
    this.element.remove();
  }
}

function nameOf(unit: ViewUnit | null): string {
  if (unit === null) return "the baseline";
  return unit.isGroup ? `the mean of ${unit.name}` : unit.name;
}

/** What the paper has published of a metric. */
function published({ paper, ui }: CompareView, metric: string): Series[] {
  return paperSeries(paper, {
    slot: (curve, index) => (curve.metric === metric ? index : null),
    isFromPhaseChange: ui.align === "phase-change",
  });
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

function phaseMarkers(runs: readonly ViewRun[], ui: CompareUi): Marker[] {
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
