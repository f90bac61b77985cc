import type { ChartGroup } from "./chartGroup.ts";

/** What a chart is made with. */
export interface ChartOptions {
  /** Above the chart. */
  readonly title: string;
  /** Of the y-axis: "nats" … Empty for none. */
  readonly unit: string;
  readonly group: ChartGroup;
  /** How values are written; `formatValue` where absent. */
  readonly valueFormat?: (y: number) => string;
  /** What is said in place of the picture while there is nothing to draw. */
  readonly emptyText?: string;
  /** Keys of series hidden before. */
  readonly hidden?: readonly string[];
  /** Called when the user has hidden or shown series in the legend, with the keys of all hidden ones. */
  readonly onHiddenChange?: (hidden: readonly string[]) => void;
  /** Elements for the right of the title: choices, export. */
  readonly actions?: readonly HTMLElement[];
  /** Elements between title and picture. */
  readonly below?: readonly HTMLElement[];
}
