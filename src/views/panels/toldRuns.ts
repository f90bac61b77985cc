import type { RunEntry } from "../../execution/runEntry.ts";
import { RunFeed } from "../../execution/runFeed.ts";
import type { RunLibrary } from "../../execution/runLibrary.ts";
import type { MissingRun } from "../../protocol/panelMessages.ts";
import type { RunDelta, RunSnapshot } from "../../protocol/panelRun.ts";
import { listCheckpoints } from "../../runs/checkpointFiles.ts";
import { UserError } from "../../userError.ts";

/** A run as a panel was last told of it. */
interface Told {
  readonly feed: RunFeed;
  entry: RunEntry;
}

/** Runs, and those that cannot be shown. */
export interface Everything {
  readonly runs: readonly RunSnapshot[];
  readonly missing: readonly MissingRun[];
}

/**
 * What a panel was told of its runs, so that it is then told what is new. Holds no curves: they are read from the run
 * folders when they are asked for.
 */
export class ToldRuns {
  readonly #library: Pick<RunLibrary, "find">;
  readonly #whyNot: (run: RunEntry) => string | null;
  readonly #told = new Map<string, Told>();
  /** How the runs stood that could not be shown. */
  readonly #missing = new Map<string, string>();

  /** @param whyNot why a run that can be read is not for such a panel, in a sentence; null where it is */
  constructor(library: Pick<RunLibrary, "find">, whyNot: (run: RunEntry) => string | null = () => null) {
    this.#library = library;
    this.#whyNot = whyNot;
  }

  /** Everything of these runs, and those that cannot be shown. */
  everything(ids: readonly string[]): Everything {
    this.forget();
    const runs: RunSnapshot[] = [];
    const missing: MissingRun[] = [];
    for (const id of ids) {
      const shown = this.#snapshot(id);
      if (typeof shown === "string") {
        const entry = this.#library.find(id);
        const isComing = entry?.record === null && (entry.state === "queued" || entry.state === "starting");
        missing.push({ id, name: entry?.name ?? id, reason: shown, isComing });
        this.#missing.set(id, standing(entry));
      } else runs.push(shown);
    }
    return { runs, missing };
  }

  /** What is new of these runs since the last time; null where everything is to be told anew. */
  news(ids: readonly string[]): readonly RunDelta[] | null {
    if (ids.some((id) => this.#isToldOtherwise(id))) return null;
    const deltas: RunDelta[] = [];
    try {
      for (const [id, told] of this.#told) {
        const entry = this.#library.find(id);
        const delta = entry === undefined ? "restarted" : newsOf(told, entry);
        if (delta === "restarted") return null;
        if (delta !== null) deltas.push({ id, ...delta });
      }
    } catch (error) {
      // All that there is then says which run cannot be read, and why.
      if (error instanceof UserError) return null;
      throw error;
    }
    return deltas;
  }

  /** Nothing was told. */
  forget(): void {
    this.#told.clear();
    this.#missing.clear();
  }

  /** A run with its curves, or the reason why it cannot be shown. */
  #snapshot(id: string): RunSnapshot | string {
    const entry = this.#library.find(id);
    if (entry === undefined) return "This run is not in the runs folder any more.";
    if (entry.state === "queued") return "Waits for a free processor.";
    if (entry.state === "starting" && entry.record === null) return "Is starting.";
    if (entry.record === null) return entry.problem ?? "This run cannot be read.";
    const reason = this.#whyNot(entry);
    if (reason !== null) return reason;
    try {
      const feed = new RunFeed(entry.folder);
      const { curves, events } = feed.snapshot();
      const checkpoints = checkpointsOf(entry);
      this.#told.set(id, { feed, entry });
      const { name, slot, state, status, record } = entry;
      return { id, name, slot, state, status, record, curves, events, checkpoints };
    } catch (error) {
      if (error instanceof UserError) return error.message;
      throw error;
    }
  }

  /** Whether a run cannot be shown any more, or one that could not now stands otherwise and has to be tried again. */
  #isToldOtherwise(id: string): boolean {
    const entry = this.#library.find(id);
    const before = this.#missing.get(id);
    if (before !== undefined) return standing(entry) !== before;
    return !this.#told.has(id) || entry?.record == null;
  }
}

/** What decides whether a run can be shown, as far as the list knows. */
function standing(entry: RunEntry | undefined): string {
  return entry === undefined ? "" : JSON.stringify([entry.state, entry.record !== null, entry.problem]);
}

/** What is new of a run, null when nothing is, "restarted" when its files were cut. Remembers what it told. */
function newsOf(told: Told, entry: RunEntry): Omit<RunDelta, "id"> | "restarted" | null {
  const { curves, events, restarted } = told.feed.news();
  if (restarted) return "restarted";
  const before = told.entry;
  told.entry = entry;
  // A trainer tells of each checkpoint: the folder need not be listed for anything else.
  const isSaved = events.some(({ kind }) => kind === "checkpoint");
  const delta = {
    ...(entry.name === before.name ? {} : { name: entry.name }),
    ...(entry.state === before.state ? {} : { state: entry.state }),
    ...(entry.status?.heartbeat === before.status?.heartbeat ? {} : { status: entry.status }),
    ...(curves === null ? {} : { curves }),
    ...(events.length === 0 ? {} : { events }),
    ...(isSaved ? { checkpoints: checkpointsOf(entry) } : {}),
  };
  return Object.keys(delta).length === 0 ? null : delta;
}

function checkpointsOf({ folder }: RunEntry): readonly number[] {
  return listCheckpoints(folder).map(({ sequences }) => sequences);
}
