import { element, setText } from "../shared/dom.ts";
import { ownClampsAt } from "../shared/ownClampsAt.ts";
import { showTable } from "../shared/showTable.ts";
import { button } from "../shared/ui.ts";
import { guessedAccuracy } from "./guessedAccuracy.ts";
import type { WireExperiment } from "./wireExperiments.ts";
import { WireExperimentList } from "./wireExperimentList.ts";
import { ablationNumbers, compositionNumbers } from "./wireNumbers.ts";
import { WirePatterns } from "./wirePatterns.ts";
import { wireSentences } from "./wireSentences.ts";
import type { WiringView } from "./wiringView.ts";

/** What the side area asks for. */
export interface WireSideActions {
  readonly onClear: () => void;
  readonly onLaunch: (experiment: WireExperiment) => void;
}

/** All about the chosen wire: both heads, what was measured of them, what it says, and what would test it. */
export class WireSide {
  readonly element: HTMLElement;
  readonly #title = element("h2", { attributes: { tabindex: -1 } });
  readonly #hint = element("p", {
    class: "wiring-empty",
    text: "Choose a cell of any matrix to see both of its heads, what its numbers say, and experiments that would test it.",
  });
  readonly #content: HTMLElement;
  readonly #patterns = new WirePatterns();
  readonly #sentences = element("ul", { class: "wiring-sentences" });
  readonly #tables = element("div", { class: "wiring-tables" });
  readonly #experiments: WireExperimentList;
  #shown = "";

  constructor({ onClear, onLaunch }: WireSideActions) {
    this.#experiments = new WireExperimentList(onLaunch);
    this.#content = element(
      "div",
      {},
      element(
        "div",
        { class: "wiring-line" },
        this.#title,
        button("Clear the choice", { icon: "close", appearance: "icon", onClick: onClear }),
      ),
      element("h3", { text: "What the numbers say" }),
      this.#sentences,
      this.#patterns.element,
      this.#tables,
      this.#experiments.element,
    );
    this.element = element(
      "section",
      { class: "wiring-side", attributes: { "aria-label": "The chosen connection" } },
      this.#hint,
      this.#content,
    );
  }

  /** Brings it into view, for who has chosen a cell and wants to read on. */
  focus(): void {
    this.#title.focus();
    this.#title.scrollIntoView({ block: "nearest" });
  }

  /** @param problem why there are no attention patterns */
  update(view: WiringView, problem: string | null, isTrusted: boolean): void {
    const { run, settings, measured, wire } = view;
    this.#hint.hidden = wire !== null;
    this.#content.hidden = wire === null;
    if (wire === null) return;
    const { experiment } = run.record;
    setText(this.#title, `L${settings.layers[0]}H${wire.from} → L${settings.layers[1]}H${wire.to}`);
    this.#patterns.update(view, isTrusted ? problem : "the workspace is not trusted");
    const own = ownClampsAt(run, measured.wiring?.sequences ?? settings.place);
    const about = { own, guess: guessedAccuracy(experiment), layers: experiment.model.layers };
    const sentences = wireSentences(measured, wire, about);
    if (measured.wiring === null) sentences.unshift("Its ablations are not computed yet.");
    const tables = [
      { table: ablationNumbers(measured, wire), caption: "Under ablations" },
      { table: compositionNumbers(measured, wire), caption: "Composition" },
    ];
    const signature = JSON.stringify([sentences, tables]);
    if (signature !== this.#shown) {
      this.#shown = signature;
      this.#sentences.replaceChildren(...sentences.map((text) => element("li", { text })));
      this.#tables.replaceChildren(
        ...tables.flatMap(({ table, caption }) =>
          table === null
            ? []
            : [
                element(
                  "div",
                  {
                    class: "wiring-scroll",
                    attributes: { tabindex: 0, role: "region", "aria-label": caption },
                  },
                  showTable(table, caption),
                ),
              ],
        ),
      );
    }
    this.#experiments.update(view, isTrusted);
  }
}
