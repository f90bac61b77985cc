import type { MeasureName } from "../../src/measures/measureValues.ts";
import type { MeasureResult } from "../../src/protocol/measureMessages.ts";
import type {
  Answer,
  MissingRun,
  PanelMeasure,
  PanelRequest,
  PanelState,
  ToPanel,
} from "../../src/protocol/panelMessages.ts";
import type { PaperCurveSet } from "../../src/protocol/paperCurves.ts";
import type { RunColumns, RunDelta, RunSnapshot } from "../../src/protocol/panelRun.ts";
import { appendCurves } from "../../src/runs/comparison/curves.ts";
import type { PanelPort } from "./panelPort.ts";
import { Signal } from "./signal.ts";

/** What has changed: everything, or only these runs. */
export type PanelChange =
  { readonly kind: "hydrate" } | { readonly kind: "delta"; readonly runs: readonly string[] };

const answerWithin = 30_000;

/** Requests during which the user may think as long as he likes, or watch. */
function mayTakeLong(request: PanelRequest): boolean {
  switch (request.kind) {
    case "save":
    case "choose-runs":
    case "launch-experiment":
    case "fork":
      return true;
    case "run-command":
      return ["clamp", "release", "stop", "compare"].includes(request.command);
    case "copy":
    case "text-diff":
    case "remove-runs":
    case "paper-curves":
    case "open-panel":
    case "keep-defaults":
      return false;
    // Told of how far it is, the user can wait or cancel.
    case "measure":
      return true;
  }
}

/** How a measure is watched and broken off. */
export interface MeasureWatch {
  /** How far it is, in 0 … 1, and what is being done. */
  readonly onProgress?: (fraction: number, text: string) => void;
  /** Aborting it ends the work and rejects with its reason. */
  readonly signal?: AbortSignal;
}

/** What is waited for. */
interface Waiting {
  readonly onAnswer: (answer: Answer) => void;
  readonly onProgress: MeasureWatch["onProgress"];
  readonly onMeasured: ((result: MeasureResult) => void) | undefined;
}

/** The panel's side of the conversation with the host: keeps the runs, sends requests, remembers UI state. */
export class PanelClient {
  readonly #port: PanelPort;
  readonly #now: () => number;
  readonly #waiting = new Map<number, Waiting>();
  #number = 0;
  #ui: unknown;

  /** In the order in which they were chosen. Snapshots are replaced, never changed. */
  runs: readonly RunSnapshot[] = [];
  /** Runs that the panel asked for and that cannot be shown. */
  missing: readonly MissingRun[] = [];
  /** Without it, buttons that change runs are off. */
  isTrusted = false;
  /** What was last chosen in a panel of this kind, not checked; null: nothing was kept. */
  defaults: unknown = null;
  /** Keys of the columns that the panel shows first, where it can wait for the others of long runs; null: it needs all. */
  first: readonly string[] | null = null;
  /** Whether the host has sent anything yet. */
  isHydrated = false;
  /** When the host last sent news of runs, in milliseconds as `Date.now()`. */
  lastUpdate: number;
  /** The paper's published curves; null until they were asked for and came. */
  paperCurves: readonly PaperCurveSet[] | null = null;
  #isAskedForPaper = false;
  /** Fires after `runs` and the rest have changed; while columns are coming, only when the last of them have. */
  readonly onDidChange = new Signal<PanelChange>();
  /** Fires with the name of a head that the user asked for from elsewhere. */
  readonly onDidLookAt = new Signal<string>();
  /** Fires when `paperCurves` have come. */
  readonly onDidGetPaperCurves = new Signal<undefined>();

  constructor(port: PanelPort, now: () => number = Date.now) {
    this.#port = port;
    this.#now = now;
    this.lastUpdate = now();
    this.#ui = readState(port.getState()).ui;
    port.listen((message) => {
      this.#receive(message);
    });
  }

  /** Tells the host that the panel is there and which runs it showed before. Once, after listeners are set. */
  start(): void {
    const { runs } = readState(this.#port.getState());
    this.#port.post({ kind: "ready", runs, ...(this.first === null ? {} : { first: this.first }) });
  }

  /** Whether all columns of all runs have come. */
  get isWhole(): boolean {
    return this.runs.every(({ coming }) => coming === undefined);
  }

  /** Waits until all columns of all runs have come. */
  async whole(): Promise<void> {
    if (this.isWhole) return;
    await new Promise<void>((resolve) => {
      const end = this.onDidChange.on(() => {
        if (!this.isWhole) return;
        end();
        resolve();
      });
    });
  }

  /** UI state as it was saved, not checked. */
  get ui(): unknown {
    return this.#ui;
  }

  /** Keeps UI state over a reload of the window. */
  saveUi(ui: unknown): void {
    this.#ui = ui;
    this.#save();
  }

  /**
   * Asks the host for something. Never rejects: a host that does not answer within 30 seconds makes a failed answer,
   * except where a dialog may be open.
   */
  request(request: PanelRequest): Promise<Answer> {
    return this.#send(++this.#number, request);
  }

  /**
   * Has a run measured. One after the other: what is asked for first is measured first.
   * @throws Error with a sentence for the user where it cannot be measured; the signal's reason when it is aborted
   */
  async measure<Name extends MeasureName>(
    run: string,
    measure: PanelMeasure & { readonly name: Name },
    { onProgress, signal }: MeasureWatch = {},
  ): Promise<MeasureResult<Name>> {
    signal?.throwIfAborted();
    const number = ++this.#number;
    const cancel = () => {
      this.#port.post({ kind: "cancel", number });
    };
    signal?.addEventListener("abort", cancel);
    let result: MeasureResult | undefined;
    try {
      const answer = await this.#send(number, { kind: "measure", run, measure }, onProgress, (measured) => {
        result = measured;
      });
      signal?.throwIfAborted();
      if (!answer.ok) throw new Error(answer.message);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
    if (result === undefined) throw new Error("The measure was given up.");
    return result as MeasureResult<Name>;
  }

  #send(
    number: number,
    request: PanelRequest,
    onProgress?: MeasureWatch["onProgress"],
    onMeasured?: (result: MeasureResult) => void,
  ): Promise<Answer> {
    return new Promise((resolve) => {
      const timer = mayTakeLong(request)
        ? null
        : setTimeout(() => {
            this.#waiting.delete(number);
            resolve({ ok: false, message: "The extension did not answer within 30 seconds." });
          }, answerWithin);
      const onAnswer = (answer: Answer) => {
        if (timer !== null) clearTimeout(timer);
        resolve(answer);
      };
      this.#waiting.set(number, { onAnswer, onProgress, onMeasured });
      this.#port.post({ kind: "request", number, request });
    });
  }

  /** Asks for the paper's published curves, once. @returns the answer; null where it was asked before */
  async askForPaperCurves(): Promise<Answer | null> {
    if (this.#isAskedForPaper) return null;
    this.#isAskedForPaper = true;
    const answer = await this.request({ kind: "paper-curves" });
    // What has failed may be tried again.
    if (!answer.ok) this.#isAskedForPaper = false;
    return answer;
  }

  #receive(message: ToPanel): void {
    switch (message.kind) {
      case "hydrate":
        this.runs = message.runs;
        this.missing = message.missing;
        this.isTrusted = message.isTrusted;
        this.defaults = message.defaults ?? null;
        this.isHydrated = true;
        this.lastUpdate = this.#now();
        this.#save();
        this.onDidChange.fire({ kind: "hydrate" });
        return;
      case "columns":
        this.#complete(message.run);
        return;
      case "delta":
        this.#apply(message.runs);
        return;
      case "look-at":
        this.onDidLookAt.fire(message.head);
        return;
      case "paper-curves":
        this.paperCurves = message.sets;
        this.onDidGetPaperCurves.fire(undefined);
        return;
      case "progress":
        this.#waiting.get(message.number)?.onProgress?.(message.fraction, message.text);
        return;
      case "measured":
        this.#waiting.get(message.number)?.onMeasured?.(message.result);
        return;
      case "answer":
        this.#waiting.get(message.number)?.onAnswer(message.answer);
        this.#waiting.delete(message.number);
        return;
    }
  }

  /** Adds columns to the run that was sent without them. */
  #complete({ id, columns }: RunColumns): void {
    // What was sent to the page before this one may arrive here.
    if (this.runs.every((run) => run.id !== id || run.coming === undefined)) return;
    this.runs = this.runs.map((run) => {
      if (run.id !== id || run.coming === undefined) return run;
      const { coming, curves, ...rest } = run;
      const left = coming.filter((key) => !Object.hasOwn(columns, key));
      const more = { ...curves, columns: { ...curves.columns, ...columns } };
      return { ...rest, curves: more, ...(left.length === 0 ? {} : { coming: left }) };
    });
    // Some columns more of some runs are no news; all of all are.
    if (this.isWhole) this.onDidChange.fire({ kind: "hydrate" });
  }

  #apply(deltas: readonly RunDelta[]): void {
    // Before the first snapshot there is nothing that a delta could be added to.
    if (!this.isHydrated) return;
    const changed: string[] = [];
    this.runs = this.runs.map((run) => {
      const ours = deltas.filter((delta) => delta.id === run.id);
      if (ours.length > 0) changed.push(run.id);
      return ours.reduce(applyDelta, run);
    });
    this.lastUpdate = this.#now();
    if (changed.length > 0) this.onDidChange.fire({ kind: "delta", runs: changed });
  }

  #save(): void {
    const runs = this.isHydrated
      ? [...this.runs.map(({ id }) => id), ...this.missing.map(({ id }) => id)]
      : readState(this.#port.getState()).runs;
    this.#port.setState({ runs, ui: this.#ui });
  }
}

function applyDelta(run: RunSnapshot, delta: RunDelta): RunSnapshot {
  const { curves, events, ...rest } = delta;
  return {
    ...run,
    ...rest,
    curves: curves === undefined ? run.curves : appendCurves(run.curves, curves),
    events: events === undefined ? run.events : [...run.events, ...events],
  };
}

/** What an earlier version or anyone else left there may be anything. */
function readState(state: unknown): PanelState {
  if (typeof state !== "object" || state === null) return { runs: [], ui: null };
  const runs: unknown = "runs" in state ? state.runs : [];
  return {
    runs: Array.isArray(runs) ? runs.filter((id) => typeof id === "string") : [],
    ui: "ui" in state ? state.ui : null,
  };
}
