import { relative } from "node:path";
import { cwd } from "node:process";

/** Columns of a terminal; a comfortable width where text goes to a file or a pipe. */
export function textWidth(stream: NodeJS.WriteStream): number {
  return stream.isTTY && stream.columns > 0 ? stream.columns : 100;
}

/** Breaks a text at its spaces, but not inside of brackets, into lines of at most `width` characters, indented after the first. */
export function wrap(text: string, width: number, indent = 0): string {
  const room = Math.max(20, width - indent);
  const lines: string[] = [];
  let line = "";
  for (const word of text.match(/\[[^\]]*\]\S*|\S+/g) ?? []) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (longer.length > room && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

/** A text as an argument that can be pasted into a shell: in the quotes in which no shell reads anything into it. */
export function shellArgument(text: string): string {
  if (/^[\w@%+=:,./~\\-]+$/.test(text)) return text;
  return /["$`!]/.test(text) ? `'${text.replaceAll("'", "'\\''")}'` : `"${text}"`;
}

/** A path as it is typed from here: relative where that is shorter. */
export function shownPath(path: string): string {
  const fromHere = relative(cwd(), path);
  return fromHere.length < path.length && !fromHere.startsWith("..") ? fromHere : path;
}
