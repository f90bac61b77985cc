import { describe, expect, test } from "vitest";
import { clampKinds } from "../../../../src/clamps/clampOptions.ts";
import { answersOf, clampOf, clampSoFar, headsOfModel } from "../../../../src/views/commands/clampAnswers.ts";
import { checkFrom, checkUntil } from "../../../../src/views/commands/checkWindow.ts";

describe("the clamp that answers make", () => {
  test("has only what differs from the defaults", () => {
    const answers = answersOf(null, ["L0H2"]);
    answers.kind = "previous-token";
    answers.options.set("strength", "1");
    answers.options.set("positions", "labels");
    expect(clampOf(answers)).toEqual({
      kind: "previous-token",
      heads: ["L0H2"],
      positions: "labels",
    });
  });

  test("has the window that was typed", () => {
    const answers = { ...answersOf(null, ["L1H3"]), kind: "ablate", from: "200k", until: "1.5M" };
    expect(clampOf(answers)).toEqual({
      kind: "ablate",
      heads: ["L1H3"],
      from: 200_000,
      until: 1_500_000,
    });
  });

  test("begins with the clamp that is edited, and is the same where nothing is changed", () => {
    const when = { measure: "loss", below: 0.5 };
    const clamp = { kind: "previous-token", heads: ["L0H1"], strength: 0.5, from: 1000, when };
    expect(clampOf(answersOf(clamp, []))).toEqual(clamp);
  });

  test("leaves behind what another kind does not have", () => {
    const answers = answersOf({ kind: "previous-token", heads: ["L1H1"], positions: "labels" }, []);
    answers.kind = "ablate";
    expect(clampOf(answers)).toEqual({ kind: "ablate", heads: ["L1H1"] });
  });

  const complete = [
    { kind: "ablate", heads: ["L1H3"] },
    { kind: "previous-token", heads: ["L0H2"], strength: 0.5, positions: "labels" },
    { kind: "block-previous-token", heads: ["L0H2"], positions: "labels" },
    { kind: "induction", heads: ["L1H3"], strength: 0.75 },
    { kind: "match", heads: ["L1H3"], temperature: 0.5 },
    { kind: "temperature", heads: ["L1H3"], temperature: 2 },
    { kind: "labels-only", heads: ["L1H3"] },
    { kind: "copy", head: "L1H3" },
    { kind: "perfect-layer-0" },
    { kind: "preserve", what: ["pattern", "v"] },
    { kind: "ablate-embedding" },
    { kind: "graft-in", checkpoint: "run:3f2a91b0c4d5e6f7@1000000", throughLayer: 0 },
    { kind: "graft-out", checkpoint: "a b/c, d.safetensors", fromLayer: 1 },
    { kind: "set", site: "blocks.0.attn.hook_z", heads: ["L0H1"], positions: [1, 3], value: -0.5 },
  ];

  test.each(complete)("of kind $kind says all that there is to say of it", (clamp) => {
    const when = { measure: "induction", head: "L1H3", above: 0.5, hold: 20_000 };
    const whole = { ...clamp, from: 1000, until: 2000, when };
    expect(clampOf(answersOf(whole, []))).toEqual(whole);
    expect(clampOf(answersOf(clamp, []))).toEqual(clamp);
  });

  test("can be of every kind that there is", () => {
    expect(complete.map(({ kind }) => kind)).toEqual(clampKinds.map(({ kind }) => kind));
  });

  test("has no heads where its kind has none, and all of a site's where none is chosen", () => {
    const answers = { ...answersOf(null, ["L1H3"]), kind: "perfect-layer-0" };
    expect(clampOf(answers)).toEqual({ kind: "perfect-layer-0" });
    const set = { ...answersOf({ kind: "set", site: "hook_embed", value: 0 }, []), heads: [] };
    expect(clampOf(set)).toEqual({ kind: "set", site: "hook_embed", value: 0 });
  });

  test("leaves out what is still missing, or meant for another kind, until it is whole", () => {
    const answers = answersOf({ kind: "previous-token", heads: ["L0H2"], positions: "labels" }, []);
    answers.kind = "set";
    expect(clampSoFar(answers)).toEqual({ kind: "set", heads: ["L0H2"] });
    expect(() => clampOf(answers)).toThrow(TypeError);
  });

  test("names heads by layer and number", () => {
    expect(headsOfModel({ layers: 2, heads: 2 })).toEqual(["L0H0", "L0H1", "L1H0", "L1H1"]);
  });
});

describe("a window, as it is typed", () => {
  const limits = { now: 100_000, total: 1_000_000 };

  test("may be left open", () => {
    expect(checkFrom("", limits)).toBeNull();
    expect(checkUntil(" ", "", limits)).toBeNull();
  });

  test("is in sequences, as people write them", () => {
    expect(checkFrom("200k", limits)).toBeNull();
    expect(checkFrom("0", limits)).toBeNull();
    expect(checkUntil("1.5M", "200k", limits)).toBeNull();
    expect(checkFrom("soon", limits)).toMatch(/^expected a whole number of sequences/);
    expect(checkUntil("-5", "", limits)).toMatch(/^expected a whole number of sequences/);
  });

  test("holds at some time", () => {
    expect(checkFrom("1M", limits)).toBe("expected less than 1000000, where training ends");
    expect(checkUntil("200k", "200000", limits)).toMatch(/^expected more than 200000/);
    expect(checkUntil("90k", "", limits)).toBe("expected more than 100000, which the run has seen already");
  });
});
