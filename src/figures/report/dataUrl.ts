/** A text as an address that holds all of it, for links that save it as a file. */
export function dataUrl(type: string, text: string): string {
  // Half of a surrogate pair alone, as in a name that was cut, cannot be written.
  return `data:${type};charset=utf-8,${encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd")).replaceAll("%2C", ",")}`;
}
