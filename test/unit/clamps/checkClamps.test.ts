import { describe, expect, it } from "vitest";
import type { CheckedShape } from "../../../src/clamps/clampKind.ts";
import { checkClamps, clampSchema } from "../../../src/clamps/clamps.ts";

const sets = ["train", "relabel", "exemplar", "class"];
const usual: CheckedShape = {
  ...{ layers: 2, heads: 8, pairs: 2, labels: 5, matchingPairs: 1, sets },
  ...{ norm: true, mlpRatio: null, positions: "rope" },
};

function problems(clamps: readonly object[], shape: Partial<CheckedShape> = {}): [string, string][] {
  const parsed = clamps.map((clamp) => clampSchema.parse(clamp));
  return checkClamps(parsed, { ...usual, ...shape }).map(({ path, message }) => [path.join("."), message]);
}

const ablate = (...heads: string[]) => ({ kind: "ablate", heads });
const previousToken = (heads: string[], more: object = {}) => ({ kind: "previous-token", heads, ...more });
const induction = (heads: string[], more: object = {}) => ({ kind: "induction", heads, ...more });

describe("checkClamps", () => {
  it("accepts clamps that do something and agree", () => {
    const clamps = [
      ablate("L0H0", "L1H7"),
      previousToken(["L0H2"], { strength: 0 }),
      previousToken(["L0H3"], { positions: "labels" }),
      previousToken(["L1H0"]),
      induction(["L1H3"], { strength: 0.5 }),
    ];
    expect(problems(clamps)).toEqual([]);
  });

  it("names a head that the model does not have, for each kind", () => {
    const message = "expected a head that the model has (L0H0 to L1H7), got";
    for (const clamp of [
      ablate("L0H0", "L2H0"),
      previousToken(["L0H0", "L2H0"]),
      induction(["L0H0", "L2H0"]),
    ])
      expect(problems([clamp])).toEqual([["0.heads.1", `${message} L2H0`]]);
    expect(problems([ablate("L1H8")])).toEqual([["0.heads.0", `${message} L1H8`]]);
    expect(problems([ablate("L1H8")], { heads: 9 })).toEqual([]);
  });

  it("names a head that is named twice, however it is written", () => {
    expect(problems([ablate("L0H1", "L1H1", "L00H01")])).toContainEqual([
      "0.heads.2",
      "L00H01 is named twice",
    ]);
  });

  it("refuses an empty list of heads", () => {
    expect(clampSchema.safeParse(ablate()).success).toBe(false);
  });

  it("refuses what is no head, and still finds what is wrong with the others", () => {
    const message = "expected a head such as L1H3 (layer 1, head 3, both counted from 0), got";
    for (const name of ["H1", "L1", "L-1H0", "L1H3 ", "L1000H0"]) {
      for (const clamp of [ablate("L0H0", name), previousToken(["L0H0", name]), induction(["L0H0", name])])
        expect(problems([clamp])).toEqual([["0.heads.1", `${message} "${name}"`]]);
    }
    expect(problems([ablate("L2H0", "H3", "L1H1", "L1H1")])).toEqual([
      ["0.heads.0", "expected a head that the model has (L0H0 to L1H7), got L2H0"],
      ["0.heads.1", `${message} "H3"`],
      ["0.heads.3", "L1H1 is named twice"],
    ]);
  });

  describe("two clamps of one head", () => {
    it.each([
      ["pattern", previousToken(["L0H1", "L0H2"]), induction(["L0H2"])],
      ["pattern", previousToken(["L0H1", "L0H2"]), previousToken(["L0H2"], { positions: "labels" })],
      ["values", ablate("L1H0", "L0H2"), ablate("L00H2")],
    ])("contradict each other when both set the %s", (what, first, second) => {
      expect(problems([first, ablate("L1H6"), second])).toEqual([
        ["2.heads.0", `contradicts clamps[0] (${first.kind}): both set the ${what} of L0H2 at the same time`],
      ]);
    });

    it("agree when they set different things", () => {
      expect(problems([ablate("L0H2"), previousToken(["L0H2"])])).toEqual([]);
    });

    it("agree when they hold at different times", () => {
      const first = previousToken(["L0H2"], { until: 1000 });
      expect(problems([first, induction(["L0H2"], { from: 1000 })])).toEqual([]);
      expect(problems([first, induction(["L0H2"], { from: 999 })])).toHaveLength(1);
      expect(problems([first, induction(["L0H2"])])).toHaveLength(1);
      expect(problems([{ ...first, from: 500 }, induction(["L0H2"], { until: 500 })])).toEqual([]);
    });
  });

  it("refuses a window without an inside", () => {
    expect(problems([{ ...ablate("L0H0"), from: 500, until: 500 }])).toEqual([
      ["0.until", "expected more than from (500), got 500: the clamp would never hold"],
    ]);
    expect(problems([{ ...ablate("L0H0"), until: 0 }])).toHaveLength(1);
    expect(problems([{ ...ablate("L0H0"), from: 499, until: 500 }])).toEqual([]);
  });

  describe("induction", () => {
    it("needs a pair that matches the query", () => {
      expect(problems([induction(["L1H3"])], { matchingPairs: 0 })).toEqual([
        ["0.kind", "no pair matches the query, because data.support is false"],
      ]);
    });

    it("needs another label unless it has all of the attention", () => {
      for (const pairs of [1, 3]) {
        const shape = { pairs, matchingPairs: pairs };
        expect(problems([induction(["L1H3"], { strength: 0.75 })], shape)).toEqual([
          [
            "0.strength",
            "expected 1, got 0.75: every pair matches the query, so no other label takes the rest",
          ],
        ]);
        expect(problems([induction(["L1H3"])], shape)).toEqual([]);
      }
    });
  });

  it("refuses previous-token rows of labels where nothing reads them", () => {
    expect(problems([previousToken(["L0H1", "L1H1"], { positions: "labels" })])).toEqual([
      [
        "0.heads.1",
        'L1H1 is in the last layer, where nothing reads what label tokens attend to: expected positions "all"',
      ],
    ]);
  });
});

const every = [
  { kind: "ablate", heads: ["L0H0"] },
  { kind: "previous-token", heads: ["L0H0"] },
  { kind: "block-previous-token", heads: ["L0H1"] },
  { kind: "induction", heads: ["L1H0"] },
  { kind: "match", heads: ["L1H1"], temperature: 0.5 },
  { kind: "temperature", heads: ["L1H2"], temperature: 2 },
  { kind: "labels-only", heads: ["L1H3"] },
  { kind: "copy", head: "L1H3" },
  { kind: "perfect-layer-0" },
  { kind: "preserve", what: ["pattern", "v", "q", "k"] },
  { kind: "ablate-embedding" },
  { kind: "graft-in", checkpoint: "a.safetensors", throughLayer: 1 },
  { kind: "set", site: "blocks.0.attn.hook_z", heads: ["L0H4"], positions: [0], value: 1 },
];

describe("checkClamps, for every kind", () => {
  it("accepts all of them together where they do not decide the same", () => {
    expect(problems(every)).toEqual([]);
    expect(problems([{ kind: "graft-out", checkpoint: "a.safetensors", fromLayer: 1 }])).toEqual([]);
  });

  it.each<[object[], [string, RegExp][]]>([
    [[{ kind: "block-previous-token", heads: ["L0H9"] }], [["0.heads.0", /model has/]]],
    [[{ kind: "match", heads: ["L2H0"] }], [["0.heads.0", /model has/]]],
    [[{ kind: "temperature", heads: ["x"], temperature: 1 }], [["0.heads.0", /a head such as/]]],
    [[{ kind: "labels-only", heads: ["L1H3", "L1H3"] }], [["0.heads.1", /named twice/]]],
    [[{ kind: "copy", head: "L1H8" }], [["0.head", /model has/]]],
    [[{ kind: "preserve", what: ["v", "v"] }], [["0.what.1", /named twice/]]],
    [
      [{ kind: "graft-in", checkpoint: "a", throughLayer: 2 }],
      [["0.throughLayer", /model has \(0 to 1\), got 2/]],
    ],
    [
      [{ kind: "graft-out", checkpoint: "a", fromLayer: 2 }],
      [["0.fromLayer", /model has \(1 to 1\), got 2/]],
    ],
    [
      [{ kind: "set", site: "blocks.0.attn.hook_zz", value: 0 }],
      [["0.site", /did you mean "blocks\.0\.attn\.hook_z"/]],
    ],
    [[{ kind: "set", site: "logits", heads: ["L0H0"], value: 0 }], [["0.heads.0", /logits has no heads/]]],
    [
      [{ kind: "set", site: "blocks.1.attn.hook_z", heads: ["L0H0"], value: 0 }],
      [["0.heads.0", /a head of layer 1/]],
    ],
    [
      [{ kind: "set", site: "hook_embed", positions: [1, 5, 1], value: 0 }],
      [
        ["0.positions.1", /0 to 4/],
        ["0.positions.2", /named twice/],
      ],
    ],
  ])("says what is wrong with %j", (clamps, expected) => {
    const found = problems(clamps);
    expect(found.map(([path]) => path)).toEqual(expected.map(([path]) => path));
    expected.forEach(([, message], place) => {
      expect(found[place]?.[1]).toMatch(message);
    });
  });

  it("needs a layer that reads layer 0", () => {
    expect(problems([{ kind: "perfect-layer-0" }], { layers: 1 })).toEqual([
      ["0.kind", "expected a model with a layer 1, which reads layer 0"],
    ]);
  });

  it.each([
    [
      { kind: "previous-token", heads: ["L0H0"] },
      { kind: "block-previous-token", heads: ["L0H0"] },
    ],
    [
      { kind: "previous-token", heads: ["L1H0"] },
      { kind: "match", heads: ["L1H0"] },
    ],
    [
      { kind: "induction", heads: ["L1H0"] },
      { kind: "match", heads: ["L1H0"] },
    ],
    [
      { kind: "copy", head: "L1H0" },
      { kind: "graft-out", checkpoint: "a", fromLayer: 1 },
    ],
    [
      { kind: "copy", head: "L1H0" },
      { kind: "set", site: "logits", value: 0 },
    ],
    [{ kind: "perfect-layer-0" }, { kind: "graft-in", checkpoint: "a", throughLayer: 0 }],
    [
      { kind: "ablate", heads: ["L0H3"] },
      { kind: "set", site: "blocks.0.attn.hook_v", value: 1 },
    ],
    [
      { kind: "induction", heads: ["L1H0"] },
      { kind: "set", site: "blocks.1.attn.hook_pattern", value: 0 },
    ],
    [{ kind: "ablate-embedding" }, { kind: "set", site: "hook_embed", value: 1 }],
    [
      { kind: "temperature", heads: ["L1H0"], temperature: 2 },
      { kind: "set", site: "blocks.1.attn.hook_attn_scores", positions: [2], value: 0 },
    ],
    [
      { kind: "set", site: "blocks.1.attn.hook_attn_scores", heads: ["L1H1"], value: 0 },
      { kind: "labels-only", heads: ["L1H1"] },
    ],
    [
      { kind: "temperature", heads: ["L0H0"], temperature: 1 },
      { kind: "temperature", heads: ["L0H0"], temperature: 2 },
    ],
  ])("refuses %j together with %j, once, unless they hold at different times", (first, second) => {
    const found = problems([first, second]);
    expect(found).toHaveLength(1);
    expect(found[0]?.[1]).toMatch(/^contradicts clamps\[0\]/);
    expect(
      problems([
        { ...first, until: 100 },
        { ...second, from: 100 },
      ]),
    ).toEqual([]);
  });
});
