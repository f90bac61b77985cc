/** A text as content of an SVG file, cut to `most` letters where it is longer. What XML may not have becomes a space. */
export function svgText(content: string, most = Infinity): string {
  const cut = content.length <= most ? content : `${content.slice(0, Math.max(0, Math.floor(most) - 1))}…`;
  return cut
    .replace(/[\p{Cc}\p{Surrogate}\ufffe\uffff]/gu, " ")
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};
