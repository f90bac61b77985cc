import { describe, expect, it } from "vitest";
import { reproduceFraction, reproduceText } from "../../../src/paper/reproduceProgress.ts";

const training = { kind: "run", name: "fig5b-match", fraction: 0.4, text: "" } as const;
const work = { runs: { asked: 4, done: 1 }, measures: { asked: 10, done: 5 }, secondsLeft: 310 };

describe("the progress of figures", () => {
  it("counts runs and measures, those under way by their part", () => {
    const none = { runs: { asked: 0, done: 0 }, measures: { asked: 0, done: 0 }, secondsLeft: null };
    expect(reproduceFraction([], none)).toBe(0);
    expect(reproduceFraction([training], work)).toBeCloseTo((1 + 0.5 + 0.4) / 5);
    const measuring = { ...training, kind: "measure" } as const;
    expect(reproduceFraction([measuring], work)).toBeCloseTo((1 + 0.5 + 0.04) / 5);
  });

  it("is told in a line", () => {
    expect(reproduceText([training, training], work, { done: 1, all: 3 })).toBe(
      "1 of 3 figures · 1 of 4 runs · training fig5b-match 40 % and 1 more · about 5 min 10 s of training left",
    );
    expect(reproduceText([], { ...work, secondsLeft: null }, { done: 0, all: 1 })).toBe("1 of 4 runs");
  });
});
