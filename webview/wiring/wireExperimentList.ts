import { describeClamps } from "../../src/runs/comparison/describeClamp.ts";
import { element } from "../shared/dom.ts";
import { button } from "../shared/ui.ts";
import { wireExperiments, type WireExperiment } from "./wireExperiments.ts";
import type { WiringView } from "./wiringView.ts";

/** The experiments that would test the chosen wire, each with a button that offers it to be run. */
export class WireExperimentList {
  readonly element = element("section", { class: "wiring-experiments" });
  readonly #onLaunch: (experiment: WireExperiment) => void;
  #shown = "";

  constructor(onLaunch: (experiment: WireExperiment) => void) {
    this.#onLaunch = onLaunch;
  }

  update({ run, settings, wire }: WiringView, isTrusted: boolean): void {
    const { experiment } = run.record;
    const experiments = wire === null ? [] : wireExperiments(experiment, settings.layers, wire);
    const signature = JSON.stringify([run.id, experiments, isTrusted]);
    if (signature === this.#shown) return;
    this.#shown = signature;
    this.element.replaceChildren(
      element("h3", { text: "Experiments that would test it" }),
      element("p", {
        class: "wiring-note",
        text: "Each is this run's experiment from the start, with these clamps throughout training besides its own.",
      }),
      element("ul", {}, ...experiments.map((one) => this.#item(one, experiment.model, isTrusted))),
    );
  }

  #item(
    experiment: WireExperiment,
    model: { readonly layers: number; readonly heads: number },
    isTrusted: boolean,
  ): HTMLElement {
    const { key, title, words, clamps, problem } = experiment;
    const run = button("Run Experiment…", {
      title: isTrusted ? `Run: ${title}` : "Off until you trust this workspace",
      disabled: !isTrusted || problem !== null,
      onClick: () => {
        this.#onLaunch(experiment);
      },
    });
    run.setAttribute("aria-label", `Run Experiment: ${title}…`);
    return element(
      "li",
      { attributes: { "data-experiment": key } },
      element("h4", { text: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}` }),
      element("p", { text: words }),
      clamps.length === 0
        ? null
        : element("p", { class: "wiring-note", text: `Clamps: ${describeClamps(clamps, model)}` }),
      problem === null ? null : element("p", { class: "wiring-note", text: `Not possible: ${problem}` }),
      run,
    );
  }
}
