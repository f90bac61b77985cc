import { element } from "./dom.ts";
import { icon } from "./icons.ts";
import { button } from "./ui.ts";

/** What can be done about a problem. */
export interface NoticeAction {
  readonly label: string;
  readonly onClick: () => void;
}

/** A problem that the user is told of: until it is read and dismissed, or, where something can be done, until it is over. */
export class Notice {
  readonly element: HTMLElement;
  readonly #text = element("span");

  constructor(action?: NoticeAction) {
    const way =
      action === undefined
        ? button("Dismiss", {
            icon: "close",
            appearance: "icon",
            onClick: () => {
              this.clear();
            },
          })
        : button(action.label, { onClick: action.onClick });
    this.element = element(
      "div",
      { class: "notice", attributes: { role: "alert", hidden: true } },
      icon("error"),
      this.#text,
      way,
    );
  }

  /** Takes the place of what was said before. */
  say(message: string): void {
    this.element.hidden = false;
    // Also where it is the same: it has happened again.
    this.#text.textContent = message;
  }

  /** Says what is the matter now, once; null where nothing is. */
  show(message: string | null): void {
    if (message === null) this.clear();
    else if (this.element.hidden || this.#text.textContent !== message) this.say(message);
  }

  clear(): void {
    this.element.hidden = true;
  }
}
