import type { SortValue } from "../shared/sortRows.ts";

/** What is in a cell. */
export interface TableCell {
  readonly text: string;
  /** What it is sorted by; a number is also the cell's `data-value`, in full precision. */
  readonly value: SortValue;
  /** Says more when pointed at; the number in full precision where absent. */
  readonly title?: string;
}

/** A column of a table. */
export interface TableColumn<Row> {
  readonly key: string;
  readonly title: string;
  /** Says more of the column when its header is pointed at. */
  readonly note?: string;
  /** Whether it holds numbers, which are set flush right. */
  readonly isNumber: boolean;
  readonly cell: (row: Row) => TableCell;
}
