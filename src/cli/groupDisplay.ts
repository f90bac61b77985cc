import type { WantedEnd } from "../execution/runAll.ts";
import type { JobProgress } from "../execution/trainJob.ts";
import { formatDuration, formatSequences, formatValue } from "../runs/comparison/formatNumbers.ts";
import { describeProgress } from "./describeProgress.ts";
import { fit } from "./fit.ts";
import { RedrawnLines } from "./redrawnLines.ts";

/** Active runs that are shown at most, one line each. */
const mostLines = 16;

/** A run of the group, for its display. */
export interface DisplayedRun {
  readonly name: string;
  /** How many sequences it trains on. */
  readonly total: number;
}

/**
 * Tells how far several runs are: in a terminal a line for each that trains, and one for all of them, redrawn; in a file
 * or a pipe one line for all now and then. What has ended is told in a line that stays.
 */
export class GroupDisplay {
  readonly #lines: RedrawnLines;
  readonly #runs: readonly DisplayedRun[];
  /** By place in the list. */
  readonly #active = new Map<number, JobProgress | null>();
  readonly #done = new Map<number, number>();
  #finished = 0;

  constructor(stream: NodeJS.WriteStream, silent: boolean, runs: readonly DisplayedRun[]) {
    this.#lines = new RedrawnLines(stream, silent, mostLines);
    this.#runs = runs;
  }

  /** A run stands so now; null: it begins. */
  update(place: number, progress: JobProgress | null): void {
    const isNew = !this.#active.has(place);
    this.#active.set(place, progress);
    this.#done.set(place, progress?.status?.sequences ?? 0);
    this.#draw(isNew);
  }

  /** A run has ended. One that has never begun is not told. */
  end(place: number, end: WantedEnd): void {
    this.#active.delete(place);
    this.#done.set(place, end.state === "finished" ? this.#runs[place]!.total : (end.status?.sequences ?? 0));
    if (end.state === "finished") this.#finished++;
    if (end.state === "queued") return;
    this.print(`${this.#runs[place]!.name}: ${endWords(end)}`);
    this.#draw(true);
  }

  /** Writes a line that stays. */
  print(text: string): void {
    this.#lines.print(text);
  }

  /** Takes away what is redrawn. */
  clear(): void {
    this.#lines.clear();
  }

  #draw(isUrgent: boolean): void {
    const each = (columns: number, most: number) =>
      [...this.#active].slice(0, most).map(([place, progress]) => this.#one(place, progress, columns));
    this.#lines.draw({ each, all: (columns) => this.#all(columns) }, isUrgent);
  }

  #one(place: number, progress: JobProgress | null, columns: number): string {
    const { name, total } = this.#runs[place]!;
    const width = Math.min(Math.max(...this.#runs.map((run) => run.name.length)), Math.floor(columns / 2));
    const start = `  ${fit(name, width).padEnd(width)} `;
    const status = progress?.status;
    if (status == null || status.state === "created") return `${start}   starting`;
    const loss = progress?.metrics?.sets.train?.loss ?? Number.NaN;
    return fit(`${start}${describeProgress({ ...status, total, loss }, columns - start.length)}`, columns);
  }

  #all(columns: number): string {
    const total = this.#runs.reduce((sum, run) => sum + run.total, 0);
    const done = [...this.#done.values()].reduce((sum, sequences) => sum + sequences, 0);
    const rates = [...this.#active.values()].map((progress) => progress?.status?.rate ?? 0);
    const rate = rates.reduce((sum, each) => sum + each, 0);
    const parts = [
      `${Math.floor((100 * Math.min(done, total)) / total)} %`,
      `${this.#finished} of ${this.#runs.length} finished`,
      `${this.#active.size} training`,
      ...(rate > 0 ? [`${formatDuration((total - done) / rate)} left`] : []),
    ];
    while (parts.length > 1 && parts.join(" · ").length > columns) parts.pop();
    return fit(parts.join(" · "), columns);
  }
}

function endWords({ state, reason, status, metrics, wasThere }: WantedEnd): string {
  if (wasThere && state === "finished") return "has finished before";
  const loss = metrics?.sets.train?.loss;
  const parts = [
    state === "stopped" ? `stopped at ${formatSequences(status?.sequences ?? 0)}` : state,
    ...(state === "finished" && loss !== undefined ? [`loss ${formatValue(loss)}`] : []),
    ...(status?.phaseChange != null ? [`phase change at ${formatSequences(status.phaseChange)}`] : []),
    ...(state !== "stopped" && reason !== null ? [reason.split("\n")[0]!] : []),
  ];
  return parts.join(" · ");
}
