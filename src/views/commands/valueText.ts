/** A value as it is shown and typed: text as it is, all else as JSON, nothing for one that is not there. */
export function valueText(value: unknown): string {
  return typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value);
}
