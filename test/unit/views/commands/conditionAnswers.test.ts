import { describe, expect, test } from "vitest";
import {
  checkBound,
  checkCondition,
  checkHold,
  conditionAnswersOf,
  conditionOf,
  measuredHeads,
  measuresOf,
} from "../../../../src/views/commands/conditionAnswers.ts";

const shape = { layers: 2, heads: 2, sets: ["train", "class"] };
const none = conditionAnswersOf(undefined);

describe("the condition that answers make", () => {
  test("is none where no measure is chosen", () => {
    expect(conditionOf(none)).toBeUndefined();
    expect(conditionOf({ ...none, above: "0.5" })).toBeUndefined();
  });

  test("is of a head or of a set, and leaves out defaults and what is empty", () => {
    const induction = {
      ...none,
      measure: "induction",
      head: "L1H1",
      set: "class",
      above: "0.5",
      hold: "20k",
    };
    expect(conditionOf(induction)).toEqual({ measure: "induction", head: "L1H1", above: 0.5, hold: 20_000 });
    const loss = { ...none, measure: "loss", head: "L1H1", set: "train", below: " 2e-1 " };
    expect(conditionOf(loss)).toEqual({ measure: "loss", below: 0.2 });
    expect(conditionOf({ ...loss, set: "class" })).toEqual({ measure: "loss", set: "class", below: 0.2 });
  });

  test("is the one that is edited where nothing is changed", () => {
    const when = { measure: "accuracy", set: "class", above: 0.25, below: 0.75, hold: 5000 } as const;
    expect(conditionOf(conditionAnswersOf(when))).toEqual(when);
  });
});

describe("what is asked of a condition", () => {
  test("is what the model has", () => {
    expect(measuredHeads("induction", shape)).toEqual(["L1H0", "L1H1"]);
    expect(measuredHeads("previousToken", { ...shape, layers: 3 })).toHaveLength(4);
    expect(measuresOf(shape)).toContain("induction");
    expect(measuresOf({ ...shape, layers: 1 })).not.toContain("induction");
  });

  test("is checked as it is typed", () => {
    expect(checkBound("")).toBeNull();
    expect(checkBound("-.5")).toBeNull();
    expect(checkBound("half")).toBe("expected a number, or nothing");
    expect(checkHold("20k")).toBeNull();
    expect(checkHold("")).toBeNull();
    expect(checkHold("0")).toContain("above 0");
    expect(checkHold("soon")).toContain("above 0");
  });

  test("needs a bound, between which something is", () => {
    const loss = { ...none, measure: "loss" };
    expect(checkCondition(loss, shape)).toBe("expected above, below or both");
    expect(checkCondition({ ...loss, above: "0.5", below: "0.4" }, shape)).toContain("nothing is between");
    expect(checkCondition({ ...loss, below: "0.4" }, shape)).toBeNull();
    const head = { ...none, measure: "induction", head: "L0H0", above: "0.5" };
    expect(checkCondition(head, shape)).toContain("L1H0 to L1H1");
  });
});
