import { isDeepStrictEqual } from "node:util";
// The ES modules by their path: the package's main file is UMD, which esbuild cannot bundle for Node.
import { applyEdits, getNodeValue, parseTree, type Node } from "jsonc-parser/lib/esm/main.js";
import { inlineJson } from "./inlineJson.ts";
import { appendChild, removeChild, type TextStyle } from "./jsonEdits.ts";

type Path = readonly (string | number)[];

/**
 * The text with another JSON value at a path. What both values have in common keeps its text and its comments: keys
 * and entries are removed and added one by one. Throws a TypeError where there is no such path.
 */
export function changeJsonValue(text: string, path: Path, value: unknown, style: TextStyle): string {
  const node = nodeAt(text, path);
  const current: unknown = getNodeValue(node);
  if (isDeepStrictEqual(current, value)) return text;
  if (Array.isArray(current) && Array.isArray(value)) return changeEntries(text, path, current, value, style);
  const keys = node.children?.map((child) => keyOf(child) ?? "") ?? [];
  if (node.type === "object" && isObject(value) && new Set(keys).size === keys.length)
    return changeKeys(text, path, keys, value, style);
  return applyEdits(text, [{ offset: node.offset, length: node.length, content: inlineJson(value) }]);
}

/** The member of an object: the last of that name, as parsers read it. */
export function memberOf(node: Node, key: string): Node | undefined {
  return node.children?.findLast((child) => keyOf(child) === key)?.children?.[1];
}

function changeKeys(
  text: string,
  path: Path,
  keys: readonly string[],
  value: Readonly<Record<string, unknown>>,
  style: TextStyle,
): string {
  let result = text;
  const kept = keys.filter((key) => Object.hasOwn(value, key));
  for (const [key, each] of Object.entries(value)) {
    if (kept.includes(key)) result = changeJsonValue(result, [...path, key], each, style);
    else {
      const content = `${JSON.stringify(key)}: ${inlineJson(each)}`;
      result = applyEdits(
        result,
        appendChild(result, nodeAt(result, path), () => content, style, false),
      );
    }
  }
  return keys
    .filter((key) => !kept.includes(key))
    .reduce((before, key) => {
      const owner = nodeAt(before, path);
      const index = owner.children?.findIndex((child) => keyOf(child) === key) ?? -1;
      return applyEdits(before, removeChild(before, owner, index));
    }, result);
}

/** Keeps entries that come in the same order, removes the others, and adds what is missing at the end. */
function changeEntries(
  text: string,
  path: Path,
  current: readonly unknown[],
  value: readonly unknown[],
  style: TextStyle,
): string {
  let kept = 0;
  const removed = current.flatMap((entry, index) => {
    if (kept < value.length && isDeepStrictEqual(entry, value[kept])) kept++;
    else return [index];
    return [];
  });
  let result = text;
  for (const entry of value.slice(kept)) {
    const content = inlineJson(entry);
    result = applyEdits(
      result,
      appendChild(result, nodeAt(result, path), () => content, style, false),
    );
  }
  for (const index of removed.reverse())
    result = applyEdits(result, removeChild(result, nodeAt(result, path), index));
  return result;
}

function nodeAt(text: string, path: Path): Node {
  let node = parseTree(text, [], { allowTrailingComma: true });
  for (const part of path)
    node = typeof part === "number" ? node?.children?.[part] : node && memberOf(node, part);
  if (node === undefined) throw new TypeError(`there is nothing at ${path.join(".")}`);
  return node;
}

function keyOf(node: Node): string | undefined {
  return node.type === "property" ? String(node.children?.[0]?.value) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
