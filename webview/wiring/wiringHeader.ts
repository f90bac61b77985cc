import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { describeMeasuredOn } from "../../src/runs/comparison/describeMeasuredOn.ts";
import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import { stateInfo } from "../shared/stateInfo.ts";
import { element, setText } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { beforeForkWords, ownClampsAt } from "../shared/ownClampsAt.ts";
import { button } from "../shared/ui.ts";
import type { WiringMeasured } from "./wiringMeasured.ts";

/** What the header's buttons ask for. */
export interface WiringHeaderActions {
  readonly onChoose: () => void;
  readonly onInspect: () => void;
}

/** Whose wiring it is, where it was measured, and what the run itself clamps there. */
export class WiringHeader {
  readonly element: HTMLElement;
  readonly #name = element("h2", { class: "wiring-name" });
  readonly #state = element("span", { class: "wiring-state" });
  readonly #where = element("p", { class: "wiring-note" });
  readonly #own = element("p", { class: "wiring-note" });
  #shownState = "";

  constructor({ onChoose, onInspect }: WiringHeaderActions) {
    this.element = element(
      "header",
      { class: "wiring-header" },
      element(
        "div",
        { class: "wiring-line" },
        element("div", { class: "wiring-title" }, this.#name, this.#state),
        button("Inspect Heads", { onClick: onInspect }),
        button("Choose Run…", { onClick: onChoose }),
      ),
      this.#where,
      this.#own,
    );
  }

  /** @param place what is looked at, in sequences; null where no wiring can be measured */
  update(run: RunSnapshot, others: number, measured: WiringMeasured, place: number | null): void {
    const { name, id, state } = run;
    setText(this.#name, name);
    this.#name.title = `${name} (${id})`;
    if (this.#shownState !== state) {
      this.#shownState = state;
      const info = stateInfo(state);
      this.#state.replaceChildren(icon(info.icon), info.text);
    }
    setText(this.#where, [...whereWords(measured), ...otherWords(others)].join(" "));
    this.#where.hidden = this.#where.textContent === "";
    setText(this.#own, place === null ? "" : ownWords(run, placesOf(measured, place)));
    this.#own.hidden = this.#own.textContent === "";
  }
}

function whereWords({ wiring, composition }: WiringMeasured): string[] {
  const at = (sequences: number): string => `at ${formatCount(sequences)} sequences`;
  return [
    ...(wiring === null
      ? []
      : [`Ablations measured ${at(wiring.sequences)}, ${describeMeasuredOn(wiring.value.on)}.`]),
    ...(composition === null ? [] : [`Composition ${at(composition.sequences)}.`]),
  ];
}

function otherWords(others: number): string[] {
  return others === 0 ? [] : [`The first of ${others + 1} chosen runs.`];
}

/** Where the numbers shown are of. */
function placesOf({ wiring, composition }: WiringMeasured, place: number): number[] {
  const places = [wiring, composition].flatMap((measured) => (measured === null ? [] : [measured.sequences]));
  return [...new Set(places.length === 0 ? [place] : places)];
}

function ownWords(run: RunSnapshot, places: readonly number[]): string {
  const [only] = places.length === 1 ? places : [];
  const owns = places.map((at) => ({ at, own: ownClampsAt(run, at) }));
  const words = owns.flatMap(({ at, own: { all, isBeforeFork } }) => {
    const where = only === undefined ? `at ${formatCount(at)} sequences` : "here";
    if (isBeforeFork)
      return [only === undefined ? `At ${formatCount(at)} sequences: ${beforeForkWords}` : beforeForkWords];
    return all.length === 0 ? [] : [`The run itself clamps ${where}: ${all.join("; ")}.`];
  });
  const isMarked = owns.some(({ own }) => own.ablated.size > 0);
  return [...words, ...(isMarked ? ["⊘ marks heads that it ablates."] : [])].join(" ");
}
