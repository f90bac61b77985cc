// The ES modules by their path: the package's main file is UMD, which esbuild cannot bundle for Node.
import { parseTree, type Node } from "jsonc-parser/lib/esm/main.js";
import type * as z from "zod";
import type { clampSchema } from "../clamps/clamps.ts";
import { UserError } from "../userError.ts";
import { changeJsonValue, memberOf } from "./changeJsonValue.ts";
import { inlineJson } from "./inlineJson.ts";
import { appendChild, isBroken, removeChild, styleOf, type TextEdit } from "./jsonEdits.ts";
import { readJsonText } from "./jsonText.ts";
import { showValue } from "./showValue.ts";

export type { TextEdit };

/** A clamp as it stands in an experiment file: keys that have a default may be left out. */
export type ClampInput = Readonly<z.input<typeof clampSchema>>;

/**
 * Adds a clamp to the text of an experiment file, as the last one, on a line of its own unless the whole file is one
 * line. Nothing else of the text changes, save where a list of clamps on one line is broken into lines.
 * @throws UserError when the text is no JSON object, or its `clamps` are no list
 */
export function addClamp(text: string, clamp: ClampInput): TextEdit[] {
  return edit(text, (body, root) => {
    const list = clampList(body, root);
    const content = inlineJson(plain(clamp));
    const style = styleOf(body, root);
    const onLines = isBroken(body, root);
    if (list !== undefined) return appendChild(body, list, () => content, style, onLines);
    const { indent: step, lineBreak } = style;
    const property = (indent: string | null) =>
      indent === null
        ? `"clamps": [${content}]`
        : ['"clamps": [', `${indent}${step}${content}`, `${indent}]`].join(lineBreak);
    return appendChild(body, root, property, style, root.children?.length === 0);
  });
}

/**
 * Removes the clamp at a place of the list, from 0. Comments stay.
 * @throws UserError as `addClamp`, and when there is no such clamp
 */
export function removeClamp(text: string, index: number): TextEdit[] {
  return edit(text, (body, root) => removeChild(body, listWith(index, body, root), index));
}

/**
 * Replaces the clamp at a place of the list, from 0. Keys that it keeps stay as they are written.
 * @throws UserError as `addClamp`, and when there is no such clamp
 */
export function replaceClamp(text: string, index: number, clamp: ClampInput): TextEdit[] {
  return edit(text, (body, root) => {
    listWith(index, body, root);
    return difference(body, changeJsonValue(body, ["clamps", index], plain(clamp), styleOf(body, root)));
  });
}

/** Edits a text that may begin with a byte order mark. */
function edit(text: string, edits: (body: string, root: Node) => TextEdit[]): TextEdit[] {
  const mark = text.startsWith("\uFEFF") ? 1 : 0;
  const body = text.slice(mark);
  const { syntax, lineColumn } = readJsonText(body);
  const [problem] = syntax;
  if (problem !== undefined) throw new UserError(problem.message, { place: lineColumn(problem.offset) });
  const root = parseTree(body, [], { allowTrailingComma: true });
  if (root?.type !== "object") {
    const got = root === undefined ? "nothing" : describe(root);
    throw new UserError(`expected an experiment in braces, { … }, got ${got}`, { place: "1:1" });
  }
  return edits(body, root).map((each) => ({ ...each, offset: each.offset + mark }));
}

function clampList(text: string, root: Node): Node | undefined {
  const list = memberOf(root, "clamps");
  if (list === undefined || list.type === "array") return list;
  const place = `${readJsonText(text).lineColumn(list.offset)}: clamps`;
  throw new UserError(`expected a list of clamps, got ${describe(list)}`, { place });
}

function listWith(index: number, text: string, root: Node): Node {
  const list = clampList(text, root);
  const count = list?.children?.length ?? 0;
  if (list !== undefined && Number.isInteger(index) && index >= 0 && index < count) return list;
  const there = count === 1 ? "there is 1 clamp" : `there are ${count} clamps`;
  throw new UserError(`there is no clamps[${index}]: ${there}`);
}

function describe({ type, value }: Node): string {
  return type === "object" ? "an object" : type === "array" ? "a list" : showValue(value);
}

/** Without keys that are undefined. */
function plain(clamp: ClampInput): unknown {
  return JSON.parse(JSON.stringify(clamp));
}

/** One edit for all that differs between two texts. */
function difference(before: string, after: string): TextEdit[] {
  if (before === after) return [];
  const most = Math.min(before.length, after.length);
  let start = 0;
  while (start < most && before[start] === after[start]) start++;
  while (start > 0 && isTorn(before, start)) start--;
  let end = 0;
  while (end < most - start && before.at(-1 - end) === after.at(-1 - end)) end++;
  while (end > 0 && isTorn(before, before.length - end)) end--;
  const content = after.slice(start, after.length - end);
  return [{ offset: start, length: before.length - end - start, content }];
}

/** Whether an offset is inside of a character, or of a line break that editors count as one. */
function isTorn(text: string, offset: number): boolean {
  return /^(\r\n|[\uD800-\uDBFF][\uDC00-\uDFFF])$/.test(text.slice(offset - 1, offset + 1));
}
