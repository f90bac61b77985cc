import { element } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { button } from "../shared/ui.ts";

/** A problem that the user is told of, until he has read it. */
export class Notice {
  readonly element = element("div", { class: "notice", attributes: { role: "alert", hidden: true } });

  /** Takes the place of what was said before. */
  say(message: string): void {
    this.element.hidden = false;
    this.element.replaceChildren(
      icon("error"),
      element("span", { text: message }),
      button("Dismiss", {
        icon: "close",
        appearance: "icon",
        onClick: () => {
          this.element.hidden = true;
        },
      }),
    );
  }
}
