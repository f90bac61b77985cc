import { formatCount, formatDuration } from "../runs/comparison/formatNumbers.ts";
import type { RunStatus } from "../runs/runStatus.ts";

/** What of a run's progress is told. `loss` in nats, not a number where nothing is known of it. */
export type ShownProgress = Pick<RunStatus, "sequences" | "total" | "rate" | "secondsLeft" | "state"> & {
  readonly loss: number;
};

/** How far a run is, in as much as fits into some columns: what matters least is left out first. */
export function describeProgress(progress: ShownProgress, columns: number): string {
  const { sequences, total, loss, rate, secondsLeft, state } = progress;
  const time =
    state === "paused" ? "paused" : secondsLeft === null ? "" : `${formatDuration(secondsLeft)} left`;
  const parts = [
    { text: `${Math.floor((100 * sequences) / total)} %`.padStart(5), rank: 0 },
    { text: `${formatCount(sequences).padStart(formatCount(total).length)} sequences`, rank: 3 },
    { text: Number.isFinite(loss) ? `loss ${loss.toFixed(3)}` : "", rank: 1 },
    { text: rate > 0 ? `${formatCount(rate)}/s` : "", rank: 4 },
    { text: time, rank: 2 },
  ].filter(({ text }) => text !== "");
  for (let highest = 4; ; highest--) {
    const shown = parts.filter(({ rank }) => rank <= highest);
    const line = shown.map(({ text }) => text).join(" · ");
    if (line.length <= columns || highest === 0) return line;
  }
}
