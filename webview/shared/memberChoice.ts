import { element, setAttribute } from "./dom.ts";

/** A row of buttons, of which any number are pressed. */
export class MemberChoice {
  readonly element: HTMLElement;
  readonly #onChange: (chosen: readonly string[]) => void;
  #offered: readonly string[] = [];
  #chosen: readonly string[] = [];
  #drawn = "";

  constructor(label: string, onChange: (chosen: readonly string[]) => void) {
    this.#onChange = onChange;
    this.element = element("div", { class: "chips", attributes: { role: "group", "aria-label": label } });
  }

  /** Shows what can be chosen and what is. Hidden where nothing is offered. */
  update(offered: readonly string[], chosen: readonly string[]): void {
    this.#chosen = chosen;
    this.element.hidden = offered.length === 0;
    if (offered.join(" ") !== this.#drawn) {
      this.#drawn = offered.join(" ");
      this.#offered = offered;
      this.element.replaceChildren(...offered.map((member) => this.#chip(member)));
    }
    this.#offered.forEach((member, i) => {
      const chip = this.element.children[i];
      if (chip !== undefined) setAttribute(chip, "aria-pressed", chosen.includes(member) ? "true" : "false");
    });
  }

  #chip(member: string): HTMLButtonElement {
    return element("button", {
      class: "chip",
      text: member,
      attributes: {
        type: "button",
        title: member === "strongest" ? "At each evaluation, the highest value of any head" : undefined,
      },
      on: {
        click: () => {
          const rest = this.#chosen.filter((other) => other !== member);
          this.#onChange(rest.length < this.#chosen.length ? rest : [...rest, member]);
        },
      },
    });
  }
}
