import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import { element } from "../shared/dom.ts";
import { changingMenu, type Menu } from "../shared/menu.ts";
import { PaperMenu } from "../shared/paperMenu.ts";
import { groupChoices, type GroupChoice } from "../shared/runUnits.ts";
import type { Dropdown } from "../shared/ui.ts";
import { button, dropdown, slider } from "../shared/ui.ts";
import { exportChoices } from "./compareExports.ts";
import type { ExportKind } from "./compareExports.ts";
import { maximumCharts, maximumSmoothing } from "./compareUi.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView } from "./compareView.ts";
import { layoutChoices, type LayoutChoice } from "./layout.ts";

/** What the toolbar asks for. */
export interface ToolbarActions {
  readonly onAddRuns: () => void;
  readonly onExport: (kind: ExportKind) => void;
  readonly onFit: () => void;
  readonly onPaper: () => void;
  readonly onChange: (change: Partial<CompareUi>) => void;
}

const scales = [
  { value: "linear", label: "Linear" },
  { value: "log", label: "Log" },
] as const;

/** What is set for all charts at once, and what is done with the whole comparison. */
export class Toolbar {
  readonly element: HTMLElement;
  readonly #align: Dropdown<CompareUi["align"]>;
  readonly #layout: Dropdown<LayoutChoice>;
  readonly #groups: Dropdown<GroupChoice>;
  readonly #paper: PaperMenu;
  readonly #exports: Menu;
  readonly #onExport: (kind: ExportKind) => void;
  #metrics: readonly string[] = [];
  readonly #xScale: Dropdown<CompareUi["xScale"]>;
  readonly #yScale: Dropdown<CompareUi["yScale"]>;

  constructor(ui: CompareUi, { onAddRuns, onExport, onFit, onPaper, onChange }: ToolbarActions) {
    this.#onExport = onExport;
    this.#align = dropdown(
      "Align by",
      [
        { value: "sequences", label: "Sequences" },
        { value: "phase-change", label: "Phase change" },
      ],
      ui.align,
      (align) => {
        onChange({ align, range: null, at: null });
      },
    );
    this.#xScale = dropdown("X axis", scales, ui.xScale, (xScale) => {
      onChange({ xScale });
    });
    this.#yScale = dropdown("Y axis", scales, ui.yScale, (yScale) => {
      onChange({ yScale });
    });
    const smoothing = slider("Smoothing", {
      min: 0,
      max: maximumSmoothing,
      step: 0.001,
      value: ui.smoothing,
      format: (value) => (value === 0 ? "off" : value.toFixed(3)),
      onChange: (value) => {
        onChange({ smoothing: value });
      },
    });
    this.#layout = dropdown("Layout", layoutChoices, ui.layout, (layout) => {
      onChange({ layout });
    });
    this.#groups = dropdown("Groups", groupChoices, ui.groups ?? "range", (groups) => {
      onChange({ groups });
    });
    this.#paper = new PaperMenu({
      onOpen: onPaper,
      onChange: (paper) => {
        onChange({ paper });
      },
      onAddChart: (metric, paper) => {
        onChange({ paper, metrics: [...this.#metrics, metric].slice(-maximumCharts) });
      },
    });
    this.#exports = changingMenu("Export");
    this.element = element(
      "div",
      { class: "compare-toolbar", attributes: { role: "group", "aria-label": "Settings of the comparison" } },
      button("Add Runs…", { onClick: onAddRuns }),
      this.#align.element,
      this.#xScale.element,
      this.#yScale.element,
      this.#layout.element,
      this.#groups.element,
      smoothing,
      this.#paper.element,
      button("Fit", { appearance: "secondary", title: "Show everything again", onClick: onFit }),
      this.#exports.element,
    );
  }

  update({ ui, groups }: Pick<CompareView, "ui" | "groups">, sets: readonly PaperCurveSet[] | null): void {
    const { align, layout, xScale, yScale, metrics, paper } = ui;
    this.#metrics = metrics;
    this.#groups.element.hidden = groups === null;
    if (groups !== null) this.#groups.select(groups);
    this.#paper.update({ sets, chosen: paper, isShown: (metric) => metrics.includes(metric) });
    this.#exports.setItems(
      exportChoices
        .filter(({ kind }) => !["group-csv", "tests-csv"].includes(kind) || groups !== null)
        .map(({ kind, label }) => ({
          label,
          onClick: () => {
            this.#onExport(kind);
          },
        })),
    );
    this.#align.select(align);
    this.#layout.select(layout);
    this.#yScale.select(yScale);
    this.#xScale.select(align === "phase-change" ? "linear" : xScale);
    // Sequences since the phase change may be negative.
    this.#xScale.element.hidden = align === "phase-change";
  }
}
