import { element } from "../shared/dom.ts";
import { menu } from "../shared/menu.ts";
import type { Dropdown } from "../shared/ui.ts";
import { button, dropdown, slider } from "../shared/ui.ts";
import { exportChoices } from "./compareExports.ts";
import type { ExportKind } from "./compareExports.ts";
import { maximumSmoothing } from "./compareUi.ts";
import type { CompareUi } from "./compareUi.ts";

/** What the toolbar asks for. */
export interface ToolbarActions {
  readonly onAddRuns: () => void;
  readonly onExport: (kind: ExportKind) => void;
  readonly onFit: () => void;
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
  readonly #xScale: Dropdown<CompareUi["xScale"]>;
  readonly #yScale: Dropdown<CompareUi["yScale"]>;

  constructor(ui: CompareUi, { onAddRuns, onExport, onFit, onChange }: ToolbarActions) {
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
    const exports = menu(
      "Export",
      exportChoices.map(({ kind, label }) => ({
        label,
        onClick: () => {
          onExport(kind);
        },
      })),
    );
    this.element = element(
      "div",
      { class: "compare-toolbar", attributes: { role: "group", "aria-label": "Settings of the comparison" } },
      button("Add Runs…", { onClick: onAddRuns }),
      this.#align.element,
      this.#xScale.element,
      this.#yScale.element,
      smoothing,
      button("Fit", { appearance: "secondary", title: "Show everything again", onClick: onFit }),
      exports,
    );
  }

  update({ align, xScale, yScale }: CompareUi): void {
    this.#align.select(align);
    this.#yScale.select(yScale);
    this.#xScale.select(align === "phase-change" ? "linear" : xScale);
    // Sequences since the phase change may be negative.
    this.#xScale.element.hidden = align === "phase-change";
  }
}
