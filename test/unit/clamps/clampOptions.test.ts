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
    const titles = clampKinds.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(["Ablate", "Perfect copy", "Perfect layer 0", "Graft in"]));
    expect(new Set(titles).size).toBe(14);
    expect(new Set(clampKinds.map(({ description }) => description)).size).toBe(14);
    for (const { description } of clampKinds) expect(description).toMatch(/^[A-Z].*\.$/);
  });

  it("has options for all but what is asked in other ways", () => {
    expect(clampKinds.map(({ kind, options }) => [kind, ...options.map(({ key }) => key)])).toEqual([
      ["ablate"],
      ["previous-token", "strength", "positions"],
      ["block-previous-token", "positions"],
      ["induction", "strength"],
      ["match", "temperature"],
      ["temperature", "temperature"],
      ["labels-only"],
      ["copy", "head"],
      ["perfect-layer-0"],
      ["preserve", "what"],
      ["ablate-embedding"],
      ["graft-in", "checkpoint", "throughLayer"],
      ["graft-out", "checkpoint", "fromLayer"],
      ["set", "site", "positions", "value"],
    ]);
  });

  it("says which kinds are of heads that are chosen, and what must be said", () => {
    expect(clampKinds.filter(({ takesHeads }) => !takesHeads).map(({ kind }) => kind)).toEqual([
      ...["copy", "perfect-layer-0", "preserve", "ablate-embedding", "graft-in", "graft-out", "set"],
    ]);
    const all = clampKinds.flatMap(({ kind, options }) => options.map((each) => ({ kind, ...each })));
    expect(all.filter(({ isMany }) => isMany).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      "preserve what",
      "set positions",
    ]);
    expect(all.filter(({ isRequired }) => isRequired).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      "temperature temperature",
      "copy head",
      "preserve what",
      ...["graft-in checkpoint", "graft-in throughLayer", "graft-out checkpoint", "graft-out fromLayer"],
      ...["set site", "set value"],
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
    const typed: Readonly<Record<string, string>> = {
      head: "L1H3",
      checkpoint: "runs/a/checkpoints/80.safetensors",
      throughLayer: "0",
      fromLayer: "1",
      site: "blocks.0.attn.hook_z",
      positions: "0, 3",
    };
    const type = ({ key, choices }: ClampOption) => choices?.at(-1) ?? typed[key] ?? "0.25";
    for (const { kind, options, takesHeads } of clampKinds) {
      for (const pick of [(each: ClampOption) => (each.isRequired ? type(each) : ""), type]) {
        const parsed = options.map((each) => [each.key, each.parse(pick(each))] as const);
        const said = Object.fromEntries(parsed.filter(([, value]) => value !== undefined));
        const clamp = { kind, ...(takesHeads ? { heads: ["L0H0"] } : {}), ...said };
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

  it.each([
    ["v", ["v"]],
    ["pattern, v", ["pattern", "v"]],
    [" q k,v ", ["q", "k", "v"]],
  ])("%j are several of the choices", (text, value) => {
    const what = option("preserve", "what");
    expect(what.choices).toEqual(["pattern", "v", "q", "k"]);
    expect(what.check(text)).toBeNull();
    expect(what.parse(text)).toEqual(value);
  });

  it.each(["", "patterns", "v; q", "v, z"])("%j are none of them", (text) => {
    const what = option("preserve", "what");
    expect(what.check(text)).toBe("expected pattern, v, q, k, with commas between");
    expect(() => what.parse(text)).toThrow(UserError);
  });

  it("is a list of whole numbers, or nothing", () => {
    const positions = option("set", "positions");
    expect(positions.parse("1, 3")).toEqual([1, 3]);
    expect(positions.parse("")).toBeUndefined();
    for (const wrong of ["1.5", "-1", "1, x", "last"])
      expect(positions.check(wrong)).toBe("expected whole numbers from 0, with commas between");
  });

  it("is a head, which its place in the model may still make wrong", () => {
    const head = option("copy", "head");
    expect(head.parse(" L1H3 ")).toBe("L1H3");
    expect(head.check("")).toBe("expected a head such as L1H3");
  });

  it("is text that may look like a number", () => {
    const checkpoint = option("graft-in", "checkpoint");
    expect(checkpoint.parse("80")).toBe("80");
    expect(checkpoint.parse("run:0123456789abcdef@80")).toBe("run:0123456789abcdef@80");
    expect(checkpoint.check("")).toBe("expected a checkpoint");
    expect(option("set", "site").check("")).toBe("expected a site");
  });

  it.each([
    ["temperature", "temperature", ["0", "-1", "", "1e7"]],
    ["graft-in", "throughLayer", ["-1", "0.5", "16", ""]],
    ["graft-out", "fromLayer", ["0", "1.5", "16", ""]],
    ["set", "value", ["", "1e10", "x"]],
  ])("is no %s %s: %j", (kind, key, wrong) => {
    for (const text of wrong) expect(option(kind, key).check(text), text).toMatch(/^expected a/);
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
    for (const schema of [z.boolean(), z.strictObject({})])
      expect(() => clampOption("x", schema).check("?")).toThrow(TypeError);
  });
});
