import { describe, expect, it } from "vitest";
import { spansText, timelineRows } from "../../webview/compare/clampTimeline.ts";
import { unitHeadRows } from "../../webview/compare/unitHeadRows.ts";
import { clampEvent, testRun, testView, type TestRun } from "./compareRun.ts";

const ablate = { kind: "ablate", heads: ["L1H1"] } as const;

function member(seed: number, run: TestRun): ReturnType<typeof testRun> {
  return testRun(`m${seed}`, {
    sequences: [0, 100],
    sweep: { "seeds.init": seed },
    ...run,
    experiment: { seeds: { init: seed }, ...run.experiment },
  });
}

describe("heads of groups", () => {
  const strengths = [
    { "L1H0.induction": [0, 0.2], "L1H1.induction": [0, 0.5] },
    { "L1H0.induction": [0, 0.9], "L1H1.induction": [0, 0.1] },
    { "L1H0.induction": [0, 0.1], "L1H1.induction": [0, 0.3] },
  ];
  const runs = strengths.map((columns, seed) =>
    member(seed, {
      columns,
      ...(seed === 0
        ? {
            events: [
              clampEvent("clamp-set", 10, "live-1", ablate),
              clampEvent("clamp-on", 10, "live-1", ablate),
            ],
          }
        : {}),
    }),
  );
  const alone = testRun("alone", { sequences: [0, 100], columns: { "L1H0.induction": [0, 0.25] } });

  it("are one column with the mean and the range, whose strongest is that of the mean", () => {
    const rows = unitHeadRows(testView([alone, ...runs]));
    const shown = rows.map(({ head, strengths: all }) => [
      head,
      ...all.map(({ text, isStrongest }) => [text, isStrongest]),
    ]);
    expect(shown).toEqual([
      ["L1H0", ["0.250", true], ["0.400 (0.100 to 0.900)", true]],
      ["L1H1", ["–", false], ["0.300 (0.100 to 0.500)", false]],
    ]);
    expect(rows[0]!.strengths[1]!.exact).toContain("of 3 of 3 runs");
  });

  it("say in how many runs a clamp held a head", () => {
    const [, row] = unitHeadRows(testView([alone, ...runs]));
    expect(row!.strengths[1]!.clamps).toEqual(["ablate L1H1 (in 1 of 3 runs)"]);
  });

  it("are a column for each run where the user wants runs", () => {
    const [row] = unitHeadRows(testView(runs, { groups: "runs" }));
    expect(row!.strengths.map(({ text, isStrongest }) => [text, isStrongest])).toEqual([
      ["0.200", false],
      ["0.900", true],
      ["0.100", false],
    ]);
  });
});

describe("clamps of groups", () => {
  const windowed = { ...ablate, until: 50 };
  const held = (seed: number, until: number, deviation = 0): ReturnType<typeof testRun> =>
    member(seed, {
      experiment: { clamps: [{ ...windowed, heads: ["L1H1"] }] },
      phaseChange: 10 * (seed + 1),
      events: [
        clampEvent("clamp-on", 0, "0", windowed),
        { kind: "clamp-measured", sequences: 0, time: "", id: "0", clamp: windowed, sites: [], deviation },
        clampEvent("clamp-off", until, "0", windowed),
      ],
    });

  it("are one row where all runs had the same at the same time, with what was furthest off", () => {
    const rows = timelineRows(testView([held(0, 50), held(1, 50, 0.25), held(2, 50)]));
    expect(rows.map((row) => [row.run.name, row.clamp, spansText(row)])).toEqual([
      ["sweep (3 runs)", "ablate L1H1 until 50", "0 to 50"],
    ]);
    expect(rows[0]!.run.summary.phaseChange).toBe(20);
    expect(rows[0]!.measured).toContain("0.25");
  });

  it("are rows of each run where they differ, or are aligned by phase changes that do", () => {
    const names = (runs: Parameters<typeof testView>[0], ui = {}): string[] =>
      timelineRows(testView(runs, ui)).map(({ run }) => run.name);
    expect(names([held(0, 50), held(1, 50), held(2, 40)])).toEqual(["run m0", "run m1", "run m2"]);
    const same = [held(0, 50), held(1, 50), held(2, 50)];
    expect(names(same, { align: "phase-change" })).toHaveLength(3);
    expect(names(same, { groups: "runs" })).toHaveLength(3);
  });
});
