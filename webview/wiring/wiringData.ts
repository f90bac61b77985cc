import type { MeasureName } from "../../src/measures/measureValues.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import type { MeasureWatch, PanelClient } from "../shared/panelClient.ts";
import { Signal } from "../shared/signal.ts";
import type { WiringMeasured } from "./wiringMeasured.ts";
import type { WiringSettings } from "./wiringUi.ts";

/** What is being computed, and how far it is. */
export interface Work {
  readonly settings: WiringSettings;
  /** 0 … 1 */
  readonly fraction: number;
  readonly text: string;
}

/** How the last computation of a wiring diagram ended, where it gave nothing. */
export interface Outcome {
  readonly kind: "cancelled" | "failed";
  readonly text: string;
}

/** The cheap measures, which are asked for by themselves: each at most once at a time, the latest wish only. */
type Quiet = "composition" | "attention";

interface Wish {
  readonly key: string;
  /** In sequences. */
  readonly place: number;
  readonly abort: AbortController;
}

/** Has the panel's matrices measured, and keeps what was measured last. */
export class WiringData {
  readonly #client: Pick<PanelClient, "measure">;
  readonly #wishes = new Map<Quiet, Wish>();
  #measured: WiringMeasured = { wiring: null, composition: null, attention: null };
  #abort: AbortController | null = null;

  /** Fires after anything below has changed. */
  readonly onDidChange = new Signal<undefined>();
  work: Work | null = null;
  outcome: Outcome | null = null;
  /** Why the cheap measures are missing; null: they are there, or on their way. */
  problems: Readonly<Record<Quiet, string | null>> = { composition: null, attention: null };

  constructor(client: Pick<PanelClient, "measure">) {
    this.#client = client;
  }

  get measured(): WiringMeasured {
    return this.#measured;
  }

  /**
   * Measures a wiring diagram. What was there stays until there is another.
   * @param onlyKept gives up, without a word, as soon as there is work to be done for it: what is kept needs none
   * @returns whether it was measured
   */
  async compute(settings: WiringSettings, onlyKept = false): Promise<boolean> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#show({ settings, fraction: 0, text: "Starting" }, null);
    try {
      const measuring = this.#measure("wiring", settings, [settings.place], {
        onProgress: (fraction, text) => {
          if (this.#abort !== abort) return;
          if (onlyKept) {
            abort.abort();
            this.#end(null);
          } else this.#show({ settings, fraction, text }, null);
        },
        signal: abort.signal,
      });
      // Not waiting for the host where it is cancelled.
      const result = await Promise.race([measuring, whenAborted(abort.signal)]);
      if (result === null || this.#abort !== abort) return false;
      const [first] = result.results;
      if (first === undefined) throw new Error("The measure gave nothing.");
      this.#measured = { ...this.#measured, wiring: { settings, ...first } };
      this.#end(null);
      return true;
    } catch (error) {
      if (this.#abort !== abort) return false;
      this.#end({ kind: "failed", text: messageOf(error) });
      return false;
    }
  }

  /** Ends the computation of a wiring diagram; what was there is kept. */
  cancel(): void {
    if (this.#abort === null) return;
    this.#abort.abort();
    const kept = this.#measured.wiring === null ? "" : " What was computed before is kept.";
    this.#end({ kind: "cancelled", text: `Cancelled.${kept}` });
  }

  /** Asks for composition scores, unless they are there or on their way. */
  needComposition(settings: WiringSettings): void {
    const { place } = settings;
    void this.#need("composition", settings, async (signal) => {
      const measure = async (at: readonly number[]) =>
        (await this.#measure("composition", settings, at, { signal })).results;
      const found = await measure(place === 0 ? [0] : [0, place]).catch(async (error: unknown) => {
        if (signal.aborted || place === 0) throw error;
        // What a fork began with may be gone; what it is now is still there.
        return [null, ...(await measure([place]))];
      });
      const now = found.at(-1) ?? null;
      if (now === null) throw new Error("The measure gave nothing.");
      const value = { now: now.value, initial: found[0]?.value ?? null };
      return { composition: { settings, sequences: now.sequences, value } };
    });
  }

  /** Asks for mean attention patterns, unless they are there or on their way. */
  needAttention(settings: WiringSettings): void {
    void this.#need("attention", settings, async (signal) => {
      const { results } = await this.#measure("attention", settings, [settings.place], { signal });
      const [first] = results;
      if (first === undefined) throw new Error("The measure gave nothing.");
      return { attention: { settings, ...first } };
    });
  }

  /**
   * Forgets what was measured, or is being so, at a place or after it: the run has got other clamps there. Does not
   * fire.
   */
  forgetFrom(sequences: number): void {
    const isBefore = (one: { readonly sequences: number } | null): boolean =>
      one !== null && one.sequences < sequences;
    const { wiring, composition, attention } = this.#measured;
    const isForgotten = wiring !== null && !isBefore(wiring);
    this.#measured = {
      wiring: isBefore(wiring) ? wiring : null,
      composition: isBefore(composition) ? composition : null,
      attention: isBefore(attention) ? attention : null,
    };
    for (const [kind, { place, abort }] of this.#wishes) {
      if (place < sequences) continue;
      abort.abort();
      this.#wishes.delete(kind);
      this.problems = { ...this.problems, [kind]: null };
    }
    const isUnderWay = this.work !== null && this.work.settings.place >= sequences;
    if (isUnderWay) {
      this.#abort?.abort();
      this.#abort = null;
      this.work = null;
    }
    if (isForgotten || isUnderWay)
      this.outcome = {
        kind: "cancelled",
        text: "The run's clamps have changed at this place: what was computed there does not hold any more.",
      };
  }

  /** Gives up all that is under way and forgets what there is, as for another run. Does not fire. */
  reset(): void {
    this.#abort?.abort();
    this.#abort = null;
    for (const { abort } of this.#wishes.values()) abort.abort();
    this.#wishes.clear();
    this.#measured = { wiring: null, composition: null, attention: null };
    this.work = null;
    this.outcome = null;
    this.problems = { composition: null, attention: null };
  }

  async #need(
    kind: Quiet,
    settings: WiringSettings,
    measure: (signal: AbortSignal) => Promise<Partial<WiringMeasured>>,
  ): Promise<void> {
    const key = keyOf(kind, settings);
    const there = this.#measured[kind];
    const before = this.#wishes.get(kind);
    if (before?.key === key) return;
    before?.abort.abort();
    this.#wishes.delete(kind);
    if (there !== null && keyOf(kind, there.settings) === key) {
      // What could not be measured elsewhere is no problem here.
      this.problems = { ...this.problems, [kind]: null };
      return;
    }
    const wish = { key, place: settings.place, abort: new AbortController() };
    this.#wishes.set(kind, wish);
    this.problems = { ...this.problems, [kind]: null };
    try {
      const more = await measure(wish.abort.signal);
      if (this.#wishes.get(kind) !== wish) return;
      this.#measured = { ...this.#measured, ...more };
      this.#wishes.delete(kind);
    } catch (error) {
      // A failed wish stays, so that it is not asked for again and again.
      if (this.#wishes.get(kind) !== wish) return;
      this.problems = { ...this.problems, [kind]: messageOf(error) };
    }
    this.onDidChange.fire(undefined);
  }

  #measure<Name extends MeasureName>(
    name: Name,
    { run, sequences, layers }: WiringSettings,
    at: readonly number[],
    watch: MeasureWatch,
  ): Promise<MeasureResult<Name>> {
    return this.#client.measure(
      run,
      { name, at, clamps: [], options: optionsOf(name, sequences, layers) },
      watch,
    );
  }

  #show(work: Work, outcome: Outcome | null): void {
    this.work = work;
    this.outcome = outcome;
    this.onDidChange.fire(undefined);
  }

  #end(outcome: Outcome | null): void {
    this.#abort = null;
    this.work = null;
    this.outcome = outcome;
    this.onDidChange.fire(undefined);
  }
}

function whenAborted(signal: AbortSignal): Promise<null> {
  return new Promise((resolve) => {
    signal.addEventListener("abort", () => {
      resolve(null);
    });
  });
}

/** What a measure's value depends on, besides the run's folder. */
function keyOf(kind: Quiet, { run, place, layers }: WiringSettings): string {
  return JSON.stringify(kind === "composition" ? [run, place, layers] : [run, place]);
}

function optionsOf(
  name: MeasureName,
  sequences: WiringSettings["sequences"],
  layers: WiringSettings["layers"],
): Readonly<Record<string, unknown>> {
  if (name === "wiring") return { sequences, layers };
  return name === "composition" ? { layers } : { sequences: "train" };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
