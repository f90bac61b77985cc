import { inFull } from "../../src/figures/ticks.ts";
import { element, setAttribute, setText } from "./dom.ts";
import { icon } from "./icons.ts";
import { frameBeside, heldTime, timeAfter, type TimeRange } from "./timeRange.ts";
import { timeTicks } from "./timeTicks.ts";

export type { TimeRange } from "./timeRange.ts";

/** What a time slider is made with. */
export interface TimeSliderOptions {
  /** What it sets, such as "Time in training". */
  readonly label: string;
  /** At each change by the user: while dragging, at each key, at each frame played. */
  readonly onInput: (sequences: number) => void;
  /** Once it rests after that: let go, typed, paused or at the end. */
  readonly onChange: (sequences: number) => void;
}

/** Between two frames that are played, in milliseconds. */
const frameTime = 1000 / 12;

/** A slider over training, with a field for an exact place and a button that plays. Nothing moves by itself. */
export class TimeSlider {
  readonly element: HTMLElement;
  readonly #options: TimeSliderOptions;
  readonly #play: HTMLButtonElement;
  readonly #slider: HTMLInputElement;
  readonly #field: HTMLInputElement;
  readonly #step = element("output", { class: "time-step" });
  readonly #ticks = element("div", { class: "time-ticks", attributes: { "aria-hidden": "true" } });
  #range: TimeRange = { to: 0, step: 1, frames: [] };
  #value = 0;
  #mustRest = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: TimeSliderOptions) {
    this.#options = options;
    const { label } = options;
    this.#play = element("button", {
      class: "time-play",
      attributes: { type: "button" },
      on: {
        click: () => {
          if (this.isPlaying) this.pause();
          else this.#start();
        },
      },
    });
    this.#slider = element("input", {
      class: "time-range",
      attributes: { type: "range", min: 0, "aria-label": label },
      on: {
        input: () => {
          this.#set(heldTime(this.#range, this.#slider.valueAsNumber));
        },
        change: this.#rest,
        keydown: this.#press,
        keyup: this.#rest,
        blur: this.#rest,
      },
    });
    this.#field = element("input", {
      class: "time-field",
      attributes: { type: "number", min: 0, "aria-label": `${label}: sequences` },
      on: {
        change: () => {
          this.#set(heldTime(this.#range, this.#field.valueAsNumber));
          this.#write(true);
          this.#rest();
        },
      },
    });
    this.element = element(
      "div",
      { class: "time", attributes: { role: "group", "aria-label": label } },
      this.#play,
      element("div", { class: "time-track" }, this.#slider, this.#ticks),
      element(
        "label",
        { class: "time-exact" },
        this.#field,
        element("span", { class: "field-label", text: "sequences" }),
      ),
      this.#step,
    );
    this.#showPlaying();
    this.setRange(this.#range);
  }

  /** The value stays, as far as the range reaches. */
  setRange(range: TimeRange): void {
    const { to, step, frames } = range;
    const isSame =
      frames.length === this.#range.frames.length &&
      frames.every((frame, i) => frame === this.#range.frames[i]) &&
      to === this.#range.to;
    this.#range = range;
    for (const input of [this.#slider, this.#field]) {
      input.max = String(to);
      input.step = String(step);
      input.disabled = to <= 0;
    }
    // The browser would not go to a last place that is no whole number of steps.
    if (to % step !== 0) for (const input of [this.#slider, this.#field]) input.step = "any";
    setAttribute(this.#play, "disabled", frames.length < 2);
    if (!isSame || this.#ticks.childElementCount === 0) this.#ticks.replaceChildren(timeTicks(range));
    this.#value = heldTime(range, this.#value);
    this.#write();
  }

  /** In sequences. Setting it calls nothing, and leaves a place that is being played. */
  get value(): number {
    return this.#value;
  }

  set value(sequences: number) {
    this.#value = heldTime(this.#range, sequences);
    this.#write();
  }

  /** Whether it plays. */
  get isPlaying(): boolean {
    return this.#timer !== undefined;
  }

  /** Stops playing, where it does. */
  pause(): void {
    if (!this.isPlaying) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#showPlaying();
    this.#rest();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.element.remove();
  }

  #start(): void {
    const { frames } = this.#range;
    const isAtEnd = frameBeside(this.#range, this.#value, 1) === null;
    this.#timer = setTimeout(this.#playNext, frameTime);
    this.#showPlaying();
    if (isAtEnd) this.#set(frames[0] ?? 0, true);
  }

  readonly #playNext = (): void => {
    const next = frameBeside(this.#range, this.#value, 1);
    if (next !== null) this.#set(next, true);
    // What is called may have paused it.
    if (!this.isPlaying) return;
    if (frameBeside(this.#range, this.#value, 1) === null) this.pause();
    else this.#timer = setTimeout(this.#playNext, frameTime);
  };

  readonly #press = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = timeAfter(this.#range, this.#value, event.key, event.shiftKey);
    if (next === null) return;
    event.preventDefault();
    this.#set(next);
  };

  readonly #rest = (): void => {
    if (!this.#mustRest || this.isPlaying) return;
    this.#mustRest = false;
    this.#options.onChange(this.#value);
  };

  #set(sequences: number, isPlayed = false): void {
    // Whoever takes the slider has it.
    if (!isPlayed && this.isPlaying) this.pause();
    if (sequences === this.#value) return;
    this.#value = sequences;
    this.#mustRest = true;
    this.#write();
    this.#options.onInput(sequences);
  }

  /** @param isForced also the field that is being typed in */
  #write(isForced = false): void {
    const value = String(this.#value);
    const { to, step } = this.#range;
    // What is behind the thumb has another colour.
    this.#slider.style.setProperty("--share", String(to > 0 ? this.#value / to : 0));
    if (this.#slider.value !== value) this.#slider.value = value;
    if ((isForced || document.activeElement !== this.#field) && this.#field.value !== value)
      this.#field.value = value;
    const steps = `step ${inFull(Math.ceil(this.#value / step))}`;
    setText(this.#step, steps);
    setAttribute(this.#slider, "aria-valuetext", `${inFull(this.#value)} sequences, ${steps}`);
  }

  #showPlaying(): void {
    const label = this.isPlaying ? "Pause" : "Play";
    this.#play.replaceChildren(icon(this.isPlaying ? "pause" : "play"));
    this.#play.title = label;
    this.#play.setAttribute("aria-label", label);
  }
}
