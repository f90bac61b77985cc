import { element, setText } from "../shared/dom.ts";
import { Notice } from "../shared/notice.ts";
import { ProgressLine } from "../shared/progressLine.ts";
import { button, type Control } from "../shared/ui.ts";
import type { FrameCount } from "./headsMeasures.ts";
import type { MeasureProblem, MeasureProgress } from "./measureQueue.ts";

/** What the line asks for. */
export interface MeasuringActions {
  readonly onEverywhere: (isWanted: boolean) => void;
  /** What the user waits for is to be broken off. */
  readonly onCancel: () => void;
  readonly onRetry: () => void;
}

/** What the line shows. */
export interface MeasuringState {
  readonly progress: MeasureProgress | null;
  readonly problem: MeasureProblem | null;
  /** What is drawn while something was cancelled. */
  readonly drawn: "exact" | "nearest" | "nothing";
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
  #isUrgent = false;

  constructor({ onEverywhere, onCancel, onRetry }: MeasuringActions) {
    this.#more = button("Frames at Every Evaluation", {
      icon: "add",
      onClick: () => {
        onEverywhere(true);
      },
    });
    this.#line = new ProgressLine(() => {
      if (this.#isUrgent) onCancel();
      else onEverywhere(false);
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

  update({ progress, problem, drawn, everywhere, canHaveMore, isTrusted }: MeasuringState): void {
    const isGoing = everywhere !== null && everywhere.have < everywhere.of && (problem?.isCancelled ?? true);
    this.#isUrgent = progress?.isUrgent === true;
    this.#more.hidden = isGoing;
    this.#more.disabled = !canHaveMore || !isTrusted;
    this.#more.title = canHaveMore
      ? "Measures between checkpoints too, by training these steps again in memory"
      : "There is a frame at every evaluation, or at as many as are kept at a time";
    const counted = isGoing ? `${everywhere.have} of ${everywhere.of} frames` : null;
    const label = progress !== null && (progress.isUrgent || !isGoing) ? `${progress.label}…` : "";
    if (progress?.isUrgent === true) this.#line.update({ fraction: progress.fraction, label });
    else if (isGoing)
      this.#line.update({ fraction: everywhere.have / everywhere.of, label: counted ?? "Measuring" });
    else this.#line.update(null);
    setText(this.#text, isTrusted ? label : "Nothing is measured until you trust this workspace.");
    setText(this.#detail, counted ?? progress?.text ?? "");
    this.#notice.show(problem === null ? null : problemWords(problem, drawn));
  }
}

function problemWords({ message, isCancelled }: MeasureProblem, drawn: MeasuringState["drawn"]): string {
  if (!isCancelled) return `It could not be measured: ${message}`;
  const words = {
    exact: "",
    nearest: " The nearest frame is drawn.",
    nothing: " There is nothing to draw yet.",
  };
  return `Measuring was cancelled.${words[drawn]}`;
}
