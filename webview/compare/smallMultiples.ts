import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { inFull } from "../../src/figures/ticks.ts";
import type { ChartGroup } from "../shared/chartGroup.ts";
import { dataTable } from "../shared/dataTable.ts";
import { element, setAttribute, setText } from "../shared/dom.ts";
import { cancelDraw, drawWhenTime } from "../shared/frames.ts";
import { extentOf, plotModel, xRange } from "../shared/plotModel.ts";
import type { Scales, Series } from "../shared/series.ts";
import { showTable } from "../shared/showTable.ts";
import { KeyedChildren } from "../shared/keyedChildren.ts";
import type { MetricPictures, MetricView } from "./metricView.ts";
import { smallCharts, type SmallChart } from "./smallCharts.ts";
import { SmallTile } from "./smallTile.ts";
import { headingSvg } from "./headingSvg.ts";
import { stackSvg } from "./stackSvg.ts";
import { unitSeries } from "./unitCurve.ts";

/** Rows of the data table, as under other charts. */
const tableLength = 200;
/** Enough columns of pixels to find the lowest and the highest value. */
const columns = 200;
/** So many charts are beside each other in a file. */
const exportColumns = 4;

/**
 * The curves of one metric, each in a small chart of its own over that of the baseline, all with the same axes. One data
 * table for all of them.
 */
export class SmallMultiples implements MetricPictures {
  readonly #group: ChartGroup;
  readonly #section: HTMLElement;
  readonly #title = element("h2", { class: "chart-title" });
  readonly #words = element("p", { class: "compare-note" });
  readonly #grid = element("div", { class: "compare-grid", attributes: { role: "group" } });
  readonly #details: HTMLDetailsElement;
  readonly #tableHolder: HTMLElement;
  readonly #tiles = new Map<string, SmallTile>();
  readonly #children: KeyedChildren<SmallChart, HTMLElement>;
  readonly #ending: () => void;
  #shown: MetricView | null = null;
  #heading = "";
  /** Of tiles, in their order. */
  #keys: readonly string[] = [];
  #series: readonly Series[] = [];
  #scales: Scales = { x: "linear", y: "linear" };

  constructor(container: HTMLElement, group: ChartGroup, actions: readonly HTMLElement[]) {
    this.#group = group;
    this.#tableHolder = element("div", { class: "chart-table", attributes: { tabindex: 0, role: "region" } });
    this.#details = element(
      "details",
      { class: "chart-data", on: { toggle: this.#refresh } },
      element("summary", { text: "Show data" }),
      this.#tableHolder,
    );
    this.#section = element(
      "section",
      { class: "compare-multiples" },
      element(
        "header",
        { class: "chart-header" },
        this.#title,
        element("div", { class: "chart-actions" }, ...actions),
      ),
      this.#words,
      this.#grid,
      element("footer", { class: "chart-footer" }, this.#details),
    );
    container.append(this.#section);
    this.#children = new KeyedChildren<SmallChart, HTMLElement>(this.#grid, {
      key: ({ key }) => key,
      create: (shown) => {
        const tile = new SmallTile(group, shown, this.#scales, this.#shown?.view.ui.smoothing ?? 0);
        this.#tiles.set(shown.key, tile);
        return tile.element;
      },
      update: (_, shown) => {
        this.#tiles.get(shown.key)?.update(shown, this.#scales, this.#shown?.view.ui.smoothing ?? 0);
      },
    });
    // Before the charts listen: they are drawn once the y-axis is known.
    this.#ending = group.onDidChangeRange.on(() => {
      drawWhenTime(this.#refresh);
    });
  }

  exportSvgs(): readonly string[] {
    const charts = this.#keys.flatMap((key) => this.#tiles.get(key)?.chart ?? []);
    return [
      headingSvg(this.#heading),
      stackSvg(
        charts.map((chart) => chart.exportSvg()),
        16,
        exportColumns,
      ),
    ];
  }

  update(shown: MetricView): void {
    this.#shown = shown;
    const { title, unit, curves } = shown;
    const heading = unit === "" ? title : `${title} (${unit})`;
    this.#heading = heading;
    setText(this.#title, heading);
    setText(this.#words, wordsOf(shown));
    setAttribute(this.#grid, "aria-label", `${heading}: a chart for each`);
    setAttribute(this.#tableHolder, "aria-label", `Data: ${heading}`);
    this.#series = curves.map(unitSeries);
    // Also for those that are not made yet.
    this.#group.setExtent(this, extentOf(this.#series));
    this.#scales = this.#shared();
    const all = smallCharts(shown);
    this.#children.update(all);
    this.#keys = all.map(({ key }) => key);
    for (const [key, tile] of this.#tiles) {
      if (this.#keys.includes(key)) continue;
      tile.dispose();
      this.#tiles.delete(key);
    }
    this.#showTable();
  }

  dispose(): void {
    cancelDraw(this.#refresh);
    this.#ending();
    this.#group.setExtent(this, null);
    for (const tile of this.#tiles.values()) tile.dispose();
    this.#section.remove();
  }

  readonly #refresh = (): void => {
    this.#scales = this.#shared();
    for (const tile of this.#tiles.values()) tile.setScales(this.#scales);
    this.#showTable();
  };

  /** The scales of all charts, with a y-axis that has room for each of the curves. */
  #shared(): Scales {
    const scales = this.#shown?.scales ?? this.#scales;
    if (extentOf(this.#series) === null) return scales;
    const range = this.#group.range ?? this.#group.extent;
    const { y } = plotModel({ series: this.#series, range, scales, smoothing: 0, pixels: columns });
    return { ...scales, yRange: y };
  }

  #showTable(): void {
    if (!this.#details.open || this.#shown === null) return;
    const { title, scales } = this.#shown;
    const range = xRange(this.#series, this.#group.range ?? this.#group.extent, scales);
    const format = { x: inFull, y: formatValue };
    const table = dataTable(this.#series, range, tableLength, this.#group.xAxis.title, format);
    this.#tableHolder.replaceChildren(showTable(table, title));
  }
}

function wordsOf({ view, scales, curves }: MetricView): string {
  const { baselineUnit } = view;
  const isThere = curves.some(({ unit }) => unit === baselineUnit) && curves.length > 1;
  return [
    isThere ? `The thin line behind each: the baseline, ${baselineUnit?.name ?? ""}.` : "",
    "All have the same axes. Of more points than pixels, the lowest and the highest of each pixel are drawn; curves that go up and down every few pixels are solid; × on the axis: not a number.",
    scales.x === "log" || scales.y === "log" ? "Log axes cannot show points at 0 or below." : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
