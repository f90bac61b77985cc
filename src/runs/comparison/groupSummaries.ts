import type { Comparison } from "./compareRuns.ts";
import type { GroupedRun, MeanGroup } from "./meanGroups.ts";

/** Numbers of a group's runs. Runs without a number do not count. */
export interface NumberSummary {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How many runs have it. */
  readonly count: number;
}

/** A group as plain JSON. Null where none of its runs has a number. */
export interface GroupSummary {
  readonly key: string;
  readonly name: string;
  /** Ids of its runs. */
  readonly runs: readonly string[];
  /** In sequences. */
  readonly phaseChange: NumberSummary | null;
  /** As in the comparison: at each run's last evaluation, its best one, and the chosen place. */
  readonly metrics: readonly {
    readonly key: string;
    readonly last: NumberSummary | null;
    readonly best: NumberSummary | null;
    readonly at: NumberSummary | null;
  }[];
}

/** Mean, lowest and highest of what a comparison has of each group's runs. */
export function groupSummaries(
  groups: readonly MeanGroup<GroupedRun>[],
  { runs, metrics }: Pick<Comparison, "runs" | "metrics">,
): GroupSummary[] {
  return groups.map((group) => {
    const ids = group.runs.map(({ id }) => id);
    const members = runs.flatMap(({ id }, place) => (ids.includes(id) ? [place] : []));
    return {
      key: group.key,
      name: group.name,
      runs: ids,
      phaseChange: summary(members.map((place) => runs[place]!.phaseChange)),
      metrics: metrics.map(({ key, runs: values }) => {
        const of = (name: "last" | "best" | "at") => summary(members.map((place) => values[place]![name]));
        return { key, last: of("last"), best: of("best"), at: of("at") };
      }),
    };
  });
}

function summary(values: readonly (number | null)[]): NumberSummary | null {
  const numbers = values.filter((value) => value !== null);
  const { length } = numbers;
  if (length === 0) return null;
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  // The mean of equal numbers is that number, whatever the rounding of the sum.
  const mean = Math.min(Math.max(numbers.reduce((sum, value) => sum + value, 0) / length, low), high);
  return { mean, low, high, count: length };
}
