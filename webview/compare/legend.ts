import { element, setAttribute, setText } from "../shared/dom.ts";
import type { CompareView, ViewRun } from "./compareView.ts";
import { KeyedChildren } from "./keyedChildren.ts";
import { runLabel, updateRunLabel } from "./runLabel.ts";

/** What the legend asks for. */
export interface LegendActions {
  readonly onBaseline: (run: string) => void;
  readonly onRemove: (run: string) => void;
}

/** The panel's runs, always in view: their look, name and state, which is the baseline, and a way to take each out. */
export class Legend {
  readonly element: HTMLElement;
  readonly #runs: KeyedChildren<ViewRun, HTMLElement>;

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
    this.#runs = new KeyedChildren<ViewRun, HTMLElement>(list, {
      key: ({ id }) => id,
      create: (run) => {
        const { id } = run;
        const radio = element("input", {
          attributes: {
            type: "radio",
            name: "baseline",
            value: id,
            title: "Compare the others with this run",
          },
          on: {
            change: () => {
              onBaseline(id);
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
                onRemove(id);
              },
            },
          },
          element("span", { text: "×", attributes: { "aria-hidden": "true" } }),
        );
        const label = element("label", {}, radio, runLabel(run), element("span", { class: "compare-state" }));
        return element("li", { attributes: { "data-run": id } }, label, remove);
      },
      update: updateEntry,
    });
  }

  update({ runs }: CompareView): void {
    this.#runs.update(runs);
    this.element.hidden = runs.length === 0;
  }
}

function updateEntry(entry: HTMLElement, run: ViewRun): void {
  const radio = entry.querySelector("input");
  const label = entry.querySelector<HTMLElement>(".compare-run");
  const state = entry.querySelector(".compare-state");
  const remove = entry.querySelector("button");
  if (radio && radio.checked !== run.isBaseline) radio.checked = run.isBaseline;
  if (label) updateRunLabel(label, run);
  if (state) setText(state, run.isBaseline ? `${run.state} · baseline` : run.state);
  setAttribute(entry, "data-state", run.state);
  entry.classList.toggle("compare-is-baseline", run.isBaseline);
  if (remove) {
    const text = `Take ${run.name} out of this comparison`;
    setAttribute(remove, "aria-label", text);
    setAttribute(remove, "title", text);
  }
}
