import { describe, expect, test } from "vitest";
import { chooseTargets } from "../../../../src/views/commands/chooseTargets.ts";

const whyNot = (target: number) => (target % 2 === 0 ? null : `${target} is odd`);
const nothing = { given: [], hinted: [[], []], all: [], many: true, whyNot };

describe("what a command works with", () => {
  test("what it was called with comes first, without those that it does not apply to", () => {
    expect(chooseTargets({ ...nothing, given: [1, 2, 4], hinted: [[6]], all: [2, 4, 6] })).toEqual({
      kind: "take",
      targets: [2, 4],
    });
  });

  test("called with nothing fit, it does not turn to something else", () => {
    expect(chooseTargets({ ...nothing, given: [3, 1], hinted: [[6]], all: [6] })).toEqual({
      kind: "none",
      reason: "3 is odd",
    });
  });

  test("then the first selection that has anything fit", () => {
    const chosen = chooseTargets({ ...nothing, hinted: [[5], [6, 7, 8], [10]], all: [2] });
    expect(chosen).toEqual({ kind: "take", targets: [6, 8] });
  });

  test("then the user picks among all that are fit", () => {
    expect(chooseTargets({ ...nothing, hinted: [[5]], all: [2, 3, 4] })).toEqual({
      kind: "pick",
      among: [2, 4],
    });
  });

  test("a command for one target lets the user pick where several are selected", () => {
    expect(chooseTargets({ ...nothing, given: [2, 4], many: false })).toEqual({
      kind: "pick",
      among: [2, 4],
    });
    expect(chooseTargets({ ...nothing, given: [2], many: false })).toEqual({ kind: "take", targets: [2] });
  });

  test("where nothing is fit it says why, by what is selected", () => {
    expect(chooseTargets({ ...nothing, hinted: [[], [7]], all: [7, 9] })).toEqual({
      kind: "none",
      reason: "7 is odd",
    });
    expect(chooseTargets({ ...nothing, all: [7, 9] })).toEqual({ kind: "none", reason: null });
  });
});
