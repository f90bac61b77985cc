import type { Range, ScaleKind } from "../shared/series.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { element, setAttribute, setText } from "../shared/dom.ts";
import { button, dropdown, menu, slider } from "../shared/ui.ts";
import type { LiveUi } from "./liveUi.ts";

/** What the toolbar asks for. */
export interface ToolbarActions {
  readonly onAddRuns: () => void;
  readonly onSmoothing: (weight: number) => void;
  readonly onScale: (axis: "xScale" | "yScale", scale: ScaleKind) => void;
  readonly onFit: () => void;
  readonly onExport: (format: "csv" | "json") => void;
}

const scales = [
  { value: "linear", label: "linear" },
  { value: "log", label: "log" },
] as const;

/** Settings of all charts, above them. */
export class LiveToolbar {
  readonly element: HTMLElement;
  readonly #follow: HTMLButtonElement;
  readonly #age = element("span", { class: "toolbar-age" });

  constructor(ui: LiveUi, actions: ToolbarActions) {
    this.#follow = element("button", {
      class: "chip",
      attributes: {
        type: "button",
        title: "Show everything and keep new points in view (double-click on a chart)",
      },
      on: { click: actions.onFit },
    });
    this.element = element(
      "div",
      { class: "toolbar", attributes: { role: "group", "aria-label": "Charts" } },
      button("Add Runs…", { icon: "add", onClick: actions.onAddRuns }),
      slider("Smoothing", {
        min: 0,
        max: 0.999,
        step: 0.001,
        value: ui.smoothing,
        format: (weight) => (weight === 0 ? "off" : weight.toFixed(weight > 0.99 ? 3 : 2)),
        onChange: actions.onSmoothing,
      }),
      dropdown("x", scales, ui.xScale, (scale) => {
        actions.onScale("xScale", scale);
      }).element,
      dropdown("Loss", scales, ui.yScale, (scale) => {
        actions.onScale("yScale", scale);
      }).element,
      this.#follow,
      menu("Export", [
        {
          label: "Curves as CSV…",
          onClick: () => {
            actions.onExport("csv");
          },
        },
        {
          label: "Curves as JSON…",
          onClick: () => {
            actions.onExport("json");
          },
        },
      ]),
      this.#age,
    );
    this.showRange(ui.range);
  }

  /** Says whether new points come into view or what is zoomed to. */
  showRange(range: Range | null): void {
    const zoomed = range === null ? "" : `${formatSequences(range.from)} – ${formatSequences(range.to)}`;
    setText(this.#follow, range === null ? "Following" : `Fit (zoomed to ${zoomed})`);
    setAttribute(this.#follow, "aria-pressed", range === null ? "true" : "false");
  }

  /** When the host last had news. */
  showAge(text: string): void {
    setText(this.#age, text);
  }
}
