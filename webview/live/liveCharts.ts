import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { metricInfo } from "../../src/runs/comparison/metricInfo.ts";
import { LineChart } from "../shared/lineChart.ts";
import type { ChartGroup } from "../shared/chartGroup.ts";
import { element } from "../shared/dom.ts";
import { chartKeys, setMeasures, type ChartKey } from "../shared/runCharts.ts";
import { runUnits } from "../shared/runUnits.ts";
import { dropdown, menu } from "../shared/ui.ts";
import { livePaperSeries } from "./livePaperSeries.ts";
import { clampBands, eventMarkers } from "../shared/runMarks.ts";
import { isShownChart } from "./isShownChart.ts";
import { isOfHeads, membersOf, runSeries, strongest } from "../shared/runSeries.ts";
import { lossReferences } from "./lossReferences.ts";
import type { LiveUi } from "./liveUi.ts";
import { MemberChoice } from "../shared/memberChoice.ts";

/** What the charts ask for. */
export interface LiveChartsActions {
  /** Something of the UI state was changed at a chart. */
  readonly onUi: (change: Partial<LiveUi>) => void;
  readonly onSave: (fileName: string, content: string | Uint8Array) => void;
  readonly onCopy: (text: string) => void;
  readonly onProblem: (message: string) => void;
}

interface Shown {
  readonly chart: LineChart;
  readonly choice: MemberChoice;
}

/** The charts of the Live panel: four of transformers, and one of the toy model. */
export class LiveCharts {
  readonly element = element("div", { class: "charts" });
  readonly #actions: LiveChartsActions;
  readonly #charts: Readonly<Record<ChartKey, Shown>>;
  #ui: LiveUi;

  constructor(group: ChartGroup, ui: LiveUi, actions: LiveChartsActions) {
    this.#actions = actions;
    this.#ui = ui;
    const make = (key: ChartKey): Shown => this.#make(key, group);
    this.#charts = {
      loss: make("loss"),
      accuracy: make("accuracy"),
      previousToken: make("previousToken"),
      induction: make("induction"),
      toy: make("toy"),
    };
  }

  /** Shows these runs with these settings. `sets`: the paper's curves that can be shown. */
  update(runs: readonly RunSnapshot[], ui: LiveUi, sets: readonly PaperCurveSet[]): void {
    this.#ui = ui;
    // Of groups that are one curve, members have its colour.
    const coloured = runUnits(runs, ui.groups).flatMap((unit) =>
      unit.runs.map((run) => ({ ...run, slot: unit.slot })),
    );
    const bands = clampBands(coloured);
    const markers = eventMarkers(coloured);
    for (const key of chartKeys) {
      const { chart, choice } = this.#charts[key];
      chart.element.hidden = !isShownChart(key, runs);
      chart.setTitle(titleOf(key, ui), key === "loss" && isShownChart("accuracy", runs) ? "nats" : "");
      chart.setScales({ x: ui.xScale, y: key === "loss" ? ui.yScale : "linear" });
      chart.setSmoothing(ui.smoothing);
      chart.setSeries([...runSeries(runs, key, ui), ...livePaperSeries(sets, runs, key, ui)]);
      chart.setBands(bands);
      chart.setMarkers(markers);
      if (key === "loss") chart.setReferences(lossReferences(runs));
      const members = runs.length > 1 ? membersOf(runs, key, ui) : [];
      const offered = isOfHeads(key) && members.length > 0 ? [strongest, ...members] : members;
      choice.update(offered, ui.chosen[key]);
      chart.setEmptyText(emptyText(runs, key, members));
    }
  }

  #make(key: ChartKey, group: ChartGroup): Shown {
    const choice = new MemberChoice(
      isOfHeads(key) ? "Heads" : key === "toy" ? "Measures" : "Evaluation sets",
      (chosen) => {
        this.#actions.onUi({ chosen: { ...this.#ui.chosen, [key]: chosen } });
      },
    );
    const measure =
      key === "accuracy"
        ? dropdown("Show", setMeasures, this.#ui.measure, (next) => {
            this.#actions.onUi({ measure: next });
          }).element
        : null;
    const chart: LineChart = new LineChart(this.element, {
      title: titleOf(key, this.#ui),
      unit: "",
      group,
      hidden: this.#ui.hidden[key],
      onHiddenChange: (hidden) => {
        this.#actions.onUi({ hidden: { ...this.#ui.hidden, [key]: hidden } });
      },
      actions: [
        ...(measure === null ? [] : [measure]),
        menu(
          `Export the chart: ${titleOf(key, this.#ui)}`,
          [
            {
              label: "Save as SVG…",
              onClick: () => {
                this.#actions.onSave(`${fileName(chart)}.svg`, chart.exportSvg());
              },
            },
            {
              label: "Save as PNG…",
              onClick: () => {
                void this.#savePng(chart);
              },
            },
            {
              label: "Copy shown data",
              onClick: () => {
                this.#actions.onCopy(tabSeparated(chart));
              },
            },
          ],
          { icon: "export", iconOnly: true },
        ),
      ],
      below: [choice.element],
    });
    return { chart, choice };
  }

  async #savePng(chart: LineChart): Promise<void> {
    try {
      this.#actions.onSave(`${fileName(chart)}.png`, await chart.exportPng());
    } catch (error) {
      this.#actions.onProblem(error instanceof Error ? error.message : "The picture could not be made.");
    }
  }
}

function titleOf(key: ChartKey, ui: LiveUi): string {
  switch (key) {
    case "loss":
      return "Loss";
    case "accuracy":
      return capital(setMeasures.find(({ value }) => value === ui.measure)?.label ?? "");
    case "previousToken":
    case "induction":
      return capital(metricInfo(`L0H0.${key}`).title.replace("L0H0 ", ""));
    case "toy":
      return "Toy model";
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function emptyText(runs: readonly RunSnapshot[], key: ChartKey, members: readonly string[]): string {
  if (runs.every(({ curves }) => curves.sequences.length === 0)) {
    return runs.some(({ state }) => state === "queued")
      ? "The run waits for its turn: the curve begins with its first evaluation."
      : "The curve begins with the first evaluation.";
  }
  if (members.length > 0) return "Choose what to show above.";
  return isOfHeads(key) ? "No head of this model has this measure." : "This was not measured.";
}

function fileName(chart: LineChart): string {
  return chart.title.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
}

function tabSeparated(chart: LineChart): string {
  const { columns, rows } = chart.table();
  return [columns, ...rows].map((row) => row.join("\t")).join("\n");
}
