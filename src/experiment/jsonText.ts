// The ES modules by their path: the package's main file is UMD, which esbuild cannot bundle for Node.
import {
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from "jsonc-parser/lib/esm/main.js";
import { showValue } from "./showValue.ts";
import type { Problem } from "./problem.ts";

/** A mistake in the JSON itself. */
export interface SyntaxProblem {
  /** UTF-16 code units from the start of the text. */
  readonly offset: number;
  readonly message: string;
}

/** A JSON text with comments, read. */
export interface JsonText {
  readonly value: unknown;
  /** Mistakes in the JSON; where there are any, `value` means nothing. */
  readonly syntax: readonly SyntaxProblem[];
  /** Keys that an object has twice. */
  readonly repeated: readonly Problem[];
  /** Where a problem is in the text, as an offset; of something that is left out, where its owner is. */
  readonly offsetOf: (problem: Pick<Problem, "path" | "atKey">) => number;
  /** `line:column` of an offset, both from 1, columns in UTF-16 code units as editors count them. */
  readonly lineColumn: (offset: number) => string;
}

/** Reads JSON with comments and trailing commas. Never throws: mistakes are in the result. */
export function readJsonText(text: string): JsonText {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  let value: unknown;
  let syntax: SyntaxProblem[];
  try {
    root = parseTree(text, errors, { allowTrailingComma: true });
    value = root && (getNodeValue(root) as unknown);
    // A second error at the same place only repeats the first in other words.
    syntax = errors
      .filter((error, index) => error.offset !== errors[index - 1]?.offset)
      .map((error) => explainSyntax(error, text));
  } catch (error) {
    // The parser is recursive: brackets by the thousand exhaust the stack.
    if (!(error instanceof RangeError)) throw error;
    syntax = [{ offset: 0, message: "expected an experiment, got brackets nested too deeply" }];
  }
  const lines = lineStarts(text);
  return {
    value,
    syntax,
    repeated: syntax.length === 0 && root ? repeatedKeys(root) : [],
    offsetOf: (problem) => (root ? offsetOf(root, problem) : 0),
    lineColumn: (offset) => {
      const line = lines.findLastIndex((start) => start <= offset);
      return `${line + 1}:${offset - lines[line]! + 1}`;
    },
  };
}

function explainSyntax({ error, offset, length }: ParseError, text: string): SyntaxProblem {
  const code = printParseErrorCode(error);
  const found =
    offset >= text.length ? "the end of the file" : showValue(text.slice(offset, offset + length));
  return { offset, message: `${syntaxWords[code] ?? code}, got ${found}` };
}

const syntaxWords: Readonly<Record<string, string>> = {
  InvalidSymbol: "expected JSON (keys and text stand in double quotes)",
  InvalidNumberFormat: "expected a number",
  PropertyNameExpected: "expected a key in double quotes",
  ValueExpected: "expected a value",
  ColonExpected: "expected a colon after the key",
  CommaExpected: "expected a comma",
  CloseBraceExpected: "expected a closing }",
  CloseBracketExpected: "expected a closing ]",
  EndOfFileExpected: "expected the end of the file",
  UnexpectedEndOfComment: "expected the end of a comment, */",
  UnexpectedEndOfString: "expected a closing double quote on the same line",
  UnexpectedEndOfNumber: "expected more digits",
  InvalidUnicode: "expected four hexadecimal digits after \\u",
  InvalidEscapeCharacter: 'expected one of " \\ / b f n r t u after a backslash',
  InvalidCharacter: "expected no control characters in text",
};

function repeatedKeys(root: Node): Problem[] {
  const problems: Problem[] = [];
  const pending: { node: Node; path: (string | number)[] }[] = [{ node: root, path: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, path } = next;
    // What is nested deeper or is longer is refused by the check of the values.
    if (path.length > 32 || (node.children?.length ?? 0) > 10_000) continue;
    const seen = new Map<string, number>();
    for (const [index, child] of (node.children ?? []).entries()) {
      const key = keyOf(child);
      const childPath = [...path, key ?? index];
      const item = key === undefined ? child : child.children?.[1];
      if (item) pending.push({ node: item, path: childPath });
      if (key === undefined) continue;
      seen.set(key, (seen.get(key) ?? 0) + 1);
      if (seen.get(key) === 2) {
        problems.push({ path: childPath, message: "key is here for the second time", atKey: true });
      }
    }
  }
  return problems;
}

function keyOf(node: Node): string | undefined {
  return node.type === "property" ? String(node.children?.[0]?.value) : undefined;
}

function offsetOf(root: Node, { path, atKey }: Pick<Problem, "path" | "atKey">): number {
  let node = root;
  let offset = root.offset;
  for (const part of path) {
    const child =
      node.type === "array"
        ? node.children?.[Number(part)]
        : node.children?.findLast((property) => keyOf(property) === String(part));
    const value = child?.type === "property" ? child.children?.[1] : child;
    if (!child || !value) return node.offset;
    offset = atKey ? child.offset : value.offset;
    node = value;
  }
  return offset;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\r|\n/g)) starts.push(match.index + match[0].length);
  return starts;
}
