import { cancelDraw, drawSoon } from "./frames.ts";
import type { Palette } from "./theme.ts";
import { watchInView } from "./watchInView.ts";
import { watchPalette } from "./watchPalette.ts";

/** What is to be drawn into a given width. */
export interface SurfacePicture {
  /** In CSS pixels. */
  readonly height: number;
  /** One unit is a CSS pixel; `ratio` pixels of the screen are one of it. The canvas is clear. */
  readonly draw: (context: CanvasRenderingContext2D, ratio: number) => void;
}

/** A canvas as wide as its place, drawn at most once per animation frame, in the theme's colours, only while in view. */
export class HeatSurface {
  readonly #canvas: HTMLCanvasElement;
  readonly #prepare: (width: number, palette: Palette) => SurfacePicture | null;
  readonly #endings: (() => void)[];
  #width = 0;
  #isInView = true;
  #palette: Palette | null = null;

  /**
   * @param place what the canvas is in and as wide as
   * @param prepare null while there is nothing to draw
   */
  constructor(
    canvas: HTMLCanvasElement,
    place: Element,
    prepare: (width: number, palette: Palette) => SurfacePicture | null,
  ) {
    this.#canvas = canvas;
    this.#prepare = prepare;
    const sizes = new ResizeObserver((entries) => {
      this.#width = entries.at(-1)?.contentBoxSize[0]?.inlineSize ?? 0;
      this.invalidate();
    });
    sizes.observe(place);
    // Another density of the screen's pixels leaves the place as wide as it was.
    const density = new ResizeObserver(() => {
      this.invalidate();
    });
    density.observe(canvas, { box: "device-pixel-content-box" });
    this.#endings = [
      () => {
        sizes.disconnect();
        density.disconnect();
      },
      watchInView(place, (isInView) => {
        this.#isInView = isInView;
        this.invalidate();
      }),
      watchPalette((palette) => {
        this.#palette = palette;
        this.invalidate();
      }),
    ];
  }

  /** Draws again in the next frame. */
  invalidate(): void {
    if (this.#isInView) drawSoon(this.#draw);
  }

  dispose(): void {
    cancelDraw(this.#draw);
    for (const end of this.#endings) end();
  }

  readonly #draw = (): void => {
    if (this.#width === 0 || this.#palette === null) return;
    const picture = this.#prepare(this.#width, this.#palette);
    const context = this.#canvas.getContext("2d");
    if (picture === null || context === null) return;
    const ratio = window.devicePixelRatio;
    const width = Math.round(this.#width * ratio);
    const height = Math.round(picture.height * ratio);
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      this.#canvas.width = width;
      this.#canvas.height = height;
      this.#canvas.style.height = `${height / ratio}px`;
    }
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.#width, picture.height);
    picture.draw(context, ratio);
  };
}
