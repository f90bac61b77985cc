import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { ClampOption } from "../../../src/clamps/clampOptions.ts";
import { clampKinds, clampOption } from "../../../src/clamps/clampOptions.ts";
import { clampSchema } from "../../../src/clamps/clamps.ts";
import { UserError } from "../../../src/userError.ts";

function option(kind: string, key: string): ClampOption {
  const found = clampKinds.find((info) => info.kind === kind)?.options.find((each) => each.key === key);
  if (found === undefined) throw new Error(`no ${key} of ${kind}`);
  return found;
}

describe("clampKinds", () => {
  it("has every kind that an experiment may have, with a title and words of its own", () => {
    expect(clampKinds.map(({ kind }) => kind)).toEqual(
      clampSchema.options.map(({ shape }) => shape.kind.value),
    );
    expect(clampKinds.map(({ title }) => title)).toEqual([
      "Ablate",
      "Previous-token pattern",
      "Induction pattern",
    ]);
    expect(new Set(clampKinds.map(({ description }) => description)).size).toBe(clampKinds.length);
    for (const { description } of clampKinds) expect(description).toMatch(/^Heads .*\.$/);
  });

  it("has no options for what is asked in other ways", () => {
    expect(clampKinds.map(({ kind, options }) => [kind, ...options.map(({ key }) => key)])).toEqual([
      ["ablate"],
      ["previous-token", "strength", "positions"],
      ["induction", "strength"],
    ]);
  });

  it("takes what options are from the schema", () => {
    expect(option("previous-token", "strength")).toMatchObject({
      title: "Strength",
      description: "Attention on the token before; the rest is on the token itself.",
      default: 1,
      choices: null,
    });
    expect(option("previous-token", "positions")).toMatchObject({
      title: "Positions",
      default: "all",
      choices: ["all", "labels"],
    });
  });

  it("gives options that make a right clamp, of what is typed and of nothing", () => {
    for (const { kind, options } of clampKinds) {
      for (const pick of [() => "", ({ choices }: ClampOption) => choices?.at(-1) ?? "0.25"]) {
        const parsed = options.map((each) => [each.key, each.parse(pick(each))] as const);
        const clamp = { kind, heads: ["L0H0"], ...Object.fromEntries(parsed) };
        expect(clampSchema.parse(clamp)).toEqual(clamp);
      }
    }
  });
});

describe("what is typed", () => {
  it.each([
    ["0.5", 0.5],
    [" 1 ", 1],
    [".25", 0.25],
    ["5e-1", 0.5],
    ["0", 0],
    ["", 1],
  ])("%j is a strength", (text, value) => {
    const strength = option("induction", "strength");
    expect(strength.check(text)).toBeNull();
    expect(strength.parse(text)).toBe(value);
  });

  it.each(["1.01", "-0.1", "half", "0,5", "0x1", "NaN", "Infinity", "1e999", "1 0", "true", "null", "[1]"])(
    "%j is none",
    (text) => {
      const strength = option("induction", "strength");
      expect(strength.check(text)).toBe("expected a number from 0 to 1");
      expect(() => strength.parse(text)).toThrow(UserError);
    },
  );

  it("is one of the choices", () => {
    const positions = option("previous-token", "positions");
    expect(positions.check("labels")).toBeNull();
    expect(positions.check("Labels")).toBe("expected all or labels");
    expect(positions.parse("labels")).toBe("labels");
    expect(positions.parse("")).toBe("all");
  });
});

describe("clampOption", () => {
  it.each([
    [z.number(), "a number"],
    [z.int(), "a whole number"],
    [z.int().min(1), "a whole number of at least 1"],
    [z.number().gt(0), "a number above 0"],
    [z.number().gt(0).lt(2), "a number above 0 and below 2"],
    [z.number().max(3), "a number of at most 3"],
    [z.int().min(2).max(8), "a whole number from 2 to 8"],
  ])("says the limits of a schema %#: %s", (schema, words) => {
    expect(clampOption("x", schema).check("?")).toBe(`expected ${words}`);
  });

  it("asks for an option without a default, unless it may be left out", () => {
    expect(clampOption("x", z.number()).check("")).toBe("expected a number");
    const optional = clampOption("someKey", z.number().optional());
    expect(optional.check("")).toBeNull();
    expect(optional.parse("")).toBeUndefined();
    expect(optional).toMatchObject({ title: "Some key", default: undefined });
  });

  it("is not made of what nobody can type", () => {
    expect(() => clampOption("x", z.array(z.number()))).toThrow(TypeError);
  });
});
