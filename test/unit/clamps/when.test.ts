import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { clampOption } from "../../../src/clamps/clampOptions.ts";
import { kinds } from "../../../src/clamps/clamps.ts";
import { effectOf } from "../../../src/clamps/window.ts";
import type { When } from "../../../src/clamps/when.ts";
import { checkWhen, meets, whenSchema } from "../../../src/clamps/when.ts";
import { experimentJsonSchema } from "../../../src/experiment/jsonSchema.ts";
import { checkExperiment } from "../../../src/experiment/checkExperiment.ts";

const shape = { layers: 3, heads: 4, sets: ["train", "class"] };
const evaluation = {
  sets: { train: { loss: 0.5, accuracy: 0.75 }, class: { loss: 1.5, accuracy: Number.NaN } },
  heads: { L0H1: { previousToken: 0.9 }, L1H3: { previousToken: 0.1, induction: 0.6 } },
};

describe("a condition", () => {
  it.each<[When, boolean]>([
    [{ measure: "loss", below: 0.6 }, true],
    [{ measure: "loss", below: 0.5 }, false],
    [{ measure: "loss", above: 0.5 }, false],
    [{ measure: "loss", above: 0.4, below: 0.6 }, true],
    [{ measure: "loss", above: 0.6, below: 0.9 }, false],
    [{ measure: "loss", set: "class", above: 1 }, true],
    [{ measure: "induction", head: "L1H3", above: 0.5 }, true],
    [{ measure: "induction", head: "L01H03", above: 0.5 }, true],
    [{ measure: "previousToken", head: "L1H3", above: 0.5 }, false],
    [{ measure: "accuracy", set: "class", above: 0 }, false],
    [{ measure: "accuracy", set: "class", below: 1 }, false],
    [{ measure: "accuracy", set: "relabel", below: 1 }, false],
    [{ measure: "induction", head: "L0H1", above: -1 }, false],
    [{ measure: "induction", head: "L9H9", above: -1 }, false],
  ])("%j is met: %s", (when, is) => {
    expect(meets(when, evaluation)).toBe(is);
    expect(checkWhen({ ...when, set: undefined, head: when.head && "L1H1" }, shape)).toEqual([]);
  });

  it("is met exactly between its bounds, by finite numbers only", () => {
    const bound = fc.option(fc.integer({ min: -5, max: 5 }), { nil: undefined });
    const value = fc.oneof(fc.integer({ min: -6, max: 6 }), fc.constantFrom(Number.NaN, Infinity, -Infinity));
    fc.assert(
      fc.property(bound, bound, value, (above, below, loss) => {
        const expected =
          Number.isFinite(loss) &&
          (above === undefined || loss > above) &&
          (below === undefined || loss < below);
        expect(meets({ measure: "loss", above, below }, { sets: { train: { loss } }, heads: {} })).toBe(
          expected,
        );
      }),
    );
  });

  it.each<[When, string, string]>([
    [{ measure: "loss" }, "", "expected above, below or both"],
    [
      { measure: "induction", above: 0.5 },
      "head",
      "missing; expected a head that has induction (L1H0 to L2H3)",
    ],
    [
      { measure: "induction", head: "L0H1", above: 0.5 },
      "head",
      "expected a head that has induction (L1H0 to L2H3), got L0H1",
    ],
    [
      { measure: "induction", head: "L1H4", above: 0.5 },
      "head",
      "expected a head that has induction (L1H0 to L2H3), got L1H4",
    ],
    [
      { measure: "previousToken", head: "L2H0", above: 0.5 },
      "head",
      "expected a head that has previousToken (L0H0 to L1H3), got L2H0",
    ],
    [
      { measure: "previousToken", head: "H0", above: 0.5 },
      "head",
      'expected a head that has previousToken (L0H0 to L1H3), got "H0"',
    ],
    [
      { measure: "loss", head: "L1H0", above: 0.5 },
      "head",
      "loss is measured of sets, not of heads: expected no head, got L1H0",
    ],
    [
      { measure: "induction", head: "L1H0", set: "train", above: 0.5 },
      "set",
      "induction is measured of heads: expected no set, got train",
    ],
    [
      { measure: "loss", set: "relabel", above: 0.5 },
      "set",
      "expected a set that the data have (train, class), got relabel",
    ],
    [
      { measure: "loss", above: 0.5, below: 0.5 },
      "below",
      "expected more than above (0.5), got 0.5: nothing is between them",
    ],
    [
      { measure: "accuracy", above: 1 },
      "above",
      "accuracy is at most 1: expected less than that, got 1, which nothing is above",
    ],
    [
      { measure: "loss", below: 0 },
      "below",
      "loss is at least 0: expected more than that, got 0, which nothing is below",
    ],
    [
      { measure: "induction", head: "L1H0", below: -1 },
      "below",
      "induction is at least -1: expected more than that, got -1, which nothing is below",
    ],
  ])("%j is refused at %j", (when, path, message) => {
    expect(checkWhen(when, shape)).toEqual([{ path: path === "" ? [] : [path], message }]);
  });

  it("on previous tokens has a head also in a model of one layer, which has no induction strengths", () => {
    const one = { ...shape, layers: 1 };
    expect(checkWhen({ measure: "previousToken", head: "L0H3", above: 0.5 }, one)).toEqual([]);
    expect(checkWhen({ measure: "induction", head: "L0H3", above: 0.5 }, one)).toEqual([
      { path: ["measure"], message: "a model of one layer has no induction strengths" },
    ]);
  });

  it("is a key of every kind of clamp", () => {
    for (const { schema } of kinds)
      expect(schema.shape.when.safeParse({ measure: "loss", below: 1 }).success).toBe(true);
    expect(JSON.stringify(experimentJsonSchema())).toContain("inContextAccuracy");
    expect(() => clampOption("when", whenSchema)).toThrow(TypeError);
  });

  it("is found wrong at its place in the experiment", () => {
    const clamp = (when: object) => ({ kind: "ablate", heads: ["L0H0"], when });
    const problems = (input: object) =>
      checkExperiment(input).problems.map(({ path, message }) => [path.join("."), message]);
    expect(problems({ clamps: [clamp({ measure: "induction", head: "L0H3", above: 0.5 })] })).toEqual([
      ["clamps.0.when.head", "expected a head that has induction (L1H0 to L1H7), got L0H3"],
    ]);
    const data = { labelPairs: [10, 0, 0] };
    expect(problems({ data, clamps: [clamp({ measure: "loss", set: "relabel", above: 0.5 })] })).toEqual([
      ["clamps.0.when.set", "expected a set that the data have (train, exemplar, class), got relabel"],
    ]);
    expect(problems({ clamps: [clamp({ measure: "los", above: 0.5 })] })).toMatchObject([
      ["clamps.0.when.measure", expect.stringContaining('did you mean "loss"')],
    ]);
    expect(problems({ clamps: [clamp({ measure: "loss", above: 0.5, hold: 0 })] })).toMatchObject([
      ["clamps.0.when.hold", "expected more than 0, got 0"],
    ]);
    // Two conditions may be met at one time.
    const [one, other] = [clamp({ measure: "loss", above: 0.5 }), clamp({ measure: "loss", below: 0.5 })];
    expect(problems({ clamps: [one, other] })).toMatchObject([
      ["clamps.1.heads.0", expect.stringContaining("contradicts clamps[0]")],
    ]);
  });

  it("says when a clamp holds, and not what it does", () => {
    const clamp = { kind: "ablate" as const, heads: ["L0H0"] };
    const when = { measure: "loss" as const, below: 0.5 };
    const effects = [{ ...clamp, when }, { ...clamp, from: 3, until: 8 }, clamp].map((each) =>
      JSON.stringify(effectOf(each)),
    );
    expect(new Set(effects).size).toBe(1);
    expect(JSON.stringify(effectOf({ ...clamp, heads: ["L0H1"] }))).not.toBe(effects[0]);
  });
});
