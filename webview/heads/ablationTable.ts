import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import { element, setText } from "../shared/dom.ts";
import { button } from "../shared/ui.ts";
import { ablationRows, numberText } from "./ablationRows.ts";
import type { AblationMetrics } from "./headsMeasures.ts";
import type { HeadsView, Side } from "./headsView.ts";

/** Loss and accuracy of the shown runs, as they are and with the chosen heads ablated. */
export class AblationTable {
  readonly element: HTMLElement;
  readonly #title = element("h2");
  readonly #holder = element("div", { class: "heads-ablations" });
  #drawn = "";

  constructor(onClear: () => void) {
    this.element = element(
      "section",
      { class: "heads-section", attributes: { hidden: true } },
      element(
        "div",
        { class: "heads-title" },
        this.#title,
        button("Clear Ablations", { icon: "close", onClick: onClear }),
      ),
      this.#holder,
    );
  }

  /**
   * Shows what was measured of those of the view's sides that have any of the heads, in their order. Hidden where nothing
   * is ablated.
   */
  update(view: HeadsView, metrics: (side: Side) => AblationMetrics): void {
    const { ablated } = view.ui;
    this.element.hidden = ablated.length === 0;
    if (ablated.length === 0) return;
    const heads = [...ablated].sort().join(", ");
    setText(this.#title, `With ${heads} ablated`);
    const sides = view.b === null ? [view.a] : [view.a, view.b];
    const having = sides.filter(({ spec }) => spec.ablated.length > 0);
    const tables = having.map((side) => ({
      title: `${side.letter === "A" && view.b === null ? "" : `${side.letter}: `}${side.run.name} at ${formatCount(side.at)}`,
      heads: [...side.spec.ablated].sort().join(", "),
      metrics: metrics(side),
    }));
    const drawn = JSON.stringify([heads, tables]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#holder.replaceChildren(...tables.map((one) => table(one.title, one.heads, one.metrics)));
  }
}

function table(title: string, heads: string, { asIs, ablated, problem }: AblationMetrics): HTMLElement {
  const rows = ablationRows(asIs, ablated);
  const columns = ["", "As it is", `${heads} ablated`, "Difference"];
  const isWaiting = problem === null && (asIs === null || ablated === null);
  const words = problem ?? (isWaiting ? "Measuring loss and accuracy…" : null);
  return element(
    "div",
    { class: "heads-scroll", attributes: { tabindex: 0, role: "region", "aria-label": title } },
    element(
      "table",
      { class: "heads-table" },
      element("caption", { text: title, attributes: { title } }),
      element(
        "thead",
        {},
        element("tr", {}, ...columns.map((text) => element("th", { text, attributes: { scope: "col" } }))),
      ),
      element(
        "tbody",
        {},
        ...rows.map(({ title: name, asIs: before, ablated: after, difference }) =>
          element(
            "tr",
            { attributes: { "data-row": name } },
            element("th", { text: name, attributes: { scope: "row" } }),
            ...[before, after].map((value) => numberCell(value, false)),
            numberCell(difference, true),
          ),
        ),
      ),
    ),
    words === null
      ? null
      : element("p", { class: problem === null ? "heads-note" : "heads-problem", text: words }),
  );
}

function numberCell(value: number | null, isDifference: boolean): HTMLElement {
  return element("td", {
    text: numberText(value, isDifference),
    attributes: { title: value ?? undefined, "data-value": value ?? undefined },
  });
}
