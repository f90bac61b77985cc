import type { GroupTest } from "../../src/runs/comparison/compareGroups.ts";
import { compareGroups } from "../../src/runs/comparison/compareGroups.ts";
import type { MeanGroup } from "../../src/runs/comparison/meanGroups.ts";
import { meanGroups } from "../../src/runs/comparison/meanGroups.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView, ViewRun } from "./compareView.ts";

/** The groups that are held against each other. */
export interface ChosenGroups {
  /** All that can be chosen. */
  readonly all: readonly MeanGroup<ViewRun>[];
  readonly a: MeanGroup<ViewRun>;
  readonly b: MeanGroup<ViewRun>;
  /** A against every other group, as exports have them. */
  readonly tests: readonly GroupTest[];
  /** A against B. */
  readonly test: GroupTest;
}

/**
 * What the user chose; else the baseline's group against the first other one. Null where there are fewer than two
 * groups.
 */
export function chosenGroups({ runs, ui }: Pick<CompareView, "runs" | "ui">): ChosenGroups | null {
  const all = meanGroups(runs);
  const ofBaseline = all.find((group) => group.runs.some(({ isBaseline }) => isBaseline));
  const a = all.find(({ key }) => key === ui.groupA) ?? ofBaseline ?? all[0];
  const b = all.find((group) => group.key === ui.groupB && group !== a) ?? all.find((group) => group !== a);
  if (a === undefined || b === undefined) return null;
  const tests = compareGroups(all, { baseline: a.runs[0]!.id, align: ui.align, at: ui.at });
  return { all, a, b, tests, test: tests.find((test) => test.b === b.key)! };
}

/** What is to be kept when one of the two is chosen; the other moves aside where it was that one. */
export function chooseGroup(
  which: "a" | "b",
  key: string,
  { a, b }: Pick<ChosenGroups, "a" | "b">,
): Pick<CompareUi, "groupA" | "groupB"> {
  if (which === "a") return { groupA: key, groupB: key === b.key ? a.key : b.key };
  return { groupA: key === a.key ? b.key : a.key, groupB: key };
}
