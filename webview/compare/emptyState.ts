import { element } from "../shared/dom.ts";
import type { PanelClient } from "../shared/panelClient.ts";

/** What is said in place of a comparison, or beside it: nothing chosen, only one run, runs that cannot be shown. */
export class EmptyState {
  readonly element = element("div", { class: "compare-empty", attributes: { role: "status" } });
  #shown = "";

  update({ isHydrated, runs, missing }: Pick<PanelClient, "isHydrated" | "runs" | "missing">): void {
    const texts: string[] = [];
    if (!isHydrated) texts.push("Reading the runs…");
    else if (runs.length === 0) texts.push("No runs are chosen. Add two or more to compare them.");
    else if (runs.length === 1) texts.push("Only one run is chosen. Add another to compare it with.");
    else if (runs.every(({ curves }) => curves.sequences.length === 0))
      texts.push("None of these runs has been evaluated yet: curves appear with the first evaluation.");
    const signature = JSON.stringify([texts, missing]);
    if (signature === this.#shown) return;
    this.#shown = signature;
    const gone = missing.map(({ id, name, reason }) =>
      element("li", { attributes: { title: id } }, element("strong", { text: name }), `: ${reason}`),
    );
    this.element.replaceChildren(
      ...texts.map((text) => element("p", { text })),
      ...(gone.length > 0 ? [element("p", { text: "Not shown:" }), element("ul", {}, ...gone)] : []),
    );
    this.element.hidden = this.element.childElementCount === 0;
  }
}
