import { element, setAttribute, setText } from "../shared/dom.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import type { CompareView, ViewUnit } from "./compareView.ts";
import { KeyedChildren } from "../shared/keyedChildren.ts";
import { runLabel, updateRunLabel } from "./runLabel.ts";
import type { Section } from "./section.ts";
import { seriesColour } from "./seriesColour.ts";
import { unitHeadRows, type UnitHeadRow, type UnitStrength } from "./unitHeadRows.ts";

const titles = { previousToken: "Previous-token score", induction: "Induction strength" } as const;

const notes = {
  previousToken: "How much attention label tokens give to the exemplar before them, 0 to 1.",
  induction:
    "How much more attention the query gives to the labels of matching pairs than to other labels, −1 to 1.",
} as const;

type Measure = UnitHeadRow["measure"];

/** How strong each head is, run beside run or group beside group, with what holds it. */
export class HeadsSection {
  readonly #words: HTMLElement;
  readonly #tables: Readonly<Record<Measure, StrengthTable>>;

  constructor(section: Section) {
    this.#words = element("p", { class: "compare-note" });
    this.#tables = {
      previousToken: new StrengthTable("previousToken"),
      induction: new StrengthTable("induction"),
    };
    section.body.append(this.#words, this.#tables.previousToken.element, this.#tables.induction.element);
  }

  update(view: CompareView): void {
    const { runs, units } = view;
    const rows = unitHeadRows(view);
    const isToy = runs.length > 0 && runs.every(isToyRun);
    setText(this.#words, isToy ? "The toy model has no heads." : this.#describe(view, rows.length === 0));
    for (const table of Object.values(this.#tables)) table.update(rows, units);
  }

  #describe({ comparison: { at, align }, units }: CompareView, isEmpty: boolean): string {
    if (isEmpty) return "No head has been measured yet.";
    const since = align === "phase-change" ? " since the phase change" : "";
    const where =
      at === null
        ? "At each run's last evaluation."
        : `At the last evaluation that is not after ${at.toLocaleString("en-US")} sequences${since}.`;
    const groups = units.some(({ isGroup }) => isGroup) ? " Of groups: the mean and the range." : "";
    return `${where}${groups} ▲ marks the strongest head of a column, ⊘ a head that a clamp held.`;
  }
}

/** Heads by runs and groups, for one measure. */
class StrengthTable {
  readonly element: HTMLElement;
  readonly #measure: Measure;
  readonly #heads: KeyedChildren<ViewUnit | null, HTMLElement>;
  readonly #rows: KeyedChildren<UnitHeadRow, HTMLTableRowElement>;
  #units: readonly ViewUnit[] = [];

  constructor(measure: Measure) {
    this.#measure = measure;
    const title = titles[measure];
    const columns = element("tr");
    const body = element("tbody");
    this.element = element(
      "div",
      { class: "compare-strengths" },
      element("h3", { text: title }),
      element("p", { class: "compare-note", text: notes[measure] }),
      element(
        "div",
        { class: "compare-scroll", attributes: { tabindex: 0, role: "region", "aria-label": title } },
        element(
          "table",
          { class: "compare-table compare-heads" },
          element("caption", { class: "visually-hidden", text: title }),
          element("thead", {}, columns),
          body,
        ),
      ),
    );
    this.#heads = new KeyedChildren<ViewUnit | null, HTMLElement>(columns, {
      // Null: the column of the heads' names.
      key: (unit) => unit?.key ?? "",
      create: (unit) =>
        element(
          "th",
          { attributes: { scope: "col" } },
          unit ? runLabel(unit) : element("span", { text: "Head" }),
        ),
      update: (cell, unit) => {
        if (unit && cell.firstElementChild instanceof HTMLElement)
          updateRunLabel(cell.firstElementChild, unit);
      },
    });
    this.#rows = new KeyedChildren<UnitHeadRow, HTMLTableRowElement>(body, {
      key: ({ head }) => head,
      create: ({ head }) =>
        element(
          "tr",
          { attributes: { "data-row": head } },
          element("th", { text: head, attributes: { scope: "row" } }),
        ),
      update: (line, row) => {
        this.#updateRow(line, row);
      },
    });
  }

  update(rows: readonly UnitHeadRow[], units: readonly ViewUnit[]): void {
    this.#units = units;
    const ours = rows.filter(({ measure }) => measure === this.#measure);
    this.element.hidden = ours.length === 0;
    this.#heads.update([null, ...units]);
    this.#rows.update(ours);
  }

  #updateRow(line: HTMLTableRowElement, { strengths }: UnitHeadRow): void {
    while (line.cells.length > strengths.length + 1) line.lastElementChild?.remove();
    for (const [index, strength] of strengths.entries()) {
      const unit = this.#units[index];
      const cell = line.cells[index + 1] ?? line.appendChild(emptyCell());
      if (unit) updateCell(cell, strength, unit);
    }
  }
}

/** A cell with a bar, its value as text, and marks. */
function emptyCell(): HTMLTableCellElement {
  return element(
    "td",
    {},
    element(
      "div",
      { class: "compare-strength" },
      element("span", { class: "compare-mark" }),
      element("span", { class: "compare-value" }),
      element("span", { class: "compare-gauge", attributes: { "aria-hidden": "true" } }, element("span")),
      element("span", { class: "visually-hidden" }),
    ),
  );
}

function updateCell(
  cell: HTMLTableCellElement,
  { value, text: shown, exact, clamps, isStrongest }: UnitStrength,
  unit: ViewUnit,
): void {
  const [mark, text, gauge, said] = cell.firstElementChild?.children ?? [];
  const isClamped = clamps.length > 0;
  if (mark) setText(mark, `${isClamped ? "⊘" : ""}${isStrongest ? "▲" : ""}`);
  if (mark) setAttribute(mark, "aria-hidden", "true");
  if (text) setText(text, shown);
  cell.firstElementChild?.classList.toggle("compare-strength-range", unit.isGroup);
  if (said)
    setText(said, `${isStrongest ? ", strongest" : ""}${isClamped ? `, clamped: ${clamps.join(", ")}` : ""}`);
  const bar = gauge?.firstElementChild;
  if (bar instanceof HTMLElement) {
    const size = Math.min(1, Math.abs(value ?? 0));
    bar.style.width = `${size * 100}%`;
    bar.style.setProperty("--run", seriesColour(unit.slot));
    bar.classList.toggle("compare-negative", (value ?? 0) < 0);
  }
  setAttribute(cell, "data-value", value === null ? undefined : String(value));
  const strongest = isStrongest ? "\nthe strongest head of this column" : "";
  const held = isClamped ? `\nclamped: ${clamps.join(", ")}` : "";
  setAttribute(cell, "title", `${unit.name}: ${exact}${strongest}${held}`);
  cell.classList.toggle("compare-strongest", isStrongest);
  cell.classList.toggle("compare-clamped", isClamped);
}
