import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import { stateInfo } from "../shared/stateInfo.ts";
import { element, setText } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { TimeSlider } from "../shared/timeSlider.ts";
import { checkbox, type Checkbox } from "../shared/ui.ts";
import { frameLabel } from "./frameLabel.ts";
import type { HeadsView, Side } from "./headsView.ts";
import { beforeForkWords, type OwnClampsAt } from "../shared/ownClampsAt.ts";
import { reachOf } from "../shared/runPlaces.ts";

/** What a side's bar asks for. */
export interface SideBarActions {
  /** The slider is being moved. */
  readonly onMove: (sequences: number) => void;
  /** The slider rests. */
  readonly onRest: (sequences: number) => void;
  /** B is to stand where A stands, or not any more. */
  readonly onTie?: (isTied: boolean) => void;
}

/** A run's name and state, where in its training one looks, and which clamps hold there. */
export class SideBar {
  readonly element: HTMLElement;
  readonly #badge: HTMLElement;
  readonly #name = element("span", { class: "heads-run" });
  readonly #state = element("span", { class: "heads-state" });
  readonly #frame = element("p", { class: "heads-frame" });
  readonly #clamps = element("p", { class: "heads-clamps" });
  readonly #slider: TimeSlider;
  readonly #tie: Checkbox | null;
  #shownState = "";
  #range = "";

  constructor(letter: "A" | "B", { onMove, onRest, onTie }: SideBarActions) {
    this.#badge = element("span", { class: "badge", text: letter });
    this.#slider = new TimeSlider({
      label: letter === "A" ? "Sequences seen" : "Sequences seen, B",
      onInput: onMove,
      onChange: onRest,
    });
    this.#tie = onTie === undefined ? null : checkbox("Same place as A", true, onTie);
    this.element = element(
      "div",
      { class: "heads-side", attributes: { "data-side": letter } },
      element(
        "div",
        { class: "heads-side-line" },
        this.#badge,
        this.#name,
        this.#state,
        this.#tie?.element ?? null,
      ),
      this.#slider.element,
      element("div", { class: "heads-side-line" }, this.#frame, this.#clamps),
    );
  }

  /** Shows a side. `frames`: where there are frames, in sequences. Null: there is no such side. */
  update(view: HeadsView | null, side: Side | null, frames: readonly number[]): void {
    this.element.hidden = view === null || side === null;
    if (view === null || side === null) return;
    const { run, at } = side;
    this.#badge.hidden = view.b === null;
    setText(this.#name, run.name);
    this.#name.title = `${run.name} (${run.id})`;
    if (this.#shownState !== run.state) {
      this.#shownState = run.state;
      const info = stateInfo(run.state);
      this.#state.replaceChildren(icon(info.icon), info.text);
    }
    const range = { to: reachOf(run), step: run.record.experiment.training.batch, frames };
    const signature = JSON.stringify(range);
    if (signature !== this.#range) {
      this.#range = signature;
      this.#slider.setRange(range);
    }
    if (this.#slider.value !== at) this.#slider.value = at;
    this.show(view, side);
  }

  /** Says what is drawn. */
  show(view: HeadsView, side: Side): void {
    this.#showTie(view, side);
    setText(this.#frame, frameLabel(side));
    this.#frame.classList.toggle("heads-inexact", !side.isExact);
    setText(this.#clamps, clampsWords(side.clamps));
    this.#clamps.title = side.clamps.all.join("\n");
  }

  #showTie({ against, isTied, endOfB }: HeadsView, { at }: Side): void {
    if (this.#tie === null) return;
    this.#tie.element.hidden = against !== "run";
    this.#tie.set(isTied);
    const reason = endOfB === null ? "" : `B ends at ${formatCount(endOfB)}, and A stands further.`;
    this.#tie.disable(reason);
    const slider = this.#slider.element;
    if (slider.hidden === isTied) return;
    slider.hidden = isTied;
    this.#slider.value = at;
  }
}

function clampsWords({ all, isBeforeFork }: OwnClampsAt): string {
  if (isBeforeFork) return beforeForkWords;
  return all.length === 0 ? "No clamps hold here." : `Clamps that hold here: ${all.join("; ")}.`;
}
