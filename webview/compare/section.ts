import { element } from "../shared/dom.ts";
import type { SectionKey } from "./compareUi.ts";

/** A part of the panel with a heading, which can be closed. */
export class Section {
  readonly key: SectionKey;
  readonly element: HTMLDetailsElement;
  /** Where its content goes. */
  readonly body: HTMLElement;
  readonly #coming = element("p", { class: "compare-note", text: "Reading the other metrics…" });

  constructor(key: SectionKey, title: string, onToggle: (key: SectionKey, isOpen: boolean) => void) {
    this.key = key;
    this.body = element("div", { class: "compare-body" });
    this.element = element(
      "details",
      {
        class: "compare-section",
        attributes: { "data-section": key },
        on: {
          toggle: () => {
            onToggle(key, this.element.open);
          },
        },
      },
      element("summary", {}, element("h2", { text: title })),
      this.#coming,
      this.body,
    );
    this.isComing = false;
  }

  /** Whether what it shows has not come yet. */
  get isComing(): boolean {
    return !this.#coming.hidden;
  }

  set isComing(isComing: boolean) {
    this.#coming.hidden = !isComing;
    this.body.hidden = isComing;
  }

  get isOpen(): boolean {
    return this.element.open;
  }

  set isOpen(isOpen: boolean) {
    if (this.element.open !== isOpen) this.element.open = isOpen;
  }
}
