import { describe, expect, test } from "vitest";
import { askInTurn, type Outcome, type QuestionPlace } from "../../../../src/views/commands/askInTurn.ts";

/** A question that notes where it was asked, and is left in the given ways. */
function question(name: string, outcomes: Outcome[], asked: string[]) {
  return ({ step, steps, canGoBack }: QuestionPlace): Promise<Outcome> => {
    asked.push(`${name} ${step}/${steps}${canGoBack ? " back" : ""}`);
    return Promise.resolve(outcomes.shift() ?? "answered");
  };
}

describe("questions one after the other", () => {
  test("are numbered, and all but the first have a way back", async () => {
    const asked: string[] = [];
    const questions = [question("a", [], asked), question("b", ["back"], asked)];
    expect(await askInTurn("t", () => questions)).toBe(true);
    expect(asked).toEqual(["a 1/2", "b 2/2 back", "a 1/2", "b 2/2 back"]);
  });

  test("end when the user breaks off", async () => {
    const asked: string[] = [];
    const questions = [
      question("a", [], asked),
      question("b", ["cancelled"], asked),
      question("c", [], asked),
    ];
    expect(await askInTurn("t", () => questions)).toBe(false);
    expect(asked).toEqual(["a 1/3", "b 2/3 back"]);
  });

  test("may come to be more by an answer", async () => {
    const asked: string[] = [];
    const first = question("kind", [], asked);
    const more = question("strength", [], asked);
    expect(await askInTurn("t", () => (asked.length === 0 ? [first] : [first, more]))).toBe(true);
    expect(asked).toEqual(["kind 1/1", "strength 2/2 back"]);
  });
});
