import { element, setText } from "../shared/dom.ts";
import { icon } from "../shared/icons.ts";
import { button, type Control } from "../shared/ui.ts";
import type { FrameCount } from "./headsMeasures.ts";
import type { MeasureProgress } from "./measureQueue.ts";

/** What the line asks for. */
export interface MeasuringActions {
  readonly onEverywhere: (isWanted: boolean) => void;
  readonly onRetry: () => void;
}

/** What the line shows. */
export interface MeasuringState {
  readonly progress: MeasureProgress | null;
  readonly problem: string | null;
  /** Null: frames at every evaluation were not asked for. */
  readonly everywhere: FrameCount | null;
  readonly canHaveMore: boolean;
  readonly isTrusted: boolean;
}

/** What is being measured, and frames at every evaluation on demand. */
export class MeasuringLine {
  readonly element: HTMLElement;
  readonly #text = element("span", { class: "heads-measuring", attributes: { role: "status" } });
  readonly #detail = element("span", { class: "heads-note" });
  readonly #bar = element("progress", { class: "heads-progress", attributes: { max: 1 } });
  readonly #more: Control;
  readonly #cancel: Control;
  readonly #problem = element("span", { attributes: { role: "alert" } });
  readonly #problemLine: HTMLElement;

  constructor({ onEverywhere, onRetry }: MeasuringActions) {
    this.#more = button("Frames at Every Evaluation", {
      icon: "add",
      onClick: () => {
        onEverywhere(true);
      },
    });
    this.#cancel = button("Cancel", {
      icon: "close",
      onClick: () => {
        onEverywhere(false);
      },
    });
    this.#problemLine = element(
      "div",
      { class: "notice" },
      icon("error"),
      this.#problem,
      button("Try Again", { onClick: onRetry }),
    );
    this.element = element(
      "div",
      {},
      element(
        "div",
        { class: "heads-side-line heads-measuring-line" },
        this.#more,
        this.#bar,
        this.#cancel,
        this.#text,
        this.#detail,
      ),
      this.#problemLine,
    );
  }

  update({ progress, problem, everywhere, canHaveMore, isTrusted }: MeasuringState): void {
    const isGoing = everywhere !== null && everywhere.have < everywhere.of && problem === null;
    this.#more.hidden = isGoing;
    this.#more.disabled = !canHaveMore || !isTrusted;
    this.#more.title = canHaveMore
      ? "Measures between checkpoints too, by training these steps again in memory"
      : "There is a frame at every evaluation";
    this.#cancel.hidden = !isGoing;
    this.#bar.hidden = !isGoing && progress?.isUrgent !== true;
    this.#bar.value = isGoing ? everywhere.have / everywhere.of : (progress?.fraction ?? 0);
    const counted = isGoing ? `${everywhere.have} of ${everywhere.of} frames` : null;
    const label = progress === null ? "" : progress.isUrgent || counted === null ? `${progress.label}…` : "";
    this.#bar.setAttribute("aria-label", counted ?? (label === "" ? "Measuring" : label));
    setText(this.#text, isTrusted ? label : "Nothing is measured until you trust this workspace.");
    setText(this.#detail, counted ?? progress?.text ?? "");
    this.#problemLine.hidden = problem === null;
    setText(this.#problem, problem === null ? "" : `It could not be measured: ${problem}`);
  }
}
