/** A text that Markdown shows as it is, on one line: names and messages come from files that anyone may have written. */
export function escapeMarkdown(text: string): string {
  return text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()#+\-.!<>|~&:@/$=]/g, "\\$&");
}
