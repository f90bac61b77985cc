import { describe, expect, test } from "vitest";
import { clampKinds } from "../../../../src/clamps/clampOptions.ts";
import { answersOf, clampOf, headsOfModel } from "../../../../src/views/commands/clampAnswers.ts";
import { checkFrom, checkUntil } from "../../../../src/views/commands/checkWindow.ts";

function optionsOf(kind: string) {
  return clampKinds.find((each) => each.kind === kind)!.options;
}

describe("the clamp that answers make", () => {
  test("has only what differs from the defaults", () => {
    const answers = answersOf(null, ["L0H2"]);
    answers.kind = "previous-token";
    answers.options.set("strength", "1");
    answers.options.set("positions", "labels");
    expect(clampOf(answers, optionsOf("previous-token"))).toEqual({
      kind: "previous-token",
      heads: ["L0H2"],
      positions: "labels",
    });
  });

  test("has the window that was typed", () => {
    const answers = { ...answersOf(null, ["L1H3"]), kind: "ablate", from: "200k", until: "1.5M" };
    expect(clampOf(answers, [])).toEqual({
      kind: "ablate",
      heads: ["L1H3"],
      from: 200_000,
      until: 1_500_000,
    });
  });

  test("begins with the clamp that is edited, and is the same where nothing is changed", () => {
    const when = { measure: "loss", below: 0.5 };
    const clamp = { kind: "previous-token", heads: ["L0H1"], strength: 0.5, from: 1000, when };
    expect(clampOf(answersOf(clamp, []), optionsOf("previous-token"))).toEqual(clamp);
  });

  test("leaves behind what another kind does not have", () => {
    const answers = answersOf({ kind: "previous-token", heads: ["L1H1"], positions: "labels" }, []);
    answers.kind = "ablate";
    expect(clampOf(answers, optionsOf("ablate"))).toEqual({ kind: "ablate", heads: ["L1H1"] });
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
