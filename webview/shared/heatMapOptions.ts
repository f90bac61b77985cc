/** A cell of a matrix, both from 0. */
export interface HeatCell {
  readonly row: number;
  readonly column: number;
}

/** What a heat map is made with. */
export interface HeatMapOptions {
  /**
   * `full`: axes with their names, the colours' legend, values read out by pointer and keys, and as a table.
   * `tile`: the cells alone, as a button among many.
   */
  readonly look: "full" | "tile";
  /** What it shows, for those who cannot see it. Of a tile: its name and its most important numbers. */
  readonly label: string;
  /** `full`: the chosen cell has changed, by a click or by keys, not by `select`. */
  readonly onSelect?: (cell: HeatCell | null) => void;
  /** The pointer is over another cell, or over none. */
  readonly onHover?: (cell: HeatCell | null) => void;
  /** `tile`: it was clicked, or pressed with Enter or Space. */
  readonly onOpen?: () => void;
}
