import { element, setText } from "../shared/dom.ts";
import { button, dropdown, type Control, type Dropdown } from "../shared/ui.ts";

/** The mean over a set, or one of its sequences by number. */
export class SequenceChoice {
  readonly element: HTMLElement;
  readonly #what: Dropdown<"mean" | "one">;
  readonly #field: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #count = element("span", { class: "heads-note" });
  readonly #previous: Control;
  readonly #next: Control;
  #sequence: number | null = null;
  /** How many there are; null while it is not known. */
  #total: number | null = null;

  constructor(onChange: (sequence: number | null) => void) {
    const go = (to: number): void => {
      const last = (this.#total ?? Infinity) - 1;
      const sequence = Math.max(0, Math.min(last, Math.round(to)));
      this.#input.value = String(sequence);
      if (Number.isFinite(sequence) && sequence !== this.#sequence) onChange(sequence);
    };
    this.#what = dropdown(
      "Of",
      [
        { value: "mean", label: "mean over the set" },
        { value: "one", label: "one sequence" },
      ],
      "mean",
      (what) => {
        onChange(what === "mean" ? null : Number(this.#input.value));
      },
    );
    this.#input = element("input", {
      class: "heads-number-field",
      attributes: {
        type: "number",
        min: 0,
        step: 1,
        value: 0,
        "aria-label": "Number of the sequence, from 0",
      },
      on: {
        change: () => {
          if (Number.isNaN(this.#input.valueAsNumber)) this.#input.value = String(this.#sequence ?? 0);
          else go(this.#input.valueAsNumber);
        },
      },
    });
    this.#previous = button("Previous", {
      title: "Previous sequence",
      onClick: () => {
        go((this.#sequence ?? 0) - 1);
      },
    });
    this.#next = button("Next", {
      title: "Next sequence",
      onClick: () => {
        go((this.#sequence ?? 0) + 1);
      },
    });
    this.#field = element("span", { class: "field" }, this.#input, this.#count, this.#previous, this.#next);
    this.element = element("span", { class: "field heads-wrap" }, this.#what.element, this.#field);
  }

  /** Shows what is chosen. `total`: how many sequences the set has; null while that is not known. */
  update(sequence: number | null, total: number | null): void {
    this.#sequence = sequence;
    this.#total = total;
    this.#what.select(sequence === null ? "mean" : "one");
    this.#field.hidden = sequence === null;
    if (sequence !== null && document.activeElement !== this.#input) this.#input.value = String(sequence);
    if (total !== null) this.#input.max = String(total - 1);
    setText(this.#count, total === null ? "" : `of ${total.toLocaleString("en-US")}`);
    this.#previous.disabled = sequence === 0;
    this.#next.disabled = sequence !== null && total !== null && sequence >= total - 1;
  }
}
