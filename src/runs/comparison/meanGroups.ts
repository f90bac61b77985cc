import type { RunRecord } from "../runRecord.ts";
import { describeValues } from "./describeValues.ts";

/** A run that may be of a group. */
export interface GroupedRun {
  readonly id: string;
  readonly record: RunRecord;
}

/** Runs that can be shown as one curve: their mean and range. */
export interface MeanGroup<Run extends GroupedRun> {
  /** Names it for good, over updates and reloads. */
  readonly key: string;
  /** Of the group, with the values that its members share; different for different groups. */
  readonly name: string;
  /** In the order in which they were given, at least two. */
  readonly runs: readonly Run[];
}

/**
 * The runs that a mean can be taken of, in the order of their first members: those that were launched together and are
 * alike but for the values of a sweep. Of a sweep over seeds and other keys, runs that differ in seeds alone: a mean
 * over seeds says something of each experiment, a mean over experiments does not. A group of one is none.
 */
export function meanGroups<Run extends GroupedRun>(runs: readonly Run[]): readonly MeanGroup<Run>[] {
  const found = new Map<string, Run[]>();
  for (const run of runs) {
    const key = keyOf(run.record);
    if (key === null) continue;
    const there = found.get(key);
    if (there === undefined) found.set(key, [run]);
    else there.push(run);
  }
  const groups = [...found]
    .filter(([, members]) => members.length > 1)
    .map(([key, members]) => ({ key, name: nameOf(members[0]!.record), runs: members }));
  return groups.map((group, place) => {
    const same = groups.slice(0, place).filter(({ name }) => name === group.name).length;
    return same === 0 ? group : { ...group, name: `${group.name} · ${same + 1}` };
  });
}

/** What members have in common and others have not; null where a run is of no sweep. */
function keyOf({ group }: RunRecord): string | null {
  if (group === undefined || Object.keys(group.values).length === 0) return null;
  const varied = variedKeys(group.values);
  // What follows from a swept key, as labelPairs from labels, differs too; it is the sweep's values that count.
  const shared = Object.entries(group.values).filter(([path]) => !varied.includes(path));
  return `${group.id} ${JSON.stringify(shared)}`;
}

/** The keys over which a mean is taken. */
function variedKeys(values: Readonly<Record<string, unknown>>): readonly string[] {
  const paths = Object.keys(values);
  const seeds = paths.filter(isSeed);
  return seeds.length > 0 ? seeds : paths;
}

function nameOf({ group }: RunRecord): string {
  const values = group?.values ?? {};
  const varied = variedKeys(values);
  const shared = Object.entries(values).filter(([path]) => !varied.includes(path));
  const text = describeValues(Object.fromEntries(shared));
  return [group?.name ?? "", ...(text === "" ? [] : [text])].join(" · ");
}

function isSeed(path: string): boolean {
  return path === "seeds" || path.startsWith("seeds.");
}
