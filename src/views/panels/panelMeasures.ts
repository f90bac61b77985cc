import type { RunEntry } from "../../execution/runEntry.ts";
import type { JoinedMeasure, SharedMeasures } from "../../execution/sharedMeasures.ts";
import type { MeasureJob } from "../../protocol/measureMessages.ts";
import type { PanelMeasure, ToPanel } from "../../protocol/panelMessages.ts";
import { UserError } from "../../userError.ts";
import { whyNot } from "../commands/runActions.ts";
import { whyNoHeads } from "../whyNoHeads.ts";

/** What the measures of a page stand on. */
export interface PanelMeasuresOptions {
  readonly find: (run: string) => RunEntry | undefined;
  readonly measures: Pick<SharedMeasures, "join">;
  readonly isTrusted: () => boolean;
  readonly post: (message: ToPanel) => void;
}

/** Milliseconds between two signs of progress for a page, whatever it has measured. */
const interval = 100;
/** More than any page waits for at a time. */
const most = 256;

/** The measures that a panel's page waits for, each by the number of its request. */
export class PanelMeasures {
  readonly #options: PanelMeasuresOptions;
  readonly #waiting = new Map<number, { readonly joined: JoinedMeasure; readonly giveUp: () => void }>();
  #told = -Infinity;

  constructor(options: PanelMeasuresOptions) {
    this.#options = options;
  }

  /**
   * Measures a run, tells the page how far it is, and sends it what was measured.
   * @returns false where the page gave it up
   * @throws UserError where it cannot be measured
   */
  take(number: number, run: string, measure: PanelMeasure): Promise<boolean> {
    const { measures, post } = this.#options;
    const job = this.#job(run, measure);
    if (this.#waiting.has(number)) throw new UserError(`The panel already waits for measure ${number}.`);
    if (this.#waiting.size >= most) throw new UserError(`A panel can wait for ${most} measures at a time.`);
    const joined = measures.join(job, (fraction, text) => {
      const now = performance.now();
      if (now - this.#told < interval) return;
      this.#told = now;
      post({ kind: "progress", number, fraction, text });
    });
    return new Promise<boolean>((resolve, reject) => {
      const giveUp = () => {
        this.#waiting.delete(number);
        resolve(false);
      };
      const waiting = { joined, giveUp };
      this.#waiting.set(number, waiting);
      joined.result.then(
        (result) => {
          if (this.#waiting.get(number) !== waiting) return;
          this.#waiting.delete(number);
          post({ kind: "measured", number, result });
          resolve(true);
        },
        (error: unknown) => {
          if (this.#waiting.get(number) === waiting) this.#waiting.delete(number);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    });
  }

  /** The page does not wait for a measure any more. */
  cancel(number: number): void {
    this.#leave(number, 0);
  }

  /** The page is gone; `patience`: milliseconds within which another may ask for the same. */
  leave(patience: number): void {
    for (const number of [...this.#waiting.keys()]) this.#leave(number, patience);
  }

  #leave(number: number, patience: number): void {
    const waiting = this.#waiting.get(number);
    waiting?.giveUp();
    waiting?.joined.leave(patience);
  }

  #job(run: string, measure: PanelMeasure): MeasureJob {
    if (!this.#options.isTrusted())
      throw new UserError("Nothing is measured in a workspace that is not trusted.");
    const { name, at, clamps, replace = false, reference } = measure;
    // Which folder is read is told by a run's id alone.
    const given = Object.entries(measure.options).filter(([key]) => key !== "reference");
    const other = reference === undefined ? {} : { reference: this.#folder(reference) };
    const options = { ...Object.fromEntries(given), ...other };
    return { runFolder: this.#folder(run), name, at, clamps, replace, options };
  }

  #folder(id: string): string {
    const run = this.#options.find(id);
    if (run === undefined) throw new UserError("This run is not in the runs folder any more.");
    const reason = whyNot("show", run) ?? whyNoHeads(run);
    if (reason !== null) throw new UserError(reason);
    return run.folder;
  }
}
