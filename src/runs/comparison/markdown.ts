/** Any text as Markdown that shows just that text, on one line, also inside of a table. */
export function markdownText(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").replace(/[\\`*_[\]<>|#~]/g, "\\$&");
}

/** Any text as code on one line, also inside of a table. */
export function markdownCode(text: string): string {
  const plain = text.replace(/[\p{Cc}\s]+/gu, " ").replaceAll("|", "\\|");
  // A fence longer than any run of backticks inside.
  const fence = "`".repeat(1 + Math.max(0, ...(plain.match(/`+/g) ?? []).map((run) => run.length)));
  const space = plain.startsWith("`") || plain.endsWith("`") ? " " : "";
  return `${fence}${space}${plain}${space}${fence}`;
}

/** A table of cells that are Markdown already; `numbers` says from which column on they stand to the right. */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers = head.length,
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (column < numbers ? "---" : "---:"));
  return [head, rule, ...rows].map(line).join("\n");
}
