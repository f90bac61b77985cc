import { dirname, resolve } from "node:path";
import { Disposable } from "../disposable.ts";
import type { Event } from "../emitter.ts";
import { Emitter } from "../emitter.ts";
import { isHolderAlive, readLockHolder } from "../runs/lockHolder.ts";
import { writeLabel } from "../runs/runLabel.ts";
import { runPaths } from "../runs/runPaths.ts";
import type { RunRecord } from "../runs/runRecord.ts";
import { UserError } from "../userError.ts";
import type { RunSource } from "./composeEntry.ts";
import { composeEntry, createdAt, isSameEntry } from "./composeEntry.ts";
import { deleteRun, removeLeftovers } from "./deleteRun.ts";
import { plannedRecord } from "./plannedRecord.ts";
import type { RunEntry } from "./runEntry.ts";
import { RunFolders } from "./runFolders.ts";
import type { RunJobs } from "./runJobs.ts";
import { RunLabels } from "./runLabels.ts";
import { isOngoing } from "./stateKinds.ts";

/** Ids of runs of which something is new. */
export interface RunLibraryChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
}

/** Milliseconds between two changes that are told. */
const interval = 100;

/**
 * The runs of a folder, kept up to date from their files, whoever writes them. Reads nothing before it is first asked,
 * and of ended runs keeps no more than what a list shows.
 */
export class RunLibrary extends Disposable {
  readonly #isReadOnly: () => boolean;
  readonly #onDidChange = this.register(new Emitter<RunLibraryChange>());
  readonly #labels = new RunLabels();
  #root: string | null;
  #folders: RunFolders | null = null;
  #isStarted = false;
  #jobs: RunJobs = { queued: [], started: new Map() };
  /** Runs that this host has launched: their colours are kept in their folders. */
  readonly #ours = new Set<string>();
  #isDirty = false;
  #entries: ReadonlyMap<string, RunEntry> = new Map();
  /** Entries as they were when a change was last told. */
  #told: ReadonlyMap<string, RunEntry> = new Map();
  #timer: NodeJS.Timeout | null = null;
  #lastTold = 0;

  /**
   * Does nothing yet: the folder is first read when someone asks for runs.
   * @param root absolute; null where no folder is open. May be missing.
   */
  constructor(root: string | null, { readOnly = () => false }: { readonly readOnly?: () => boolean } = {}) {
    super();
    this.#root = root;
    this.#isReadOnly = readOnly;
    this.register({
      dispose: () => {
        this.#folders?.dispose();
        if (this.#timer !== null) clearTimeout(this.#timer);
      },
    });
  }

  /** Something is new: at most ten times a second, and only what shows. Runs that were there at the start are not told. */
  get onDidChange(): Event<RunLibraryChange> {
    return this.#onDidChange.event;
  }

  /** Where run folders are; null where there is none. */
  get root(): string | null {
    return this.#root;
  }

  /** Why the folder of runs cannot be listed; null where all is well, also where it is missing. */
  get problem(): string | null {
    this.#update();
    return this.#folders?.problem ?? null;
  }

  /** Queued runs first, in the order in which they will start, then the others, newest first. */
  get runs(): readonly RunEntry[] {
    this.#update();
    return [...this.#entries.values()];
  }

  /** The run of that id. */
  find(id: string): RunEntry | undefined {
    this.#update();
    return this.#entries.get(id);
  }

  /** Reads the folder, and goes on watching it. Asking for runs does the same. */
  start(): void {
    if (this.#isStarted || this.isDisposed) return;
    this.#isStarted = true;
    this.#open();
    this.#update();
    this.#told = this.#entries;
  }

  /** Shows the runs of another folder. */
  setRoot(root: string | null): void {
    if (root === this.#root) return;
    this.#root = root;
    if (!this.#isStarted || this.isDisposed) return;
    this.#folders?.dispose();
    this.#folders = null;
    this.#labels.clear();
    this.#open();
    this.#isDirty = true;
    this.#schedule();
  }

  /** Looks at everything again. */
  refresh(): void {
    this.start();
    this.#folders?.stirAll();
    this.#schedule();
  }

  /** Something has happened in a run's folder. */
  rang(id: string): void {
    this.#folders?.stir(id);
    this.#schedule();
  }

  /** Takes note of what the host is about to do. */
  setJobs(jobs: RunJobs): void {
    this.start();
    this.#jobs = jobs;
    for (const { kind, id } of allJobs(jobs)) {
      if (kind !== "resume") this.#ours.add(id);
      this.#folders?.stir(id);
    }
    this.#isDirty = true;
    this.#schedule();
  }

  /**
   * Gives a run a name, or with null takes it away. Its files stay where they are.
   * @throws UserError when there is no such run, the name is too long, or it cannot be written
   */
  rename(id: string, name: string | null): void {
    const trimmed = name?.trim() ?? "";
    const given = trimmed === "" ? null : trimmed;
    if (given !== null && given.length > 200)
      throw new UserError("expected a name of at most 200 characters");
    this.#checkWritable();
    const { slot } = this.#existing(id);
    const tracked = this.#folders?.tracked.get(id);
    if (tracked?.record == null) this.#labels.setPending(id, given);
    else {
      const label = { name: given, slot: tracked.label.slot ?? slot };
      writeLabel(tracked.folder, label);
      tracked.label = label;
    }
    this.#isDirty = true;
    this.#schedule();
  }

  /**
   * Deletes a run and all its files.
   * @throws UserError while it is queued or has a process, or when it cannot be deleted
   */
  async remove(id: string): Promise<void> {
    this.#checkWritable();
    this.rang(id);
    const { name, state, folder } = this.#existing(id);
    const holder = readLockHolder(runPaths(folder).lock);
    if (isOngoing(state) || (holder !== null && isHolderAlive(holder) === true)) {
      throw new UserError(
        `${name} is ${state === "queued" ? state : "running"}: stop it before you delete it`,
      );
    }
    try {
      await deleteRun(folder);
    } finally {
      this.refresh();
    }
  }

  #existing(id: string): RunEntry {
    const entry = this.find(id);
    if (entry === undefined) throw new UserError(`there is no run ${id}`);
    return entry;
  }

  #checkWritable(): void {
    if (this.#isReadOnly()) throw new UserError("the workspace is not trusted: its runs stay as they are");
  }

  #open(): void {
    const root = this.#root;
    if (root === null) return;
    if (!this.#isReadOnly()) void removeLeftovers(root);
    this.#folders = new RunFolders(root, () => {
      this.#schedule();
    });
  }

  #schedule(): void {
    if (!this.#isStarted || this.isDisposed || this.#timer !== null) return;
    const wait = Math.max(0, this.#lastTold + interval - Date.now());
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#lastTold = Date.now();
      this.#tell();
    }, wait);
    this.#timer.unref();
  }

  #tell(): void {
    this.#update();
    const [before, now] = [this.#told, this.#entries];
    this.#told = now;
    const change = {
      added: [...now.keys()].filter((id) => !before.has(id)),
      removed: [...before.keys()].filter((id) => !now.has(id)),
      changed: [...now].flatMap(([id, entry]) => {
        const old = before.get(id);
        return old !== undefined && old !== entry && !isSameEntry(old, entry) ? [id] : [];
      }),
    };
    if (Object.values(change).some((ids) => ids.length > 0)) this.#onDidChange.fire(change);
  }

  #update(): void {
    this.start();
    const hasLooked = this.#folders?.update() ?? false;
    if (!hasLooked && !this.#isDirty) return;
    this.#isDirty = false;
    const sources = this.#sources();
    const slots = this.#labels.slots(sources);
    this.#keepLabels(sources, slots);
    const records = new Map<string, RunRecord>();
    for (const source of sources) {
      const record = source.tracked?.record ?? plannedRecord(source);
      if (record !== null) records.set(source.id, record);
    }
    const names = this.#labels.names(sources, records);
    const entries = sources.map((source) => {
      const { id } = source;
      const entry = composeEntry(source, this.#jobs, { name: names.get(id) ?? id, slot: slots.get(id) ?? 0 });
      const before = this.#entries.get(id);
      // The same object where nothing at all has changed.
      return before?.status === entry.status && isSameEntry(before, entry) ? before : entry;
    });
    const isQueued = ({ state }: RunEntry) => state === "queued";
    const place = ({ id }: RunEntry) => this.#jobs.queued.findIndex((job) => job.id === id);
    const queued = entries.filter(isQueued).sort((a, b) => place(a) - place(b));
    const ordered = [...queued, ...entries.filter((entry) => !isQueued(entry))];
    this.#entries = new Map(ordered.map((entry) => [entry.id, entry]));
  }

  /** All that is known of runs, newest first. A folder that is just being made is not shown unless the host makes it. */
  #sources(): RunSource[] {
    const sources = new Map<string, RunSource>();
    for (const [id, tracked] of this.#folders?.tracked ?? []) {
      if (!tracked.isUnborn) sources.set(id, { id, tracked, job: null });
    }
    const root = this.#root === null ? null : resolve(this.#root);
    for (const job of allJobs(this.#jobs)) {
      const { id, runFolder } = job;
      if (dirname(resolve(runFolder)) !== root) continue;
      sources.set(id, { id, tracked: this.#folders?.tracked.get(id) ?? null, job });
    }
    const keyed = [...sources.values()].map((source) => ({
      source,
      key: `${createdAt(source)} ${source.id}`,
    }));
    return keyed.sort((a, b) => (a.key < b.key ? 1 : -1)).map(({ source }) => source);
  }

  #keepLabels(sources: readonly RunSource[], slots: ReadonlyMap<string, number>): void {
    if (this.#isReadOnly()) return;
    for (const { id, tracked } of sources) {
      if (tracked?.record == null || !this.#ours.has(id)) continue;
      this.#labels.keep(id, tracked, slots.get(id) ?? 0);
    }
  }
}

function allJobs({ queued, started }: RunJobs) {
  return [...queued, ...[...started.values()].map(({ job }) => job)];
}
