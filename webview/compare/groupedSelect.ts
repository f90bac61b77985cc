import { element } from "../shared/dom.ts";
import type { GroupedOption } from "./metricOptions.ts";

/** A drop-down list with headings, which the toolkit's has not. */
export class GroupedSelect {
  /** The `<label>` with the list in it. */
  readonly element: HTMLElement;
  readonly #select: HTMLSelectElement;
  #shown = "";

  /** @param label said by screen readers, and seen unless `isLabelHidden` */
  constructor(label: string, isLabelHidden: boolean, onChange: (value: string) => void) {
    this.#select = element("select", {
      class: "compare-select",
      on: {
        change: () => {
          onChange(this.#select.value);
        },
      },
    });
    const text = element("span", { text: label, class: isLabelHidden ? "visually-hidden" : "compare-label" });
    this.element = element("label", { class: "compare-field" }, text, this.#select);
  }

  /** Sets options and value; touches the page only where they differ, so that an open list stays open. */
  set(options: readonly GroupedOption[], value: string): void {
    const signature = JSON.stringify(options);
    if (signature !== this.#shown) {
      this.#shown = signature;
      const groups = new Map<string, HTMLElement>();
      for (const { group, ...option } of options) {
        let parent = groups.get(group);
        if (!parent) {
          parent = element("optgroup", { attributes: { label: group } });
          groups.set(group, parent);
        }
        parent.append(element("option", { text: option.label, attributes: { value: option.value } }));
      }
      this.#select.replaceChildren(...groups.values());
    }
    if (this.#select.value !== value) this.#select.value = value;
  }

  focus(): void {
    this.#select.focus();
  }
}
