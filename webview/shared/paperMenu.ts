import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import { changingMenu, type Menu, type MenuItem } from "./menu.ts";

/** What the menu of the paper's curves asks for. */
export interface PaperMenuActions {
  /** It is opened: the curves are needed. */
  readonly onOpen: () => void;
  /** Other plots are chosen, by their ids. */
  readonly onChange: (chosen: readonly string[]) => void;
  /** A plot is chosen that no chart fits, for want of one of this metric. Without it such plots are not offered. */
  readonly onAddChart?: (metric: string, chosen: readonly string[]) => void;
}

/** What the menu offers. */
export interface PaperMenuState {
  /** Null while they are being read. */
  readonly sets: readonly PaperCurveSet[] | null;
  readonly chosen: readonly string[];
  /** Whether a chart shows this metric. */
  readonly isShown: (metric: string) => boolean;
}

/** The menu of the paper's published curves: plots that fit the charts are switched on and off. */
export class PaperMenu {
  readonly #menu: Menu;
  readonly #actions: PaperMenuActions;

  constructor(actions: PaperMenuActions) {
    this.#actions = actions;
    this.#menu = changingMenu("Paper's curves", { onOpen: actions.onOpen });
  }

  get element(): HTMLElement {
    return this.#menu.element;
  }

  update(state: PaperMenuState): void {
    this.#menu.setItems(this.#items(state));
  }

  #items({ sets, chosen, isShown }: PaperMenuState): readonly MenuItem[] {
    const nothing = (label: string): MenuItem[] => [{ label, onClick: () => undefined }];
    if (sets === null) return nothing("Reading the curves…");
    const items = sets.flatMap(({ id, title, curves }): MenuItem[] => {
      const isChecked = chosen.includes(id);
      const next = isChecked ? chosen.filter((other) => other !== id) : [...chosen, id];
      if (curves.some(({ metric }) => isShown(metric))) {
        return [
          {
            label: title,
            isChecked,
            onClick: () => {
              this.#actions.onChange(next);
            },
          },
        ];
      }
      const metric = curves[0]?.metric;
      const { onAddChart } = this.#actions;
      if (onAddChart === undefined || metric === undefined) return [];
      const label = `${title} (adds a chart: ${metricInfo(metric).title})`;
      const added = chosen.includes(id) ? chosen : [...chosen, id];
      return [
        {
          label,
          isChecked: false,
          onClick: () => {
            onAddChart(metric, added);
          },
        },
      ];
    });
    return items.length > 0 ? items : nothing("None of them is of what is shown here.");
  }
}
