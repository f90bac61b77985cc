import { formatDuration } from "../runs/comparison/formatNumbers.ts";
import type { LabTask } from "./paperLab.ts";
import type { LabWork } from "./watchedLab.ts";

/** A measure is less work than a run. */
const measureShare = 0.1;

/** How far the reproduction of figures is, 0 … 1, as far as it is known now: figures ask for more as they go on. */
export function reproduceFraction(tasks: readonly LabTask[], { runs, measures }: LabWork): number {
  const all = runs.asked + measureShare * measures.asked;
  if (all === 0) return 0;
  const under = tasks.reduce(
    (sum, { kind, fraction }) => sum + fraction * (kind === "run" ? 1 : measureShare),
    0,
  );
  return Math.min(1, (runs.done + measureShare * measures.done + under) / all);
}

/** What is done for figures now, in a line: `1 of 3 figures · training fig5b-match 40 % · about 5 min 10 s of training left`. */
export function reproduceText(
  tasks: readonly LabTask[],
  { runs, secondsLeft }: LabWork,
  figures: { readonly done: number; readonly all: number },
): string {
  const [task, ...others] = tasks;
  const doing = task?.kind === "run" ? "training" : "measuring";
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  return [
    ...(figures.all === 1 ? [] : [`${figures.done} of ${figures.all} figures`]),
    ...(runs.asked === 0 ? [] : [`${runs.done} of ${runs.asked} runs`]),
    ...(task === undefined ? [] : [`${doing} ${task.name} ${Math.floor(100 * task.fraction)} %${more}`]),
    ...(secondsLeft === null ? [] : [`about ${formatDuration(secondsLeft)} of training left`]),
  ].join(" · ");
}
