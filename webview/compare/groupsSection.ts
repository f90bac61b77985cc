import type { MeasureTest } from "../../src/runs/comparison/compareGroups.ts";
import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import { seedsOf } from "../../src/runs/comparison/pairRuns.ts";
import { testTexts } from "../../src/runs/comparison/testTexts.ts";
import { element, setText } from "../shared/dom.ts";
import { chooseGroup, chosenGroups, type ChosenGroups } from "./chosenGroups.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView } from "./compareView.ts";
import { groupColumns } from "./groupColumns.ts";
import { GroupedSelect } from "./groupedSelect.ts";
import { plainTable } from "./plainTable.ts";
import type { Section } from "./section.ts";
import { shownTests } from "./shownTests.ts";
import { nextOrder } from "../shared/sortRows.ts";
import { SortableTable } from "./sortableTable.ts";

const howTo =
  "Two groups of runs can be tested against each other: run two experiments that each sweep over the same seeds, " +
  "or one that sweeps over seeds and something else, and add their runs here.";

/** Two groups of runs held against each other, over pairs of runs with the same seeds. */
export class GroupsSection {
  readonly #words = element("p", { class: "compare-note" });
  readonly #choices: Readonly<Record<"a" | "b", GroupedSelect>>;
  readonly #heads: HTMLInputElement;
  readonly #table: SortableTable<MeasureTest>;
  readonly #pairs = plainTable("Runs with the same seeds");
  readonly #summary = element("summary");
  readonly #details: HTMLElement;
  readonly #leftOut = element("ul", { class: "compare-not-paired" });
  readonly #parts: readonly HTMLElement[];
  #chosen: ChosenGroups | null = null;
  #ui: CompareUi | null = null;

  constructor(section: Section, onChange: (change: Partial<CompareUi>) => void) {
    const choice = (which: "a" | "b"): GroupedSelect =>
      new GroupedSelect(which.toUpperCase(), false, (key) => {
        if (this.#chosen !== null) onChange(chooseGroup(which, key, this.#chosen));
      });
    this.#choices = { a: choice("a"), b: choice("b") };
    this.#heads = element("input", {
      attributes: { type: "checkbox" },
      on: {
        change: () => {
          onChange({ groupHeads: this.#heads.checked });
        },
      },
    });
    this.#table = new SortableTable<MeasureTest>(
      "Tests of the two groups",
      {
        title: "Measure",
        key: ({ measure, where }) => `${measure}:${where}`,
        value: (test) => testTexts(test).title,
        create: () => element("span"),
        update: (header, test) => {
          const { title } = testTexts(test);
          setText(header, title);
          header.title = test.at === null ? title : `${title}, at ${formatCount(test.at)} sequences`;
        },
      },
      (column) => {
        onChange({ groupSort: nextOrder(this.#ui?.groupSort ?? null, column) });
      },
    );
    this.#details = element("details", { class: "compare-alternative" }, this.#summary, this.#pairs.element);
    this.#parts = [
      element(
        "div",
        { class: "compare-row compare-groups-choice" },
        this.#choices.a.element,
        this.#choices.b.element,
        element("label", { class: "compare-field" }, this.#heads, "Each head, too"),
      ),
      this.#table.element,
      this.#details,
    ];
    const [row, ...rest] = this.#parts;
    section.body.append(row!, this.#words, ...rest, this.#leftOut);
  }

  update(view: CompareView): void {
    this.#ui = view.ui;
    this.#chosen = chosenGroups(view);
    const isTested = this.#chosen !== null && this.#chosen.test.pairs.length > 0;
    for (const part of this.#parts) part.hidden = this.#chosen === null;
    this.#table.element.hidden = !isTested;
    this.#details.hidden = !isTested;
    this.#leftOut.hidden = this.#chosen === null;
    if (this.#chosen === null) setText(this.#words, howTo);
    else this.#update(this.#chosen, view);
  }

  #update({ all, a, b, test }: ChosenGroups, { runs, ui }: CompareView): void {
    const options = all.map(({ key, name }) => ({ value: key, label: name, group: "Groups" }));
    for (const [select, group] of [
      [this.#choices.a, a],
      [this.#choices.b, b],
    ] as const) {
      select.set(options, group.key);
      select.element.title = [group.name, ...group.runs.map(({ name }) => name)].join("\n");
    }
    this.#heads.checked = ui.groupHeads;
    const rows = shownTests(test.measures, ui.groupHeads);
    this.#table.update(groupColumns(rows), rows, ui.groupSort);
    setText(this.#words, test.pairs.length === 0 ? noPairs : describeTests(rows));
    const nameOf = (id: string): string => runs.find((run) => run.id === id)?.name ?? id;
    const pairs = test.pairs.map((pair) => [
      seedsOf(runs.find(({ id }) => id === pair.a)!),
      nameOf(pair.a),
      nameOf(pair.b),
    ]);
    setText(this.#summary, `${count(pairs.length, "pair")} of runs with the same seeds`);
    this.#pairs.update(["Seeds", "A", "B"], pairs);
    const leftOut = [
      ...test.unpaired.map(({ run, reason }) => `${nameOf(run)} is not paired: ${reason}.`),
      ...test.censored.map(
        ({ run, sequences }) =>
          `${nameOf(run)} has had no phase change in ${formatCount(sequences)} sequences: its pair is left out of that test, so that the mean says less of late phase changes.`,
      ),
    ];
    const shown = [...this.#leftOut.children].map(({ textContent }) => textContent);
    if (shown.join("\n") !== leftOut.join("\n"))
      this.#leftOut.replaceChildren(...leftOut.map((text) => element("li", { text })));
  }
}

const noPairs = "No runs of the two groups have the same three seeds: there is nothing to test.";

function describeTests(rows: readonly MeasureTest[]): string {
  const tests = rows.filter(({ p }) => p !== null).length;
  const places = [...new Set(rows.filter(({ where }) => where === "last").map(({ at }) => at))];
  const last = places[0] ?? null;
  const where =
    last === null
      ? ""
      : ` Values are from the last evaluation that all pairs have, at ${formatCount(last)} sequences.`;
  return (
    `Paired t-tests over runs with the same seeds.${where} ` +
    `The table holds ${count(tests, "test")}; p is not corrected for that: where nothing differs, one test in twenty still has p < 0.05.`
  );
}

function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`;
}
