import { element, setText } from "../shared/dom.ts";
import type { CompareView, ViewRun } from "./compareView.ts";
import { configTable } from "./configTable.ts";
import type { ConfigTable } from "./configTable.ts";
import { runLabel, updateRunLabel } from "./runLabel.ts";
import type { Section } from "./section.ts";

/** In what the runs' experiments differ, and nothing else. */
export class ExperimentsSection {
  readonly #words = element("p", { class: "compare-note" });
  readonly #table = element("table", { class: "compare-table compare-config" });
  readonly #scroll: HTMLElement;
  readonly #onTextDiff: (run: string) => void;
  readonly #labels = new Map<string, HTMLElement>();
  #shown = "";

  constructor(section: Section, onTextDiff: (run: string) => void) {
    this.#onTextDiff = onTextDiff;
    this.#scroll = element(
      "div",
      {
        class: "compare-scroll",
        attributes: { tabindex: 0, role: "region", "aria-label": "Differences of the experiments" },
      },
      this.#table,
    );
    section.body.append(this.#words, this.#scroll);
  }

  update(view: CompareView): void {
    const table = configTable(view);
    const isEmpty = table.rows.length === 0;
    this.#scroll.hidden = table.columns.length < 2;
    setText(
      this.#words,
      table.columns.length < 2
        ? "Choose two runs or more to see in what their experiments differ."
        : isEmpty
          ? "The experiments are the same."
          : "Only what differs. Values that equal the baseline's are dimmed.",
    );
    const signature = JSON.stringify([table.rows, table.columns.map(({ id }) => id)]);
    if (signature !== this.#shown) {
      this.#shown = signature;
      this.#build(table);
    }
    for (const run of table.columns) {
      const label = this.#labels.get(run.id);
      if (label) updateRunLabel(label, run);
    }
  }

  #build({ columns, rows }: ConfigTable): void {
    const focused = document.activeElement;
    const diffOf =
      focused instanceof HTMLElement && this.#table.contains(focused) ? focused.dataset["run"] : undefined;
    this.#labels.clear();
    const heads = columns.map((run) => this.#head(run));
    const lines = rows.map(({ path, cells }) =>
      element(
        "tr",
        { attributes: { "data-path": path } },
        element("th", { text: path, attributes: { scope: "row", title: path } }),
        ...cells.map(({ text, full, isAbsent, equalsBaseline }, index) =>
          element(
            "td",
            {
              class: index > 0 && equalsBaseline ? "compare-same" : index > 0 ? "compare-differs" : "",
              attributes: { title: full, "data-value": isAbsent ? undefined : full },
            },
            element("span", { text }),
            index > 0 && equalsBaseline
              ? element("span", { class: "visually-hidden", text: " (as the baseline)" })
              : null,
          ),
        ),
      ),
    );
    this.#table.replaceChildren(
      element("caption", { class: "visually-hidden", text: "In what the experiments differ" }),
      element(
        "thead",
        {},
        element("tr", {}, element("th", { text: "Key", attributes: { scope: "col" } }), ...heads),
      ),
      element("tbody", {}, ...lines),
    );
    if (diffOf !== undefined)
      this.#table.querySelector<HTMLElement>(`button[data-run="${CSS.escape(diffOf)}"]`)?.focus();
  }

  #head(run: ViewRun): HTMLElement {
    const label = runLabel(run);
    this.#labels.set(run.id, label);
    const below = run.isBaseline
      ? element("span", { class: "compare-state", text: "baseline" })
      : element("button", {
          class: "compare-button",
          text: "Open as Text Diff",
          attributes: { type: "button", "data-run": run.id, title: "Both experiments whole, in the editor" },
          on: {
            click: () => {
              this.#onTextDiff(run.id);
            },
          },
        });
    return element("th", { attributes: { scope: "col" } }, label, below);
  }
}
