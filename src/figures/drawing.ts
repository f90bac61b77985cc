/** A part of a picture, drawn from its upper left corner at 0, 0. */
export interface Drawing {
  /** SVG markup. */
  readonly svg: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** Where a plot is drawn. Plots side by side have the same, so that their axes stand on one line. */
export interface PlotFrame {
  /** Of the whole plot with its texts, in pixels. */
  readonly width: number;
  /** Of what is inside of its axes, in pixels. */
  readonly areaHeight: number;
  /** Lines for its title. */
  readonly titleLines: number;
  /** How large cells of a matrix may be, in pixels. Default: 64 × 34. */
  readonly mostCell?: { readonly width: number; readonly height: number };
}

/** Sizes of the letters of a figure, in pixels. */
export const textSizes = { figure: 16, title: 13, text: 11, cell: 10 } as const;
