import type { Range, ScaleKind } from "../../src/figures/scale.ts";

export type { Range, ScaleKind } from "../../src/figures/scale.ts";

/** A curve of a chart. Points in increasing x; NaN in `y` is a gap. */
export interface Series {
  /** Names it for good, over updates and reloads: hidden series are remembered by it. */
  readonly key: string;
  /** In the legend. */
  readonly label: string;
  /** In the legend's tooltip, where the label is short. */
  readonly title?: string;
  /** Colour, by theme.ts; also the dash unless `dash` is given. */
  readonly slot: number;
  /** Dash, by theme.ts, as a number from 0 (solid). */
  readonly dash?: number;
  /** float64 [n], sequences (or what the group's x-axis says). */
  readonly x: Float64Array;
  /** float64 [n]. */
  readonly y: Float64Array;
  /** Where `y` is the mean of several: how far they are apart. Drawn as a band around the curve. */
  readonly spread?: Spread;
  /** Something to hold curves against, as one that was published: thin and dashed, and axes do not make room for it. */
  readonly isReference?: boolean;
  /** Thin and grey, as the curve that each of many small charts repeats; otherwise a curve as any other. */
  readonly isBackground?: boolean;
}

/** Of what a curve is the mean. float64 [n] each. */
export interface Spread {
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** How many there are at each point. */
  readonly members: Float64Array;
}

/** A shaded stretch of the x-axis, as of a clamp. `to` null: still going on. */
export interface Band {
  readonly from: number;
  readonly to: number | null;
  readonly label: string;
  /** Colour, by theme.ts; grey where absent. */
  readonly slot?: number;
}

/** A vertical line, as of a phase change. */
export interface Marker {
  readonly at: number;
  readonly label: string;
  /** Colour, by theme.ts; the text colour where absent. */
  readonly slot?: number;
}

/** A thin horizontal line at a value worth knowing. Does not stretch the y-axis. */
export interface Reference {
  readonly at: number;
  readonly label: string;
}

/** What is drawn besides curves. */
export interface Extras {
  readonly bands: readonly Band[];
  readonly markers: readonly Marker[];
  readonly references: readonly Reference[];
}

/** The kinds of a chart's two axes. */
export interface Scales {
  readonly x: ScaleKind;
  readonly y: ScaleKind;
  /** What the y-axis shows, where that is not to follow the curves: charts side by side share one. */
  readonly yRange?: Range | undefined;
}

/** The accessible alternative to a chart's picture: a row for each x, a cell for each shown series. */
export interface DataTable {
  readonly columns: readonly string[];
  /** Texts, as many as columns. In increasing x. */
  readonly rows: readonly (readonly string[])[];
  /** What was left out, if anything. */
  readonly note: string | null;
}
