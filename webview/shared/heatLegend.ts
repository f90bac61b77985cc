import { colourScale } from "../../src/figures/colourScale.ts";
import type { HeatScale } from "../../src/figures/figure.ts";
import { heatScaleOf } from "../../src/figures/heatScaleOf.ts";
import { element, setText } from "./dom.ts";
import { cellValue } from "./cellValue.ts";
import { heatPalette } from "./heatPalette.ts";
import { HeatSurface, type SurfacePicture } from "./heatSurface.ts";
import type { Palette } from "./theme.ts";

const height = 10;

/** The colours of several heat maps of one scale, with numbers: lowest, middle and highest. */
export class HeatLegend {
  readonly element: HTMLElement;
  readonly #label: string;
  readonly #surface: HeatSurface;
  readonly #numbers = Array.from({ length: 3 }, () => element("span"));
  #range: readonly [from: number, to: number] = [0, 1];
  #scale: HeatScale = "sequential";

  /** @param label what the numbers are, such as "Attention" */
  constructor(label: string) {
    this.#label = label;
    const canvas = element("canvas", { class: "heat-canvas", attributes: { "aria-hidden": "true" } });
    const bar = element("div", { class: "heat-legend-bar" }, canvas);
    this.element = element(
      "div",
      { class: "heat-legend", attributes: { role: "img" } },
      element("span", { class: "heat-legend-label", text: label }),
      element(
        "div",
        { class: "heat-legend-scale" },
        bar,
        element("div", { class: "heat-legend-numbers" }, ...this.#numbers),
      ),
    );
    this.#surface = new HeatSurface(canvas, bar, this.#prepare);
    this.update(this.#range);
  }

  /** @param scale default as in `HeatPlot` */
  update(range: readonly [from: number, to: number], scale: HeatScale = heatScaleOf({ range })): void {
    const [from, to] = range;
    this.#range = range;
    this.#scale = scale;
    [from, (from + to) / 2, to].forEach((value, i) => {
      setText(this.#numbers[i]!, cellValue(value));
    });
    const colours = scale === "diverging" ? "blue below 0 to red above" : "dark blue to yellow";
    this.element.setAttribute(
      "aria-label",
      `${this.#label}: colours from ${cellValue(from)} to ${cellValue(to)}, ${colours}`,
    );
    this.#surface.invalidate();
  }

  dispose(): void {
    this.#surface.dispose();
    this.element.remove();
  }

  readonly #prepare = (width: number, theme: Palette): SurfacePicture => {
    const [from, to] = this.#range;
    const colourOf = colourScale(this.#range, this.#scale, heatPalette(theme).ground);
    const draw = (context: CanvasRenderingContext2D): void => {
      for (let x = 0; x < width; x++) {
        context.fillStyle = colourOf(from + ((x + 0.5) / width) * (to - from)) ?? theme.background;
        context.fillRect(x, 0, 1.5, height);
      }
      context.strokeStyle = theme.muted;
      context.strokeRect(0.5, 0.5, width - 1, height - 1);
    };
    return { height, draw };
  };
}
