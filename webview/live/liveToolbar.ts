import type { Range, ScaleKind } from "../shared/series.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { element, setAttribute, setText } from "../shared/dom.ts";
import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import { PaperMenu } from "../shared/paperMenu.ts";
import { groupChoices, type GroupChoice } from "../shared/runUnits.ts";
import { button, changingMenu, dropdown, slider, type Dropdown, type Menu } from "../shared/ui.ts";
import type { LiveUi } from "./liveUi.ts";

/** What the toolbar asks for. */
export interface ToolbarActions {
  readonly onAddRuns: () => void;
  readonly onSmoothing: (weight: number) => void;
  readonly onScale: (axis: "xScale" | "yScale", scale: ScaleKind) => void;
  readonly onFit: () => void;
  readonly onGroups: (groups: GroupChoice) => void;
  readonly onPaperOpen: () => void;
  readonly onPaper: (chosen: readonly string[]) => void;
  readonly onExport: (format: ExportFormat) => void;
}

/** As what all curves can be exported. */
export type ExportFormat = "csv" | "group-csv" | "json";

/** What the toolbar shows besides what it was made with. */
export interface ToolbarState {
  /** How groups are shown; null where there are none. */
  readonly groups: GroupChoice | null;
  readonly paper: readonly string[];
  /** Null while they are being read. */
  readonly sets: readonly PaperCurveSet[] | null;
  /** Whether a chart shows this metric. */
  readonly isShown: (metric: string) => boolean;
}

const exports = [
  { format: "csv", label: "Curves as CSV…" },
  { format: "group-csv", label: "Means of Groups as CSV…" },
  { format: "json", label: "Curves as JSON…" },
] as const;

const scales = [
  { value: "linear", label: "linear" },
  { value: "log", label: "log" },
] as const;

/** Settings of all charts, above them. */
export class LiveToolbar {
  readonly element: HTMLElement;
  readonly #follow: HTMLButtonElement;
  readonly #groups: Dropdown<GroupChoice>;
  readonly #paper: PaperMenu;
  readonly #exports: Menu;
  readonly #actions: ToolbarActions;
  readonly #age = element("span", { class: "toolbar-age" });

  constructor(ui: LiveUi, actions: ToolbarActions) {
    this.#actions = actions;
    this.#groups = dropdown("Groups", groupChoices, ui.groups ?? "range", actions.onGroups);
    this.#paper = new PaperMenu({ onOpen: actions.onPaperOpen, onChange: actions.onPaper });
    this.#exports = changingMenu("Export");
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
      this.#groups.element,
      this.#paper.element,
      this.#follow,
      this.#exports.element,
      this.#age,
    );
    this.showRange(ui.range);
  }

  /** Offers what the runs have. */
  update({ groups, paper, sets, isShown }: ToolbarState): void {
    this.#groups.element.hidden = groups === null;
    if (groups !== null) this.#groups.select(groups);
    this.#paper.update({ sets, chosen: paper, isShown });
    this.#exports.setItems(
      exports
        .filter(({ format }) => format !== "group-csv" || groups !== null)
        .map(({ format, label }) => ({
          label,
          onClick: () => {
            this.#actions.onExport(format);
          },
        })),
    );
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
