import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { clampBands, eventMarkers } from "../shared/runMarks.ts";
import { MemberChoice } from "../shared/memberChoice.ts";
import { membersOf, runSeries, strongest, type SeriesChoice } from "../shared/runSeries.ts";
import { ChartGroup } from "../shared/chartGroup.ts";
import { element } from "../shared/dom.ts";
import { LineChart } from "../shared/lineChart.ts";
import { watchChartClicks } from "../shared/chartClicks.ts";
import type { HeadsUi } from "./headsUi.ts";
import type { HeadsView } from "./headsView.ts";

type Strength = keyof HeadsUi["chosen"];

const strengths: readonly Strength[] = ["previousToken", "induction"];
const titles: Readonly<Record<Strength, string>> = {
  previousToken: "Previous-token score over training",
  induction: "Induction strength over training",
};

/** What the charts ask for. */
export interface StrengthChartsActions {
  readonly onPlace: (sequences: number) => void;
  readonly onChosen: (chosen: HeadsUi["chosen"]) => void;
}

/** How strong heads were all over training, with the place that is looked at. A click goes there. */
export class StrengthCharts {
  readonly element: HTMLElement;
  readonly #charts: Readonly<Record<Strength, LineChart>>;
  readonly #choices: Readonly<Record<Strength, MemberChoice>>;
  #chosen: HeadsUi["chosen"] | null = null;
  #drawn = "";
  #known: readonly unknown[] = [];

  constructor({ onPlace, onChosen }: StrengthChartsActions) {
    const holder = element("div", { class: "heads-charts" });
    this.element = element(
      "section",
      { class: "heads-section" },
      element("h2", { text: "Head strengths over training" }),
      element("p", {
        class: "heads-note",
        text: "As evaluated in training. Click into a chart, or press Enter on it, to go to the place of its crosshair.",
      }),
      holder,
    );
    const group = new ChartGroup({ title: "Sequences", format: formatSequences });
    const choice = (strength: Strength): MemberChoice =>
      new MemberChoice("Heads", (heads) => {
        if (this.#chosen !== null) onChosen({ ...this.#chosen, [strength]: heads });
      });
    this.#choices = { previousToken: choice("previousToken"), induction: choice("induction") };
    const chart = (strength: Strength): LineChart =>
      new LineChart(holder, {
        title: titles[strength],
        unit: "",
        group,
        emptyText: "The curve begins with the first evaluation.",
        below: [this.#choices[strength].element],
      });
    this.#charts = { previousToken: chart("previousToken"), induction: chart("induction") };
    watchChartClicks(holder, group, onPlace);
  }

  /** Shows the curves of the runs of a view. */
  update({ a, b, against, ui }: HeadsView): void {
    this.#chosen = ui.chosen;
    this.moveTo(a.at);
    const runs = against === "run" && b !== null ? [a.run, b.run] : [a.run];
    const known = runs.flatMap(({ curves, events }) => [curves, events]);
    const mark = b !== null && b.at !== a.at ? b.at : null;
    const drawn = JSON.stringify([runs.map(({ id, name, slot }) => [id, name, slot]), ui.chosen, mark]);
    const isSame = known.length === this.#known.length && known.every((one, i) => one === this.#known[i]);
    if (isSame && drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#known = known;
    // Charts of heads have one measure each: that of the sets is of no matter.
    const settings: SeriesChoice = { measure: "accuracy", groups: "runs", chosen: ui.chosen };
    for (const strength of strengths) {
      const chart = this.#charts[strength];
      const members = runs.length > 1 ? membersOf(runs, strength, settings) : [];
      this.#choices[strength].update(members.length > 0 ? [strongest, ...members] : [], ui.chosen[strength]);
      chart.setSeries(runSeries(runs, strength, settings));
      chart.setBands(clampBands(runs));
      chart.setMarkers([...eventMarkers(runs), ...(mark === null ? [] : [{ at: mark, label: "B" }])]);
      chart.setEmptyText(members.length > 0 ? "Choose what to show above." : "This was not measured yet.");
    }
  }

  /** Moves the mark of the place that is looked at. */
  moveTo(sequences: number): void {
    for (const strength of strengths) this.#charts[strength].setCursorMark(sequences);
  }
}
