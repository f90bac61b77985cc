import { describe, expect, it } from "vitest";
import { guessedAccuracy } from "../../webview/wiring/guessedAccuracy.ts";
import { ablationNumbers, compositionNumbers } from "../../webview/wiring/wireNumbers.ts";
import { wireSentences, type WireContext } from "../../webview/wiring/wireSentences.ts";
import type { WiringMeasured } from "../../webview/wiring/wiringMeasured.ts";
import { recordOf } from "../unit/runs/comparison/sampleRuns.ts";
import { allMeasured } from "./wiringFixture.ts";

const nothing = { all: [], ablated: new Set<string>(), isBeforeFork: false };
const about: WireContext = { own: nothing, guess: 0.5, layers: 2 };
const ablating = (...heads: readonly string[]) => ({
  own: { ...nothing, all: [`ablate ${heads.join(", ")}`], ablated: new Set(heads) },
});
const wire = { from: 1, to: 2 };
const say = (
  context: Partial<WireContext> = {},
  measured: WiringMeasured = allMeasured(),
  of = wire,
): string =>
  wireSentences(measured, of, { ...about, ...context })
    .join("\n")
    .replaceAll("\u00a0", " ");

describe("what is said of a wire", () => {
  it("names what was held, the numbers, and what follows", () => {
    const text = say();
    expect(text).toContain(
      "L1H2 alone in layer 1, with all of layer 0, answers 97.3 % right on the set train",
    );
    expect(text).toMatch(
      /Without L0H1, and all values held .* only attention can change: 45\.1 %, 52\.2 points less\. L1H2 needs L0H1 for what it attends to\./,
    );
    expect(text).toMatch(
      /Without L0H1, and all attention patterns held, only what is moved can change: 97\.0 %, 0\.3 points less\. L1H2 does not need L0H1 for what it moves\./,
    );
    expect(text).toMatch(
      /L0H1 as the only head of layer 0: 32\.1 % with values held, 22\.1 % with patterns held\./,
    );
    expect(text).toContain("K 0.521 (number 2 of 3, at initialisation number 2)");
  });

  it("warns of what cannot be read from the numbers", () => {
    expect(say()).not.toMatch(/guess|own clamps|after layer/);
    expect(say({}, allMeasured(), { from: 0, to: 0 })).toContain("hardly better than a guess");
    expect(say(ablating("L0H0"))).toContain(
      "(ablate L0H0), but what is preserved comes from a pass without any clamp",
    );
    expect(say({ layers: 3 })).toContain("in the layers after layer 1");
  });

  it("does not take the chance of a small sample for a need", () => {
    const { settings, sequences, value } = allMeasured().wiring!;
    const without = structuredClone(value.without);
    const accuracies = without.patternsPreserved.accuracy as number[][];
    accuracies[2]![1] = 0.955;
    const on = (count: number, exact: boolean): string =>
      say(
        {},
        {
          ...allMeasured(),
          wiring: { settings, sequences, value: { ...value, without, on: { set: "train", count, exact } } },
        },
      );
    expect(on(100, false)).toContain("1.8 points less. On so few sequences that may be chance.");
    for (const text of [on(10_000, false), on(100, true)])
      expect(text).toContain(
        "1.8 points less. L1H2 uses L0H1 for what it moves, but can do mostly without it.",
      );
  });

  it("says nothing of a need where the run itself ablates a head", () => {
    const later = say(ablating("L1H2"));
    expect(later).toContain("The run itself ablates L1H2");
    expect(later).not.toMatch(/points less|L1H2 needs/);
    const earlier = say(ablating("L0H1"));
    expect(earlier).toContain("The run itself ablates L0H1: to ablate it once more takes nothing away.");
    expect(earlier).not.toContain("L1H2 needs L0H1");
    // It is not there to be the only one.
    expect(earlier).toContain("no head of layer 0 is left");
    expect(earlier).not.toContain("as the only head");
  });

  it("tells of all heads of the earlier layer only where all are there", () => {
    expect(say()).toContain("with all of layer 0, answers");
    expect(say(ablating("L0H2", "L0H0", "L1H0"))).toContain(
      "with layer 0 but for L0H0, L0H2, which the run itself ablates, answers",
    );
    const before = say({ own: { ...nothing, isBeforeFork: true } });
    expect(before).not.toContain("with all of layer 0");
    expect(before).toContain("Before the fork: the clamps of the run it was forked from held here.");
  });

  it("judges nothing where the later head only guesses", () => {
    const text = say({}, allMeasured(), { from: 0, to: 0 });
    expect(text).toContain("hardly better than a guess");
    expect(text).toMatch(/only attention can change: 50\.0 %, 2\.0 points less\.$/m);
    expect(text).not.toMatch(/needs? L0H0|does better|can do mostly|no other head|may be chance/);
  });

  it("does not take the chance of a small sample for a need of other heads", () => {
    const { settings, sequences, value } = allMeasured().wiring!;
    const only = structuredClone(value.only);
    (only.valuesPreserved.accuracy as number[][])[2]![1] = 0.955;
    (only.patternsPreserved.accuracy as number[][])[2]![1] = 0.972;
    const on = (count: number) => ({ set: "train", count, exact: false }) as const;
    const text = (count: number): string =>
      say(
        {},
        { ...allMeasured(), wiring: { settings, sequences, value: { ...value, only, on: on(count) } } },
      );
    expect(text(100)).toContain("95.5 % with values held (on so few sequences that may be chance)");
    expect(text(10_000)).toContain(
      "95.5 % with values held, 97.2 % with patterns held (what it moves needs no",
    );
  });

  it("is only what was measured", () => {
    const measured = allMeasured();
    expect(say({}, { ...measured, wiring: null })).toMatch(/^Composition of L1H2 with L0H1/);
    const { now } = measured.composition!.value;
    const fork = { ...measured.composition!, value: { now, initial: null } };
    expect(say({}, { ...measured, composition: fork })).not.toContain("initialisation");
    expect(say({}, { wiring: null, composition: null, attention: null })).toBe("");
  });

  it("counts a guess by the labels in context", () => {
    expect(guessedAccuracy(recordOf().experiment)).toBe(0.5);
    const data = { pairs: 4, burstiness: 2 };
    expect(guessedAccuracy(recordOf({ data }).experiment)).toBe(0.5);
    expect(guessedAccuracy(recordOf({ data: { pairs: 4 } }).experiment)).toBe(0.25);
  });
});

describe("the numbers of a wire", () => {
  it("are those of every matrix, with the difference from the later head alone", () => {
    const table = ablationNumbers(allMeasured(), wire)!;
    expect(table.rows).toEqual([
      ["L1H2 alone", "0.973", "", "0.100", ""],
      ["without L0H1, values preserved", "0.451", "−0.522", "0.479", "+0.379"],
      ["without L0H1, patterns preserved", "0.970", "−0.003", "0.079", "−0.021"],
      ["only L0H1, values preserved", "0.321", "−0.652", "0.679", "+0.579"],
      ["only L0H1, patterns preserved", "0.221", "−0.752", "0.779", "+0.679"],
    ]);
    expect(ablationNumbers({ wiring: null }, wire)).toBeNull();
  });

  it("have composition now and at initialisation", () => {
    expect(compositionNumbers(allMeasured(), wire)?.rows[0]).toEqual([
      "K composition",
      "0.521",
      "0.221",
      "+0.300",
    ]);
    const { settings, sequences, value } = allMeasured().composition!;
    const fork = { settings, sequences, value: { ...value, initial: null } };
    expect(compositionNumbers({ composition: fork }, wire)?.rows[0]?.slice(2)).toEqual(["–", "–"]);
  });
});
