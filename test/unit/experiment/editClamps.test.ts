import fc from "fast-check";
import { applyEdits, findNodeAtLocation, parseTree, type Edit } from "jsonc-parser/lib/esm/main.js";
import { describe, expect, it } from "vitest";
import type { ClampInput } from "../../../src/experiment/editClamps.ts";
import { addClamp, removeClamp, replaceClamp } from "../../../src/experiment/editClamps.ts";
import { readJsonText } from "../../../src/experiment/jsonText.ts";
import { UserError } from "../../../src/userError.ts";

const ablate = (head: string, from?: number): ClampInput => ({ kind: "ablate", heads: [head], from });
const apply = (text: string, edits: readonly Edit[]): string => applyEdits(text, [...edits]);
const lines = (...all: string[]): string => all.join("\n");
const a = '{ "kind": "ablate", "heads": ["L0H0"] }';
const b = '{ "kind": "ablate", "heads": ["L1H3"], "from": 200000 }';
const added = ablate("L1H3", 200_000);

describe("addClamp", () => {
  it.each([
    ["an empty object", "{}", lines("{", '  "clamps": [', `    ${b}`, "  ]", "}")],
    [
      "a file without clamps",
      lines("{", '  "name": "x" // named', "  // the end", "}", ""),
      lines("{", '  "name": "x", // named', "  // the end", '  "clamps": [', `    ${b}`, "  ]", "}", ""),
    ],
    [
      "tabs, a trailing comma and CRLF",
      '{\r\n\t"name": "x",\r\n}\r\n',
      `{\r\n\t"name": "x",\r\n\t"clamps": [\r\n\t\t${b}\r\n\t],\r\n}\r\n`,
    ],
    ["a file on one line", '{"name": "x"}', `{"name": "x", "clamps": [${b}]}`],
    ["an empty list on one line", '{"clamps": []}', `{"clamps": [${b}]}`],
    [
      "an empty list",
      lines("{", '    "clamps": [],', '    "name": "x"', "}"),
      lines("{", '    "clamps": [', `        ${b}`, "    ],", '    "name": "x"', "}"),
    ],
    [
      "a list of nothing but a comment",
      lines("{", '  "clamps": [', "    // none yet", "  ]", "}"),
      lines("{", '  "clamps": [', "    // none yet", `    ${b}`, "  ]", "}"),
    ],
    [
      "a list on one line",
      lines("{", `  "clamps": [${a}, /* c */ ${a}]`, "}"),
      lines("{", '  "clamps": [', `    ${a},`, `    /* c */ ${a},`, `    ${b}`, "  ]", "}"),
    ],
    [
      "a list of lines",
      lines("{", '  "clamps": [', `      ${a} // first`, "  ]", "}"),
      lines("{", '  "clamps": [', `      ${a}, // first`, `      ${b}`, "  ]", "}"),
    ],
    [
      "a list with a trailing comma",
      lines("{", '  "clamps": [', `    ${a},`, "  ],", "}"),
      lines("{", '  "clamps": [', `    ${a},`, `    ${b},`, "  ],", "}"),
    ],
    [
      "a clamp of several lines in a list that has none of its own",
      lines("{", '  "clamps": [{', '    "kind": "ablate"', "  }]", "}"),
      lines("{", '  "clamps": [{', '    "kind": "ablate"', `  }, ${b}]`, "}"),
    ],
    ["a byte order mark", '\uFEFF{"clamps": []}', `\uFEFF{"clamps": [${b}]}`],
  ])("to %s", (_, text, expected) => {
    expect(apply(text, addClamp(text, added))).toBe(expected);
  });
});

describe("removeClamp", () => {
  const list = (...clamps: string[]) => lines("{", '  "clamps": [', ...clamps, "  ]", "}");
  it.each([
    ["the only one", list(`    ${a}`), 0, lines("{", '  "clamps": []', "}")],
    ["the only one, with a trailing comma", list(`    ${a},`), 0, lines("{", '  "clamps": []', "}")],
    ["the only one beside a comment", list("    // why", `    ${a}`), 0, list("    // why")],
    ["the first", list(`    ${a},`, `    ${b}`), 0, list(`    ${b}`)],
    ["the last", list(`    ${a}, // kept`, `    ${b}`), 1, list(`    ${a} // kept`)],
    ["the last before a trailing comma", list(`    ${a},`, `    ${b},`), 1, list(`    ${a},`)],
    ["one in the middle", list(`    ${a},`, `    ${b},`, `    ${a}`), 1, list(`    ${a},`, `    ${a}`)],
    ["one with a comment", list(`    ${a}, // why`, `    ${b}`), 0, list("    // why", `    ${b}`)],
    ["the first of a line", `{"clamps": [ ${a}, ${b} ]}`, 0, `{"clamps": [ ${b} ]}`],
    ["the last of a line", `{"clamps": [ ${a}, ${b} ]}`, 1, `{"clamps": [ ${a} ]}`],
    ["the middle of a line", `{"clamps": [${a}, ${b}, ${a}]}`, 1, `{"clamps": [${a}, ${a}]}`],
    ["the last of a line with a trailing comma", `{"clamps": [${a}, ${b},]}`, 1, `{"clamps": [${a},]}`],
    ["one behind a leading comma", list(`    ${a}`, `    , ${b}`), 1, list(`    ${a}`)],
    ["with CRLF", `{"clamps": [\r\n  ${a},\r\n  ${b}\r\n]}`, 0, `{"clamps": [\r\n  ${b}\r\n]}`],
  ])("%s", (_, text, index, expected) => {
    expect(apply(text, removeClamp(text, index))).toBe(expected);
  });
});

describe("replaceClamp", () => {
  it("keeps what is the same as it is written, with its comments", () => {
    const text = lines(
      '{ "clamps": [',
      "  {",
      '    "kind": "previous-token", // the kind',
      '    "heads": ["L0H0", /* mine */ "L0H2"],',
      '    "strength": 0.50, // half',
      '    "until": 5e3',
      "  },",
      "] }",
    );
    const clamp: ClampInput = {
      kind: "previous-token",
      heads: ["L0H2", "L1H1"],
      strength: 0.5,
      positions: "all",
      from: 10,
    };
    const edits = replaceClamp(text, 0, clamp);
    expect(apply(text, edits)).toBe(
      lines(
        '{ "clamps": [',
        "  {",
        '    "kind": "previous-token", // the kind',
        '    "heads": [/* mine */ "L0H2", "L1H1"],',
        '    "strength": 0.50, // half',
        '    "positions": "all",',
        '    "from": 10',
        "  },",
        "] }",
      ),
    );
    expect(edits).toHaveLength(1);
  });

  it("turns one kind into another, and changes one line only", () => {
    const text = lines("{", '  "clamps": [', `    ${a}, // one`, `    ${b} // two`, "  ]", "}");
    const clamp: ClampInput = { kind: "induction", heads: ["L1H3"], strength: 0.9 };
    const induction = '{ "kind": "induction", "heads": ["L1H3"], "strength": 0.9 }';
    expect(apply(text, replaceClamp(text, 1, clamp))).toBe(text.replace(b, induction));
  });

  it("makes no edits where nothing changes", () => {
    expect(replaceClamp(`{"clamps": [${b}]}`, 0, added)).toEqual([]);
  });

  it("replaces what is no clamp at all", () => {
    const text = '{"clamps": [null, {"kind": 1, "kind": 2}, []]}';
    expect(apply(text, replaceClamp(text, 0, added))).toBe(text.replace("null", b));
    expect(apply(text, replaceClamp(text, 1, added))).toBe(text.replace(/\{"kind[^}]*\}/, b));
    expect(apply(text, replaceClamp(text, 2, added))).toBe(text.replace("[]]", `${b}]`));
  });
});

describe("what cannot be edited is the user's to mend", () => {
  it.each([
    ["", /^1:1: expected a value/],
    ["[]", /^1:1: expected an experiment in braces, \{ … \}, got a list/],
    ["3", /got 3$/],
    ['{"clamps": [}', /^1:13: expected/],
    ['{\n  "clamps": {}\n}', /^2:13: clamps: expected a list of clamps, got an object/],
    ['{"clamps": null}', /got null$/],
    ["[".repeat(100_000), /brackets nested too deeply/],
  ])("%#: %.30s", (text, message) => {
    for (const edit of [
      () => addClamp(text, added),
      () => removeClamp(text, 0),
      () => replaceClamp(text, 0, added),
    ]) {
      expect(edit).toThrow(UserError);
      expect(edit).toThrow(message);
    }
  });

  it.each([-1, 1, 0.5, Number.NaN])("there is no clamp %d", (index) => {
    const text = `{"clamps": [${a}]}`;
    expect(() => removeClamp(text, index)).toThrow(/^there is no clamps\[.*\]: there is 1 clamp$/);
    expect(() => replaceClamp(text, index, added)).toThrow(UserError);
    expect(() => removeClamp("{}", 0)).toThrow(/there are 0 clamps/);
  });
});

/** A gap between tokens: blanks, line breaks and comments. */
const gap = fc
  .array(
    fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom("", " ", "\n  ", "\n", "\t", "\r\n    ") },
      { weight: 1, arbitrary: fc.constantFrom("/* , [ { */", "// ] }, ,\n", "/* a\n   b */") },
    ),
    { maxLength: 3 },
  )
  .map((parts) => parts.join(""));

/** A JSON value as a text with random gaps and trailing commas. */
function written(value: unknown): fc.Arbitrary<string> {
  if (typeof value !== "object" || value === null) return fc.constant(JSON.stringify(value));
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  const children = Array.isArray(value)
    ? value.map((each) => written(each))
    : Object.entries(value).map(([key, each]) =>
        fc.tuple(gap, gap, written(each)).map(([x, y, text]) => `${JSON.stringify(key)}${x}:${y}${text}`),
      );
  const spaced = children.map((child) => fc.tuple(gap, child, gap).map((parts) => parts.join("")));
  return fc
    .tuple(fc.tuple(...spaced), children.length === 0 ? fc.constant(false) : fc.boolean(), gap)
    .map(([texts, isTrailing, last]) => `${open}${texts.join(",")}${isTrailing ? "," : ""}${last}${close}`);
}

const heads = fc.array(fc.constantFrom("L0H0", "L0H1", "L1H0", "L1H3"), { minLength: 1, maxLength: 3 });
const when = { from: fc.nat(1e6), until: fc.nat(1e6) };
const clamp: fc.Arbitrary<ClampInput> = fc.oneof(
  fc.record({ kind: fc.constant("ablate" as const), heads, ...when }, { requiredKeys: ["kind", "heads"] }),
  fc.record(
    {
      kind: fc.constant("previous-token" as const),
      heads,
      strength: fc.constantFrom(0, 0.5, 1),
      positions: fc.constantFrom("all" as const, "labels" as const),
      ...when,
    },
    { requiredKeys: ["kind", "heads"] },
  ),
);
const experiment = fc
  .record(
    {
      name: fc.constantFrom("x", "[clamps] // 😀", '"'),
      clamps: fc.array(clamp, { maxLength: 4 }),
      model: fc.record({ layers: fc.nat(9), clamps: fc.constant([]) }, { requiredKeys: [] }),
      seeds: fc.constant({ init: 1 }),
    },
    { requiredKeys: [] },
  )
  .chain((value) =>
    fc.tuple(
      fc.constant(value),
      fc.shuffledSubarray(Object.keys(value), { minLength: Object.keys(value).length }),
    ),
  )
  .map(([value, order]) => Object.fromEntries(order.map((key) => [key, value[key as keyof typeof value]])));

/** All comments of a text, in order; a text in quotes is none. */
function comments(text: string): string[] {
  const tokens = text.match(/"(?:\\.|[^"\\])*"|\/\/[^\r\n]*|\/\*[^]*?\*\//g) ?? [];
  return tokens.filter((token) => token.startsWith("/")).map((token) => token.trim());
}

const filed = experiment.chain((value) =>
  fc.record({
    value: fc.constant(value as { readonly clamps?: readonly ClampInput[] }),
    text: fc.tuple(gap, written(value), gap).map((parts) => parts.join("")),
    clamp,
    place: fc.nat(3),
  }),
);

/** Checks what an edited text says, and gives it back. */
function checked(text: string, edits: readonly Edit[], expected: unknown): string {
  const result = apply(text, edits);
  const { value, syntax } = readJsonText(result);
  expect(syntax).toEqual([]);
  expect(value).toEqual(expected);
  return result;
}

/** The text before and after a clamp. */
function around(text: string, place: number): [string, string] {
  const node = findNodeAtLocation(parseTree(text, [], { allowTrailingComma: true })!, ["clamps", place])!;
  return [text.slice(0, node.offset), text.slice(node.offset + node.length)];
}

describe("whatever the formatting, the result is the experiment that was meant", () => {
  it("when a clamp is added, and nothing but blanks is replaced", () => {
    fc.assert(
      fc.property(filed, ({ value, text, clamp: extra }) => {
        const edits = addClamp(text, extra);
        const result = checked(text, edits, { ...value, clamps: [...(value.clamps ?? []), extra] });
        for (const { offset, length } of edits) expect(text.slice(offset, offset + length).trim()).toBe("");
        expect(comments(result)).toEqual(comments(text));
      }),
      { numRuns: 500 },
    );
  });

  it("when a clamp is removed, and nothing else is lost but a comma and blanks", () => {
    fc.assert(
      fc.property(filed, ({ value, text, place }) => {
        const { clamps = [] } = value;
        fc.pre(place < clamps.length);
        const edits = removeClamp(text, place);
        const rest = clamps.filter((_, index) => index !== place);
        const result = checked(text, edits, { ...value, clamps: rest });
        expect(edits.every(({ content }) => content === "")).toBe(true);
        expect(comments(result)).toEqual(around(text, place).flatMap(comments));
      }),
      { numRuns: 500 },
    );
  });

  it("when a clamp is replaced, and the text around it is the same", () => {
    fc.assert(
      fc.property(filed, ({ value, text, place, clamp: other }) => {
        const { clamps = [] } = value;
        fc.pre(place < clamps.length);
        const replaced = clamps.map((each, index) => (index === place ? other : each));
        const result = checked(text, replaceClamp(text, place, other), { ...value, clamps: replaced });
        expect(around(result, place)).toEqual(around(text, place));
      }),
      { numRuns: 500 },
    );
  });
});
