import { meanGroups, type GroupedRun } from "../../src/runs/comparison/meanGroups.ts";

/** How runs that were started together are shown: each for itself, or as their mean and range. */
export const groupChoices = [
  { value: "runs", label: "runs" },
  { value: "range", label: "mean and range" },
] as const;

/** One of these. */
export type GroupChoice = (typeof groupChoices)[number]["value"];

/** What is shown as one curve: a run, or a group of them. */
export interface RunUnit<Run> {
  /** The run's id, or the group's key. */
  readonly key: string;
  readonly name: string;
  /** Colour and dash: of the run, or of the group's first. */
  readonly slot: number;
  /** One, or the members of the group. */
  readonly runs: readonly Run[];
  readonly isGroup: boolean;
}

interface NamedRun extends GroupedRun {
  readonly name: string;
  readonly slot: number;
}

/** Runs from which one would rather see a mean: fewer say little of a range. */
const enough = 3;

/** How groups are shown: as the user chose, else as mean and range where one has three members. Null: there are none. */
export function groupChoiceOf(runs: readonly NamedRun[], chosen: GroupChoice | null): GroupChoice | null {
  const groups = meanGroups(runs);
  if (groups.length === 0) return null;
  return chosen ?? (groups.some((group) => group.runs.length >= enough) ? "range" : "runs");
}

/** What is shown as one curve each, in the order of the runs. */
export function runUnits<Run extends NamedRun>(
  runs: readonly Run[],
  chosen: GroupChoice | null,
): readonly RunUnit<Run>[] {
  const groups = groupChoiceOf(runs, chosen) === "range" ? meanGroups(runs) : [];
  return runs.flatMap((run): RunUnit<Run>[] => {
    const group = groups.find((one) => one.runs.includes(run));
    if (group === undefined) {
      return [{ key: run.id, name: run.name, slot: run.slot, runs: [run], isGroup: false }];
    }
    if (group.runs[0] !== run) return [];
    return [{ key: group.key, name: group.name, slot: run.slot, runs: group.runs, isGroup: true }];
  });
}

/** Reads what was kept of the choice; null where there is none. */
export function readGroupChoice(kept: unknown): GroupChoice | null {
  return groupChoices.find(({ value }) => value === kept)?.value ?? null;
}
