import { element, setAttribute, setText } from "../shared/dom.ts";
import type { CompareView, ViewUnit } from "./compareView.ts";
import { KeyedChildren } from "../shared/keyedChildren.ts";
import { runLabel, updateRunLabel } from "./runLabel.ts";
import { unitStates } from "./unitStates.ts";

/** What the legend asks for. */
export interface LegendActions {
  readonly onBaseline: (run: string) => void;
  readonly onRemove: (runs: readonly string[]) => void;
}

/** The panel's runs and groups, always in view: their look, name and state, which is the baseline, and a way to take each out. */
export class Legend {
  readonly element: HTMLElement;
  readonly #units: KeyedChildren<ViewUnit, HTMLElement>;
  /** As last shown, by key. */
  #shown = new Map<string, ViewUnit>();

  constructor({ onBaseline, onRemove }: LegendActions) {
    const list = element("ul", { class: "compare-legend" });
    this.element = element(
      "fieldset",
      { class: "compare-runs" },
      element("legend", {
        class: "visually-hidden",
        text: "Baseline: the run that the others are compared with",
      }),
      list,
    );
    this.#units = new KeyedChildren<ViewUnit, HTMLElement>(list, {
      key: ({ key }) => key,
      create: (unit) => {
        const { key } = unit;
        const ids = (): readonly string[] => this.#shown.get(key)?.runs.map(({ id }) => id) ?? [];
        const radio = element("input", {
          attributes: {
            type: "radio",
            name: "baseline",
            value: key,
            title: "Compare the others with this run",
          },
          on: {
            change: () => {
              const [first] = ids();
              if (first !== undefined) onBaseline(first);
            },
          },
        });
        const remove = element(
          "button",
          {
            class: "compare-remove",
            attributes: { type: "button" },
            on: {
              click: () => {
                onRemove(ids());
              },
            },
          },
          element("span", { text: "×", attributes: { "aria-hidden": "true" } }),
        );
        const label = element(
          "label",
          {},
          radio,
          runLabel(unit),
          element("span", { class: "compare-state" }),
        );
        return element("li", { attributes: { "data-run": key } }, label, remove);
      },
      update: updateEntry,
    });
  }

  update({ units }: CompareView): void {
    this.#shown = new Map(units.map((unit) => [unit.key, unit]));
    this.#units.update(units);
    this.element.hidden = units.length === 0;
  }
}

function updateEntry(entry: HTMLElement, unit: ViewUnit): void {
  const radio = entry.querySelector("input");
  const label = entry.querySelector<HTMLElement>(".compare-run");
  const state = entry.querySelector(".compare-state");
  const remove = entry.querySelector("button");
  if (radio && radio.checked !== unit.isBaseline) radio.checked = unit.isBaseline;
  if (label) updateRunLabel(label, unit);
  const names = unit.runs.map(({ name }) => name);
  if (label && unit.isGroup) label.title = [unit.name, ...names].join("\n");
  const states = unitStates(unit);
  if (state) setText(state, unit.isBaseline ? `${states} · baseline` : states);
  setAttribute(entry, "data-state", states);
  entry.classList.toggle("compare-is-baseline", unit.isBaseline);
  if (remove) {
    const what = unit.isGroup ? `the ${names.length} runs of ${unit.name}` : unit.name;
    const text = `Take ${what} out of this comparison`;
    setAttribute(remove, "aria-label", text);
    setAttribute(remove, "title", text);
  }
}
