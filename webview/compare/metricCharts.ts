import type { ChartGroup } from "../shared/chartGroup.ts";
import { element, setAttribute } from "../shared/dom.ts";
import type { CompareView } from "./compareView.ts";
import { GroupedSelect } from "./groupedSelect.ts";
import { isMultiples } from "./layout.ts";
import { metricOptions } from "./metricOptions.ts";
import { metricView, type MetricPictures } from "./metricView.ts";
import { OverlayCharts } from "./overlayCharts.ts";
import { SmallMultiples } from "./smallMultiples.ts";

/** What the controls of a metric's charts ask for. */
export interface MetricActions {
  readonly onChoose: (metric: string) => void;
  readonly onRemove: () => void;
}

/** The curves of one metric: over each other with their differences, or each in a small chart of its own. */
export class MetricCharts {
  readonly element: HTMLElement;
  readonly #group: ChartGroup;
  readonly #choice: GroupedSelect;
  readonly #remove: HTMLButtonElement;
  #pictures: MetricPictures | null = null;

  constructor(container: HTMLElement, group: ChartGroup, { onChoose, onRemove }: MetricActions) {
    this.#group = group;
    this.element = element("div", { class: "compare-metric" });
    container.append(this.element);
    this.#choice = new GroupedSelect("Metric", true, onChoose);
    this.#remove = element("button", {
      class: "compare-button",
      text: "Remove",
      attributes: { type: "button" },
      on: { click: onRemove },
    });
  }

  /** What is shown as SVG files, from above to below. */
  exportSvgs(): readonly string[] {
    return this.#pictures?.exportSvgs() ?? [];
  }

  update(view: CompareView, metric: string): void {
    const { ui, comparison, units } = view;
    const shown = metricView(view, metric);
    this.#choice.set(metricOptions(comparison, metric, ui.metrics), metric);
    this.#remove.hidden = ui.metrics.length === 1;
    setAttribute(this.#remove, "aria-label", `Remove the charts of ${shown.title}`);
    setAttribute(this.element, "data-metric", metric);
    this.#laidOut(isMultiples(ui.layout, units.length)).update(shown);
  }

  dispose(): void {
    this.#pictures?.dispose();
    this.element.remove();
  }

  /** The pictures in a layout: those that are there, or new ones in their place. */
  #laidOut(isSmall: boolean): MetricPictures {
    const Layout = isSmall ? SmallMultiples : OverlayCharts;
    if (this.#pictures instanceof Layout) return this.#pictures;
    this.#pictures?.dispose();
    this.#pictures = new Layout(this.element, this.#group, [this.#choice.element, this.#remove]);
    return this.#pictures;
  }
}
