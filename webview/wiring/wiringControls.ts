import type { SequenceSetName } from "../../src/measures/measureValues.ts";
import { setsOf, setTitle } from "../shared/measuredSets.ts";
import { reachOf, wholeStep } from "../shared/runPlaces.ts";
import { element, setText } from "../shared/dom.ts";
import { ProgressLine } from "../shared/progressLine.ts";
import { button, dropdown, type Control, type Dropdown, type Option } from "../shared/ui.ts";
import { placeChoices } from "./placeChoices.ts";
import type { WiringData } from "./wiringData.ts";
import type { WiringUi } from "./wiringUi.ts";
import type { WiringView } from "./wiringView.ts";

/** What the controls ask for. */
export interface WiringControlActions {
  readonly onChange: (change: Partial<WiringUi>) => void;
  readonly onCompute: () => void;
  readonly onCancel: () => void;
}

/** Where, on what and between which layers is measured, and how it is shown. */
export class WiringControls {
  readonly element: HTMLElement;
  readonly #place: Dropdown<string>;
  readonly #step: HTMLInputElement;
  readonly #sets: Dropdown<SequenceSetName>;
  readonly #layers: Dropdown<string>;
  readonly #metric: Dropdown<WiringUi["metric"]>;
  readonly #shows: Dropdown<WiringUi["shows"]>;
  readonly #order: Dropdown<WiringUi["order"]>;
  readonly #compute: Control;
  readonly #progress: ProgressLine;
  readonly #text = element("span", { class: "wiring-progress-text" });
  readonly #work: HTMLElement;
  readonly #outcome = element("p", { class: "wiring-outcome", attributes: { role: "status" } });
  #shown = "";
  #run: WiringView["run"] | null = null;

  constructor(ui: WiringUi, { onChange, onCompute, onCancel }: WiringControlActions) {
    this.#place = dropdown<string>("Place", [], "last", (value) => {
      onChange({ place: value === "last" ? null : Number(value) });
    });
    this.#step = element("input", {
      class: "wiring-step",
      attributes: { type: "number", min: 0 },
      on: {
        change: () => {
          const { valueAsNumber: asked } = this.#step;
          // What is no number, or beyond the run, goes back to what is measured.
          this.#shown = "";
          if (this.#run === null || !Number.isFinite(asked)) onChange({});
          else onChange({ place: wholeStep(this.#run, Math.trunc(asked)) });
        },
      },
    });
    this.#sets = dropdown<SequenceSetName>("Sequences", [], ui.sequences, (sequences) => {
      onChange({ sequences });
    });
    this.#layers = dropdown<string>("Layers", [], "", (value) => {
      const [from = 0, to = 1] = value.split(" ").map(Number);
      onChange({ layers: [from, to], wire: null });
    });
    this.#metric = choice("Metric", { accuracy: "Accuracy", loss: "Loss" }, ui.metric, (metric) => {
      onChange({ metric });
    });
    this.#shows = choice("Show", { value: "As measured", change: "Difference" }, ui.shows, (shows) => {
      onChange({ shows });
    });
    this.#shows.element.title = "Difference: from the later head alone, with all heads of the earlier layer";
    this.#order = choice("Order", { number: "By number", strength: "By strength" }, ui.order, (order) => {
      onChange({ order });
    });
    this.#order.element.title =
      "By strength: rows by induction strength, columns by previous-token score, at the place chosen";
    this.#compute = button("Compute", { appearance: "primary", onClick: onCompute });
    this.#progress = new ProgressLine(onCancel);
    this.#work = element("div", { class: "wiring-progress" }, this.#progress.element, this.#text);
    const step = element(
      "label",
      { class: "field" },
      element("span", { class: "field-label", text: "Step (sequences)" }),
      this.#step,
    );
    const group = (label: string, ...children: readonly HTMLElement[]): HTMLElement =>
      element(
        "div",
        { class: "wiring-controls", attributes: { role: "group", "aria-label": label } },
        ...children,
      );
    this.element = element(
      "div",
      { class: "wiring-toolbar" },
      group(
        "What is measured",
        this.#place.element,
        step,
        this.#sets.element,
        this.#layers.element,
        this.#compute,
      ),
      this.#work,
      this.#outcome,
      group("How it is shown", this.#metric.element, this.#shows.element, this.#order.element),
    );
  }

  update(
    { run, settings, measured }: WiringView,
    ui: WiringUi,
    { work, outcome }: Pick<WiringData, "work" | "outcome">,
    isTrusted: boolean,
  ): void {
    this.#run = run;
    this.#showChoices(run, settings, ui);
    this.#metric.select(ui.metric);
    this.#shows.select(ui.shows);
    this.#order.select(ui.order);
    const { heads } = run.record.experiment.model;
    const hadFocus = [this.#compute, this.#progress.cancel].includes(document.activeElement as Control);
    this.#compute.disabled = !isTrusted || work !== null;
    this.#compute.title = isTrusted
      ? `Measures the model ${(heads * (4 * heads + 1)).toLocaleString("en-US")} times, with other heads ablated each time`
      : "Off until you trust this workspace";
    const isNew = this.#work.hidden !== (work === null);
    this.#work.hidden = work === null;
    this.#progress.update(
      work === null ? null : { fraction: work.fraction, label: "Computing the wiring diagram" },
    );
    // A button that is off or hidden loses the focus to the page.
    if (isNew && hadFocus) (work === null ? this.#compute : this.#progress.cancel).focus();
    if (work !== null) setText(this.#text, `${Math.floor(100 * work.fraction)} % · ${work.text}`);
    const isFailed = outcome?.kind === "failed";
    this.#outcome.classList.toggle("wiring-failed", isFailed);
    setText(
      this.#outcome,
      outcome !== null ? outcomeWords(outcome) : work === null ? staleWords({ settings, measured }) : "",
    );
    this.#outcome.hidden = this.#outcome.textContent === "";
  }

  /** Lists are made anew only where they differ: one that is open would close. */
  #showChoices(run: WiringView["run"], settings: WiringView["settings"], ui: WiringUi): void {
    const places = placeChoices(run, ui.place === null ? null : settings.place);
    const place = ui.place === null ? "last" : String(settings.place);
    const sets = setsOf(run).map((set): Option<SequenceSetName> => ({
      value: set,
      label: set === "all" ? "All training sequences (exact, slower)" : `${setTitle(set)} set (quick)`,
    }));
    const layers = layerChoices(run.record.experiment.model.layers);
    const reach = reachOf(run);
    const { batch } = run.record.experiment.training;
    const signature = JSON.stringify([places, place, sets, settings, reach]);
    if (signature === this.#shown) return;
    this.#shown = signature;
    this.#place.setOptions(places, place);
    this.#step.max = String(reach);
    this.#step.step = String(batch);
    this.#step.value = String(settings.place);
    this.#sets.setOptions(sets, settings.sequences);
    this.#layers.setOptions(layers, settings.layers.join(" "));
    this.#layers.element.hidden = layers.length < 2;
  }
}

/** All pairs of an earlier and a later layer. */
function layerChoices(depth: number): Option<string>[] {
  return Array.from({ length: depth }, (_, to) => to).flatMap((to) =>
    Array.from({ length: to }, (_, from) => ({ value: `${from} ${to}`, label: `${from} → ${to}` })),
  );
}

function outcomeWords({ kind, text }: NonNullable<WiringData["outcome"]>): string {
  return kind === "failed" ? `The wiring could not be measured: ${text}` : text;
}

/** What is said where the shown ablations are of other settings than the controls. */
function staleWords({ settings, measured: { wiring } }: Pick<WiringView, "settings" | "measured">): string {
  if (wiring === null) return "";
  const { place, sequences } = wiring.settings;
  if (place === settings.place && sequences === settings.sequences) return "";
  return "The ablations shown are of other settings: compute them anew for these.";
}

function choice<T extends string>(
  label: string,
  options: Readonly<Record<T, string>>,
  value: T,
  onChange: (value: T) => void,
): Dropdown<T> {
  const list = (Object.entries(options) as [T, string][]).map(([key, text]) => ({ value: key, label: text }));
  return dropdown(label, list, value, onChange);
}
