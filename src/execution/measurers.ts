import { Disposable } from "../disposable.ts";
import type { MeasureJob, MeasureResult } from "../protocol/measureMessages.ts";
import { MeasureProcess, type MeasureProcessOptions, type MeasureWatch } from "./measureProcess.ts";
import { Slots } from "./slots.ts";

/**
 * Two: one may be busy for minutes, as with a wiring diagram, while the other answers what a user clicks. More would
 * take processors from what trains.
 */
const processes = 2;

/** The processes that measure for everything that a user looks at: at most two, shared, the first come first. */
export class Measurers extends Disposable {
  readonly #slots = new Slots(processes);
  readonly #places: readonly { readonly process: MeasureProcess; runFolder: string | null }[];

  constructor(options: MeasureProcessOptions) {
    super();
    this.#places = Array.from({ length: processes }, () => ({
      process: this.register(new MeasureProcess(options)),
      runFolder: null,
    }));
  }

  /** Takes a measure as soon as a process is free. @throws as `MeasureProcess.take` */
  async take(job: MeasureJob, { onProgress, signal }: MeasureWatch & { readonly signal: AbortSignal }) {
    const result = await this.#slots.use(signal, (): Promise<MeasureResult> => {
      const place = this.#choose(job.runFolder);
      place.runFolder = job.runFolder;
      return place.process.take(job, { onProgress, signal });
    });
    if (result !== null) return result;
    throw signal.reason;
  }

  /** One that has the run open; else one that has none; else any that is free. */
  #choose(runFolder: string) {
    const free = this.#places.filter(({ process }) => !process.isBusy);
    // Where one that was given up is at its end, its queue is the shortest there is.
    const among = free.length > 0 ? free : this.#places;
    return (
      among.find((place) => place.process.isWarm && place.runFolder === runFolder) ??
      among.find((place) => !place.process.isWarm) ??
      among[0]!
    );
  }
}
