import type { Curves } from "../runs/comparison/curves.ts";
import { readCurves, type CurvesRead } from "../runs/curvesReader.ts";
import type { RunEvent } from "../runs/runEvents.ts";
import { readEvents } from "../runs/runReader.ts";

/** What is new in a run folder. `curves` is null where there is no new evaluation. */
export interface RunNews {
  readonly curves: Curves | null;
  readonly events: readonly RunEvent[];
  /** True where files were cut, as by going on from a checkpoint: curves and events are all that there is, not only news. */
  readonly restarted: boolean;
}

/** Follows the evaluations and events of a run folder. Holds positions in its files, and none of their content. */
export class RunFeed {
  readonly #folder: string;
  #metricsByte = 0;
  #eventsByte = 0;
  /** Sequences of the last evaluation seen. */
  #last = -1;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** All evaluations and events so far. @throws UserError with file and line where one is damaged */
  snapshot(): { readonly curves: Curves; readonly events: readonly RunEvent[] } {
    const metrics = readCurves(this.#folder);
    const events = readEvents(this.#folder);
    this.#last = -1;
    this.#take(metrics, events);
    return { curves: metrics.curves, events: events.lines };
  }

  /** What came since the last look; before the first, everything. @throws UserError as `snapshot` */
  news(): RunNews {
    const metrics = readCurves(this.#folder, this.#metricsByte);
    const events = readEvents(this.#folder, this.#eventsByte);
    // A file that was cut may have grown again past the last position before anyone looked.
    const { curves } = metrics;
    const goesBack = curves.sequences.length > 0 && curves.sequences[0]! <= this.#last;
    if (metrics.restarted || events.restarted || goesBack) return { ...this.snapshot(), restarted: true };
    this.#take(metrics, events);
    return { curves: curves.sequences.length === 0 ? null : curves, events: events.lines, restarted: false };
  }

  #take(metrics: CurvesRead, events: { readonly nextByte: number }): void {
    this.#metricsByte = metrics.nextByte;
    this.#eventsByte = events.nextByte;
    this.#last = metrics.curves.sequences.at(-1) ?? this.#last;
  }
}
