import type { DataTable } from "./series.ts";

/** What is said above a data table. */
export function tableCaption({ note }: DataTable, caption: string): string {
  return note === null ? caption : `${caption}. ${note}`;
}
