import { availableParallelism } from "node:os";
import { builtProgram } from "../execution/builtProgram.ts";
import { runAll } from "../execution/runAll.ts";
import type { WantedEnd } from "../execution/runAll.ts";
import { RunIndex } from "../execution/runIndex.ts";
import { Slots } from "../execution/slots.ts";
import { describeValues } from "../runs/comparison/describeValues.ts";
import { formatDuration } from "../runs/comparison/formatNumbers.ts";
import { newGroupId } from "../runs/runGroup.ts";
import type { ExitCode } from "./command.ts";
import type { ExperimentGroup, GroupMember } from "./experimentGroup.ts";
import { GroupDisplay } from "./groupDisplay.ts";
import { Interruption } from "./interruption.ts";
import { summariseGroup } from "./summariseGroup.ts";
import type { TerminalOptions } from "./terminalOptions.ts";
import { shellArgument, shownPath, textWidth } from "./terminalText.ts";

/** How a group is trained. */
export interface GroupOptions extends TerminalOptions {
  /** Where the run folders go; absolute. */
  readonly root: string;
  /** How many train at a time; undefined: as many as there are processors. */
  readonly parallel: number | undefined;
  /** Whether members that exist are kept or resumed. */
  readonly goesOn: boolean;
  /** What to type to go on after an interruption. */
  readonly again: string;
}

/**
 * Trains all runs of a group in child processes, shows how far they are, and prints how they ended. Ctrl-C stops all of
 * them, each with a checkpoint.
 */
export async function trainGroup(group: ExperimentGroup, options: GroupOptions): Promise<ExitCode> {
  const { quiet, json, root, goesOn } = options;
  const { members, folder } = group;
  const runs = new RunIndex(root);
  const id = (goesOn ? earlierGroup(runs, group) : undefined) ?? newGroupId();
  const trainer = builtProgram("trainer");
  const names = members.map((member) => nameOf(member, group.name));
  const parallel = Math.min(options.parallel ?? availableParallelism(), members.length);
  const display = new GroupDisplay(
    process.stderr,
    quiet || json,
    members.map(({ experiment }, place) => ({ name: names[place]!, total: experiment.training.sequences })),
  );
  display.print(`${group.name}: ${members.length} runs, ${parallel} at a time, in ${shownPath(root)}`);
  const interruption = new Interruption(() => undefined, ["SIGHUP"]);
  const begun = performance.now();
  try {
    const ends = await runAll(
      members.map(({ experiment, file, values }) => ({
        ...{ experiment, experimentFile: file, folder },
        group: { id, name: group.name, values },
      })),
      {
        ...{ runs, trainer, reuse: goesOn, slots: new Slots(parallel), signal: interruption.signal },
        onProgress: (place, progress) => {
          display.update(place, progress);
        },
        onEnd: (place, end) => {
          display.end(place, end);
        },
      },
    );
    display.clear();
    report(group, names, ends, options, (performance.now() - begun) / 1000);
    return exitCode(ends, interruption.isInterrupted);
  } finally {
    display.clear();
    // What goes wrong here is no reason to leave trainers behind.
    interruption.abort();
    interruption.end();
  }
}

/** Short: what distinguishes it from the others. */
function nameOf({ experiment, values }: GroupMember, group: string): string {
  const words = describeValues(values);
  const { name } = experiment;
  if (words !== "") return words;
  return name.startsWith(`${group}-`) ? name.slice(group.length + 1) : name;
}

/** The id under which runs of this group were launched before. */
function earlierGroup(runs: RunIndex, { members, name, folder }: ExperimentGroup): string | undefined {
  for (const { experiment } of members) {
    const group = runs.find(experiment, folder)?.record.group;
    if (group?.name === name) return group.id;
  }
  return undefined;
}

function report(
  group: ExperimentGroup,
  names: readonly string[],
  ends: readonly WantedEnd[],
  { quiet, json, again }: GroupOptions,
  seconds: number,
): void {
  if (json) {
    const runs = ends.map(({ status, ...end }, place) => ({
      ...{ name: names[place]!, experiment: group.members[place]!.experiment.name },
      ...{ values: group.members[place]!.values, ...end },
      ...{ sequences: status?.sequences ?? 0, phaseChange: status?.phaseChange ?? null },
    }));
    process.stdout.write(`${JSON.stringify({ group: group.name, runs })}\n`);
  } else if (!quiet) process.stdout.write(`\n${summariseGroup(names, ends, textWidth(process.stdout))}\n\n`);
  for (const [place, { state, reason }] of ends.entries()) {
    if (state === "failed" || state === "diverged" || state === "crashed")
      process.stderr.write(`${names[place]!}: ${state}${reason === null ? "" : `: ${reason}`}\n`);
  }
  if (quiet || json) return;
  const finished = ends.filter(({ state }) => state === "finished");
  const count = `${finished.length} of ${ends.length} runs finished after ${formatDuration(seconds)}.`;
  const folders = finished.map(({ folder }) => shellArgument(shownPath(folder)));
  process.stdout.write(`${count}\n`);
  if (finished.length < ends.length) process.stdout.write(`Go on with: ${again}\n`);
  else if (folders.length <= 4)
    process.stdout.write(`Compare them with: optoscope compare ${folders.join(" ")}\n`);
}

function exitCode(ends: readonly WantedEnd[], wasInterrupted: boolean): ExitCode {
  if (ends.some(({ state }) => state === "failed" || state === "diverged" || state === "crashed")) return 1;
  if (ends.every(({ state }) => state === "finished")) return 0;
  return wasInterrupted || ends.some(({ state }) => state === "stopped") ? 130 : 1;
}
