import { element, setAttribute } from "./dom.ts";
import { button, type Control } from "./ui.ts";

/** How far something is. */
export interface Progress {
  /** 0 … 1 */
  readonly fraction: number;
  /** What is being done, for screen readers. */
  readonly label: string;
  /** True where absent. */
  readonly canCancel?: boolean;
}

/** A bar with a button that breaks off what it stands for. Hidden while there is nothing. */
export class ProgressLine {
  readonly element: HTMLElement;
  readonly cancel: Control;
  readonly #bar = element("progress", { class: "progress-bar", attributes: { max: 1, value: 0 } });

  constructor(onCancel: () => void) {
    this.cancel = button("Cancel", { icon: "close", onClick: onCancel });
    this.element = element(
      "div",
      { class: "progress-line", attributes: { hidden: true } },
      ...[this.#bar, this.cancel],
    );
  }

  update(progress: Progress | null): void {
    this.element.hidden = progress === null;
    if (progress === null) return;
    const { fraction, label, canCancel = true } = progress;
    this.#bar.value = fraction;
    setAttribute(this.#bar, "aria-label", label);
    this.cancel.hidden = !canCancel;
  }
}
