import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import type { PanelRequest } from "../../src/protocol/panelMessages.ts";
import type { ChartGroup } from "../shared/chartGroup.ts";
import { element, setText } from "../shared/dom.ts";
import { HeatMap } from "../shared/heatMap.ts";
import { LineChart } from "../shared/lineChart.ts";
import { Notice } from "../shared/notice.ts";
import type { PanelClient } from "../shared/panelClient.ts";
import { ProgressLine } from "../shared/progressLine.ts";
import { menu } from "../shared/ui.ts";
import type { CompareUi } from "./compareUi.ts";
import { chosenWeights } from "./chosenWeights.ts";
import type { CompareView, ViewRun } from "./compareView.ts";
import { GroupedSelect } from "./groupedSelect.ts";
import type { Section } from "./section.ts";
import { WeightsJob } from "./weightsJob.ts";
import { weightsPlan, type WeightsPlan } from "./weightsPlan.ts";
import { readWeightRows, weightRows, weightsPlot, weightsSeries } from "./weightsPlot.ts";

const about =
  "How far the weights of a run are from the baseline's at the same number of sequences: the norm of the difference " +
  "over the norm of the baseline's. 0: the same.";

/** What the section asks the panel for. */
export interface WeightsActions {
  readonly onChange: (change: Partial<CompareUi>) => void;
  readonly onRequest: (request: PanelRequest) => void;
}

/** How far a run's weights are from the baseline's, by parameter and by head, over training. */
export class WeightsSection {
  readonly #client: PanelClient;
  readonly #group: ChartGroup;
  readonly #job: WeightsJob;
  readonly #run: GroupedSelect;
  readonly #rows: GroupedSelect;
  readonly #compute: HTMLButtonElement;
  readonly #status = element("p", { class: "compare-note", attributes: { role: "status" } });
  readonly #progress: ProgressLine;
  readonly #notice = new Notice();
  readonly #pictures = element("div", { class: "compare-weights" });
  readonly #exports: HTMLElement;
  readonly #controls: HTMLElement;
  readonly #heatTitle = element("h3");
  #heat: HeatMap | null = null;
  #chart: LineChart | null = null;
  #shown: unknown = null;
  #view: CompareView | null = null;

  constructor(section: Section, client: PanelClient, group: ChartGroup, actions: WeightsActions) {
    const { onChange, onRequest } = actions;
    this.#client = client;
    this.#group = group;
    this.#job = new WeightsJob(client, () => {
      this.#notice.show(this.#job.problem === "" ? null : this.#job.problem);
      if (this.#view !== null) this.update(this.#view);
    });
    this.#run = new GroupedSelect("Run", false, (weightsRun) => {
      onChange({ weightsRun });
    });
    this.#rows = new GroupedSelect("Rows", false, (rows) => {
      onChange({ weightsRows: readWeightRows(rows) });
    });
    this.#compute = textButton("Compute", () => {
      this.#start();
    });
    this.#progress = new ProgressLine(() => {
      this.#job.cancel();
    });
    this.#progress.element.classList.add("compare-row");
    const saveHeat = (fileName: string, content: (heat: HeatMap) => string | Promise<Uint8Array>) => () => {
      if (this.#heat === null) return;
      Promise.resolve(content(this.#heat)).then(
        (made) => {
          onRequest({ kind: "save", fileName, content: made });
        },
        (error: unknown) => {
          this.#notice.say(`The export failed: ${error instanceof Error ? error.message : String(error)}`);
        },
      );
    };
    this.#exports = menu("Export", [
      { label: "Heat Map as SVG…", onClick: saveHeat("weights.svg", (heat) => heat.exportSvg()) },
      { label: "Heat Map as PNG…", onClick: saveHeat("weights.png", (heat) => heat.exportPng()) },
      { label: "Distances as CSV…", onClick: saveHeat("weights.csv", (heat) => heat.exportCsv()) },
    ]);
    this.#controls = element(
      "div",
      { class: "compare-row compare-weights-choice" },
      ...[this.#run.element, this.#rows.element, this.#compute, this.#exports],
    );
    section.body.append(
      element("p", { class: "compare-note", text: about }),
      ...[this.#controls, this.#status, this.#progress.element, this.#notice.element, this.#pictures],
    );
  }

  update(view: CompareView): void {
    this.#view = view;
    const { run, baseline } = chosenWeights(view);
    const isPair = run !== null && baseline !== null;
    this.#controls.hidden = !isPair;
    const plan = isPair ? weightsPlan(run, baseline, this.#client.isTrusted) : null;
    const result = isPair ? this.#job.resultOf({ run: run.id, baseline: baseline.id }) : null;
    if (isPair) {
      const others = view.runs.filter((other) => other !== baseline);
      this.#run.set(
        others.map(({ id, name }) => ({ value: id, label: name, group: `Against ${baseline.name}` })),
        run.id,
      );
      this.#run.element.title = run.name;
      this.#rows.set(
        weightRows.map((row) => ({ ...row, group: "Rows" })),
        view.ui.weightsRows,
      );
    }
    const { progress } = this.#job;
    this.#compute.disabled = plan?.isPossible !== true || progress !== null;
    setText(this.#compute, result === null ? "Compute" : "Compute Again");
    this.#exports.hidden = result === null;
    this.#progress.update(progress === null ? null : { fraction: progress.fraction, label: "Measuring" });
    setText(this.#status, this.#say(view, plan, result));
    this.#pictures.hidden = result === null;
    if (result !== null && isPair) this.#draw(result, run, baseline, view);
  }

  #start(): void {
    if (this.#view === null) return;
    const { run, baseline } = chosenWeights(this.#view);
    if (run === null || baseline === null) return;
    const plan = weightsPlan(run, baseline, this.#client.isTrusted);
    if (plan.isPossible) void this.#job.start({ run: run.id, baseline: baseline.id, places: plan.places });
  }

  #say({ runs }: CompareView, plan: WeightsPlan | null, result: MeasureResult<"weights"> | null): string {
    const { progress } = this.#job;
    if (progress !== null) {
      const name = runs.find(({ id }) => id === progress.question.run)?.name ?? progress.question.run;
      return `${name}: ${Math.floor(100 * progress.fraction)} %, ${progress.text}`;
    }
    if (plan === null) return "Add a second run to hold its weights against the baseline's.";
    if (!plan.isPossible) return plan.reason;
    const { places, note } = plan;
    if (result === null) return `${formatCount(places.length)} checkpoints in common. ${note}`;
    const measured = new Set(result.results.map(({ sequences }) => sequences));
    const fresh = places.filter((place) => !measured.has(place)).length;
    return fresh === 0 ? note : `${formatCount(fresh)} checkpoints are not in the picture yet. ${note}`;
  }

  #draw(result: MeasureResult<"weights">, run: ViewRun, baseline: ViewRun, { ui }: CompareView): void {
    const { weightsRows: rows, align, xScale } = ui;
    this.#heat ??= this.#makeHeat();
    this.#chart ??= new LineChart(this.#pictures, {
      ...{ title: "", unit: "", group: this.#group },
      emptyText: "This run has had no phase change to count from.",
    });
    this.#chart.setScales({ x: align === "phase-change" ? "linear" : xScale, y: ui.yScale });
    const title = `Distance of the weights of ${run.name} from ${baseline.name}`;
    const shown = JSON.stringify([
      title,
      rows,
      run.origin,
      run.id,
      result.results.map(({ sequences }) => sequences),
    ]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.#heat.update(weightsPlot(result, rows, title));
    this.#heat.setLabel(title);
    setText(this.#heatTitle, title);
    this.#chart.setTitle(`Distance of the weights from ${baseline.name}`, "");
    this.#chart.setSeries(run.origin === null ? [] : weightsSeries(result, rows, run.origin));
  }

  #makeHeat(): HeatMap {
    const heat = new HeatMap({ look: "full", label: "Distance of the weights" });
    this.#pictures.append(this.#heatTitle, heat.element);
    return heat;
  }
}

function textButton(text: string, onClick: () => void): HTMLButtonElement {
  return element("button", {
    class: "compare-button",
    text,
    attributes: { type: "button" },
    on: { click: onClick },
  });
}
