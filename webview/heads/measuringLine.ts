import { element, setText } from "../shared/dom.ts";
import { Notice } from "../shared/notice.ts";
import { ProgressLine } from "../shared/progressLine.ts";
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
  readonly #more: Control;
  readonly #line: ProgressLine;
  readonly #notice: Notice;

  constructor({ onEverywhere, onRetry }: MeasuringActions) {
    this.#more = button("Frames at Every Evaluation", {
      icon: "add",
      onClick: () => {
        onEverywhere(true);
      },
    });
    this.#line = new ProgressLine(() => {
      onEverywhere(false);
    });
    this.#notice = new Notice({ label: "Try Again", onClick: onRetry });
    this.element = element(
      "div",
      {},
      element(
        "div",
        { class: "heads-side-line heads-measuring-line" },
        this.#more,
        this.#line.element,
        this.#text,
        this.#detail,
      ),
      this.#notice.element,
    );
  }

  update({ progress, problem, everywhere, canHaveMore, isTrusted }: MeasuringState): void {
    const isGoing = everywhere !== null && everywhere.have < everywhere.of && problem === null;
    this.#more.hidden = isGoing;
    this.#more.disabled = !canHaveMore || !isTrusted;
    this.#more.title = canHaveMore
      ? "Measures between checkpoints too, by training these steps again in memory"
      : "There is a frame at every evaluation";
    const counted = isGoing ? `${everywhere.have} of ${everywhere.of} frames` : null;
    const label = progress === null ? "" : progress.isUrgent || counted === null ? `${progress.label}…` : "";
    const isShown = isGoing || progress?.isUrgent === true;
    this.#line.update(
      isShown
        ? {
            fraction: isGoing ? everywhere.have / everywhere.of : (progress?.fraction ?? 0),
            label: counted ?? (label === "" ? "Measuring" : label),
            canCancel: isGoing,
          }
        : null,
    );
    setText(this.#text, isTrusted ? label : "Nothing is measured until you trust this workspace.");
    setText(this.#detail, counted ?? progress?.text ?? "");
    this.#notice.show(problem === null ? null : `It could not be measured: ${problem}`);
  }
}
