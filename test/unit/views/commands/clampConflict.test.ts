import { describe, expect, test } from "vitest";
import { experimentSchema } from "../../../../src/experiment/experimentSchema.ts";
import { clampConflict, conflictInAnyWindow } from "../../../../src/views/commands/clampConflict.ts";
import { refusalWords } from "../../../../src/views/commands/clampWords.ts";

const experiment = experimentSchema.parse({});
const ablate = { kind: "ablate", heads: ["L1H3"] };
const limits = { now: 100_000, total: 1_000_000 };

describe("a clamp among others", () => {
  test("contradicts one that decides the same of the same head at the same time, which is told in words", () => {
    const others = [{ kind: "induction", heads: ["L1H3"] }, ablate];
    expect(clampConflict(ablate, { experiment, others })).toBe(
      "contradicts “ablate L1H3”: both set the values of L1H3 at the same time",
    );
    expect(clampConflict({ ...ablate, heads: ["L1H2"] }, { experiment, others })).toBeNull();
    expect(clampConflict({ kind: "previous-token", heads: ["L0H2"] }, { experiment, others })).toBeNull();
  });

  test("may take turns with it", () => {
    const others = [{ ...ablate, from: 300_000, until: 400_000 }];
    expect(clampConflict(ablate, { experiment, others })).toContain("“ablate L1H3 from 300k until 400k”");
    expect(clampConflict({ ...ablate, until: 300_000 }, { experiment, others })).toBeNull();
    expect(conflictInAnyWindow(ablate, { experiment, others }, limits)).toBeNull();
  });

  test("has no window where the other holds to the end", () => {
    expect(conflictInAnyWindow(ablate, { experiment, others: [ablate] }, limits)).toContain("contradicts");
    const early = { experiment, others: [{ ...ablate, from: 50_000 }] };
    expect(conflictInAnyWindow(ablate, early, limits)).toContain("contradicts");
    const late = { experiment, others: [{ ...ablate, from: 150_000 }] };
    expect(conflictInAnyWindow(ablate, late, limits)).toBeNull();
    const ending = { experiment, others: [{ ...ablate, until: 150_000 }] };
    expect(conflictInAnyWindow(ablate, ending, limits)).toBeNull();
  });
});

describe("a trainer's refusal", () => {
  const clamps = [{ id: "live-8c31", clamp: ablate }];

  test("names the other clamp by what it does, and nothing by an id", () => {
    const message =
      "clamp live-9eb3: heads[0]: contradicts clamp live-8c31 (ablate): both set the values of L1H3 at the same time";
    expect(refusalWords(message, clamps, experiment.model)).toBe(
      "contradicts “ablate L1H3”: both set the values of L1H3 at the same time",
    );
    expect(refusalWords(message, [], experiment.model)).toContain("contradicts another clamp: both");
  });

  test("of a release says what is not there", () => {
    const message = "unclamp live-8c31: there is no clamp live-8c31";
    expect(refusalWords(message, clamps, experiment.model)).toBe("there is no “ablate L1H3”");
  });

  test("of another kind stays as it is", () => {
    const message =
      "clamp live-9eb3: the clamp would hold in no step from 10 sequences on: steps begin at 32";
    expect(refusalWords(message, clamps, experiment.model)).toBe(
      "the clamp would hold in no step from 10 sequences on: steps begin at 32",
    );
  });
});
