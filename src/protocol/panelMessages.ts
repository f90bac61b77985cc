import type { MeasureJob, MeasureResult } from "./measureMessages.ts";
import type { PaperCurveSet } from "./paperCurves.ts";
import type { RunColumns, RunDelta, RunSnapshot } from "./panelRun.ts";

/** The kinds of panels. */
export type PanelKind = "live" | "compare" | "heads" | "wiring";

/** A run that a panel asked for and that cannot be shown. */
export interface MissingRun {
  readonly id: string;
  readonly name: string;
  /** Why, in a sentence. */
  readonly reason: string;
  /** Whether it will be shown by itself, as one that waits in the queue. */
  readonly isComing: boolean;
}

/** From the extension host to a panel. */
export type ToPanel =
  /** Everything: replaces what the panel knew. Sent when it is ready, becomes visible, or its runs were chosen anew. */
  | {
      readonly kind: "hydrate";
      /** In the order in which they were chosen. */
      readonly runs: readonly RunSnapshot[];
      /** Runs that the panel asked for and that cannot be shown, each with the reason. */
      readonly missing: readonly MissingRun[];
      /** Whether the workspace is trusted: without it, buttons that change runs are off. */
      readonly isTrusted: boolean;
      /** What was last kept by `keep-defaults` in a panel of this kind, for new ones; absent or null: nothing was. */
      readonly defaults?: unknown;
    }
  /** More of a run of the last `hydrate`, before any news. */
  | { readonly kind: "columns"; readonly run: RunColumns }
  /** What is new, at most ten times a second, and only to visible panels. */
  | { readonly kind: "delta"; readonly runs: readonly RunDelta[] }
  /** The user asked for this head from elsewhere: it is to be enlarged. After a `hydrate`. */
  | { readonly kind: "look-at"; readonly head: string }
  /** The paper's published curves, before the answer to the request for them. */
  | { readonly kind: "paper-curves"; readonly sets: readonly PaperCurveSet[] }
  /** How far a request is, in 0 … 1, and what is being done for it. */
  | {
      readonly kind: "progress";
      readonly number: number;
      readonly fraction: number;
      readonly text: string;
    }
  /** What was measured, before the answer to the request for it. */
  | { readonly kind: "measured"; readonly number: number; readonly result: MeasureResult }
  /** The answer to a request, by its number. */
  | { readonly kind: "answer"; readonly number: number; readonly answer: Answer };

/** How a request ended. `done` is false where the user changed his mind (closed a dialog). */
export type Answer =
  { readonly ok: true; readonly done: boolean } | { readonly ok: false; readonly message: string };

/** From a panel to the extension host. */
export type FromPanel =
  /**
   * Its script runs. `runs` are those that it showed before a reload of the window, empty for a new panel. `first`: keys of
   * the columns that it shows first, where it can wait for the others; absent: it needs all.
   */
  | {
      readonly kind: "ready";
      readonly runs: readonly string[];
      readonly first?: readonly string[] | undefined;
    }
  /** Something to do, answered by an `answer` of the same number. */
  | { readonly kind: "request"; readonly number: number; readonly request: PanelRequest }
  /** The page does not need the answer to a request any more; it is still answered. */
  | { readonly kind: "cancel"; readonly number: number };

/** What a panel wants measured of a run. */
export interface PanelMeasure extends Omit<MeasureJob, "runFolder"> {
  /** The id of another run whose folder the measure is given as its option `reference`. */
  readonly reference?: string | undefined;
}

/** What a panel can ask of the host. */
export type PanelRequest =
  /** Asks the user where, and writes a file there. */
  | { readonly kind: "save"; readonly fileName: string; readonly content: string | Uint8Array }
  /** Puts a text on the clipboard. */
  | { readonly kind: "copy"; readonly text: string }
  /** Shows the resolved experiments of two runs in the editor's text diff. */
  | { readonly kind: "text-diff"; readonly left: string; readonly right: string }
  /** Lets the user choose which runs the panel shows; a `hydrate` follows where he does. */
  | { readonly kind: "choose-runs" }
  /** Takes runs out of the panel; a `hydrate` follows. */
  | { readonly kind: "remove-runs"; readonly runs: readonly string[] }
  /** Reads the paper's published curves: `paper-curves` follows. */
  | { readonly kind: "paper-curves" }
  /** Measures a run: `progress` now and then, and `measured` before the answer. Can be cancelled. */
  | { readonly kind: "measure"; readonly run: string; readonly measure: PanelMeasure }
  /** Offers the experiment of a run, with more clamps from the start, to be run or kept as a file. */
  | {
      readonly kind: "launch-experiment";
      readonly run: string;
      /** Of the new experiment: what it tests, in a few words. */
      readonly name: string;
      /** As in an experiment file; after the run's own. */
      readonly clamps: readonly unknown[];
    }
  /** Keeps UI state of this panel for those of its kind that are opened later: an object of plain JSON. */
  | { readonly kind: "keep-defaults"; readonly ui: unknown }
  /** Shows runs in another panel. */
  | { readonly kind: "open-panel"; readonly panel: PanelKind; readonly runs: readonly string[] }
  /** Runs one of the extension's commands on a run. */
  | {
      readonly kind: "run-command";
      readonly command: "pause" | "resume" | "stop" | "clamp" | "release" | "show-log" | "compare";
      readonly run: string;
    }
  /** Goes on from a whole step of a run in a new one, `at` in sequences, after asking what is to be changed. */
  | { readonly kind: "fork"; readonly run: string; readonly at: number };

/** What VS Code keeps of a panel over a reload of the window. `ui` is the panel's own, checked when read back. */
export interface PanelState {
  readonly runs: readonly string[];
  readonly ui: unknown;
}
