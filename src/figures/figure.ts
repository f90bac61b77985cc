/** A curve or a cloud of points of a plot. */
export interface PlotSeries {
  readonly label: string;
  /** [points] */
  readonly x: ArrayLike<number>;
  /** [points]; not-a-number leaves a gap. */
  readonly y: ArrayLike<number>;
  /** Its colour and dash, from 0. Series with the same slot look alike: a curve and its reference. */
  readonly slot: number;
  /** `line` joins the points; the others mark each. Default: `line`. */
  readonly look?: "line" | "circle" | "triangle" | "square";
  /** The paper's own curve: thin and dashed, and not in the legend twice. */
  readonly isReference?: boolean;
  /** Lowest and highest of a group around its mean. [points] each. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> };
}

/** Curves and points over two axes. */
export interface LinePlot {
  readonly kind: "lines";
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Default: all that is in the series. */
  readonly xRange?: readonly [from: number, to: number];
  readonly yRange?: readonly [from: number, to: number];
  readonly yScale?: "linear" | "log";
  readonly series: readonly PlotSeries[];
  /** Horizontal lines, such as ln 2. */
  readonly references?: readonly { readonly at: number; readonly label: string }[];
}

/**
 * How values become colours: `sequential` from dark blue to yellow; `diverging` from blue to red on both sides of 0,
 * equally far, whatever the range is.
 */
export type HeatScale = "sequential" | "diverging";

/** A matrix as colours. */
export interface HeatPlot {
  readonly kind: "heat";
  readonly title: string;
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** [rows, columns], row by row. */
  readonly values: ArrayLike<number>;
  /** Of the colours: what is outside has the colour of the end. */
  readonly range: readonly [from: number, to: number];
  /** Default: diverging where the range is the same on both sides of 0. */
  readonly scale?: HeatScale;
  /** A row with an outline, as that of the query. */
  readonly markedRow?: number;
  /** Cells that do not exist: those right of the diagonal, as of keys after their query. Default: none. */
  readonly missing?: "above-diagonal";
}

/** One part of a figure. */
export type Plot = LinePlot | HeatPlot;

/** A table of a figure. */
export interface FigureTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A statement of the paper about a figure, held against what was measured. */
export interface Verdict {
  /** In a sentence: "Every head can learn alone." */
  readonly statement: string;
  /** What the paper saw. */
  readonly paper: string;
  /** What was measured here. */
  readonly measured: string;
  /** null where it cannot be told, such as for a seed that the paper does not have. */
  readonly holds: boolean | null;
  /** Of which seed; undefined where it is about none or all. */
  readonly seed?: number;
  /** Why it does not hold, or cannot be told. */
  readonly why?: string;
}

/** A figure of the paper, reproduced: everything that is drawn and said of it. */
export interface Figure {
  /** `fig5b`, `table1` */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in a sentence or two. */
  readonly caption: string;
  readonly plots: readonly Plot[];
  /** Plots side by side. Default: 1. */
  readonly plotColumns?: number;
  readonly tables: readonly FigureTable[];
  readonly verdicts: readonly Verdict[];
  /** Names and folders of the runs that it was made from. */
  readonly runs: readonly { readonly name: string; readonly folder: string; readonly hash: string }[];
}
