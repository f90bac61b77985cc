import type { Node } from "jsonc-parser/lib/esm/main.js";

/** A change of a text, in UTF-16 code units of the text as it was: `length` of them give way to `content`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly content: string;
}

/** How a text breaks its lines, and how far it indents. */
export interface TextStyle {
  readonly lineBreak: string;
  readonly indent: string;
}

/** What stands between two children of an object or a list, or between one and a bracket: comments, and a comma. */
interface Gap {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Offset of the comma. */
  readonly comma: number | null;
  /** Where the first comment or comma begins, and where the last one ends. */
  readonly first: number;
  readonly last: number;
  readonly hasComment: boolean;
}

/** The line breaks and the indentation that a text has, or the usual ones. */
export function styleOf(text: string, root: Node): TextStyle {
  const outer = indentAt(text, root.offset);
  const child = root.children?.find(({ offset }) => isFirstOnLine(text, offset));
  const indent = child === undefined ? "" : indentAt(text, child.offset);
  return {
    lineBreak: /\r?\n/.exec(text)?.[0] ?? "\n",
    indent: (indent.startsWith(outer) ? indent.slice(outer.length) : indent) || "  ",
  };
}

/** Whether the children of an object or a list stand on more than one line. */
export function isBroken(text: string, container: Node): boolean {
  return gapsOf(text, container).some((gap) => hasLineBreak(gap.text));
}

/**
 * Adds a last child to an object or a list: on a line of its own where the others are, else on the same line.
 * `content` is given its indentation, or null on a shared line. With `wantsLines`, a container that is empty or on one
 * line is broken into one line for each child.
 */
export function appendChild(
  text: string,
  container: Node,
  content: (indent: string | null) => string,
  { lineBreak, indent }: TextStyle,
  wantsLines: boolean,
): TextEdit[] {
  const gaps = gapsOf(text, container);
  const gap = gaps.at(-1)!;
  const children = container.children ?? [];
  const child = children.at(-1);
  const outer = indentAt(text, container.offset);
  const inner = outer + indent;
  const onLines = isBroken(text, container);
  if (child === undefined) {
    const pad = container.type === "object" || gap.hasComment ? " " : "";
    const added =
      onLines || wantsLines
        ? `${lineBreak}${inner}${content(inner)}${lineBreak}${outer}`
        : `${pad}${content(null)}${pad}`;
    return [replace(gap.last, gap.end, added)];
  }
  const [before, after] = gap.comma === null ? [",", ""] : ["", ","];
  if (
    !onLines &&
    wantsLines &&
    !hasLineBreak(text.slice(container.offset, container.offset + container.length))
  ) {
    const breaks = gaps.slice(0, -1).map(({ start, end, text: inside, comma }) => {
      const from = comma === null ? start : comma + 1;
      const blank = /^\s*/.exec(inside.slice(from - start))?.[0].length ?? 0;
      return replace(from, Math.min(from + blank, end), lineBreak + inner);
    });
    const added = `${lineBreak}${inner}${content(inner)}${after}${lineBreak}${outer}`;
    return [...breaks, ...joined(insert(gap.start, before), replace(gap.last, gap.end, added))];
  }
  const sibling = children.findLast(({ offset }) => isFirstOnLine(text, offset));
  const own = sibling === undefined ? inner : indentAt(text, sibling.offset);
  const added = onLines ? `${lineBreak}${own}${content(own)}${after}` : ` ${content(null)}${after}`;
  return joined(insert(gap.start, before), insert(gap.last, added));
}

/** Removes a child of an object or a list with its comma, and with its line where nothing else is on it. */
export function removeChild(text: string, container: Node, index: number): TextEdit[] {
  const gaps = gapsOf(text, container);
  const child = container.children?.[index];
  const [before, after] = [gaps[index], gaps[index + 1]];
  if (child === undefined || before === undefined || after === undefined)
    throw new RangeError("no such child");
  if (gaps.length === 2 && !before.hasComment && !after.hasComment)
    return [replace(before.start, after.end, "")];
  let start = child.offset;
  let end = after.start;
  const commas: TextEdit[] = [];
  if (after.comma !== null) {
    if (after.comma === after.first) end = after.comma + 1;
    else commas.push(replace(after.comma, after.comma + 1, ""));
  } else if (before.comma !== null) {
    if (before.comma + 1 === before.last) start = before.comma;
    else commas.push(replace(before.comma, before.comma + 1, ""));
  }
  return [withBlanks(text, start, end), ...commas].sort((a, b) => a.offset - b.offset);
}

/** The removal of a span, and of the blanks that it would leave behind. */
function withBlanks(text: string, start: number, end: number): TextEdit {
  const line = text.slice(lineStart(text, start), start);
  const blanksBefore = line.length - line.trimEnd().length;
  const blanksAfter = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const isFirst = isFirstOnLine(text, start);
  const rest = text.slice(end + blanksAfter);
  const lineBreak = /^\r?\n|^\r/.exec(rest)?.[0] ?? "";
  if (isFirst && lineBreak !== "")
    return replace(start - blanksBefore, end + blanksAfter + lineBreak.length, "");
  const isLast = lineBreak !== "" || /^[\]}]/.test(rest);
  return isLast && !isFirst ? replace(start - blanksBefore, end, "") : replace(start, end + blanksAfter, "");
}

function gapsOf(text: string, { offset, length, children = [] }: Node): Gap[] {
  const starts = [offset + 1, ...children.map((child) => child.offset + child.length)];
  const ends = [...children.map((child) => child.offset), offset + length - 1];
  return starts.map((start, place) => {
    const end = ends[place]!;
    const inside = text.slice(start, end);
    const parts = [...inside.matchAll(/\/\/[^\r\n]*|\/\*[^]*?\*\/|,/g)];
    const comma = parts.find(([part]) => part === ",");
    const [first, last] = [parts[0], parts.at(-1)];
    return {
      start,
      end,
      text: inside,
      comma: comma === undefined ? null : start + comma.index,
      first: first === undefined ? end : start + first.index,
      last: last === undefined ? start : start + last.index + last[0].length,
      hasComment: parts.length > (comma === undefined ? 0 : 1),
    };
  });
}

function replace(start: number, end: number, content: string): TextEdit {
  return { offset: start, length: end - start, content };
}

function insert(offset: number, content: string): TextEdit {
  return replace(offset, offset, content);
}

/** Two edits, the first of which changes no text that is there; one where they are at the same place. */
function joined(first: TextEdit, second: TextEdit): TextEdit[] {
  if (first.offset === second.offset) return [{ ...second, content: first.content + second.content }];
  return first.content === "" ? [second] : [first, second];
}

function hasLineBreak(text: string): boolean {
  return /[\r\n]/.test(text);
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
}

function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStart(text, offset), offset).trim() === "";
}

function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))?.[0] ?? "";
}
