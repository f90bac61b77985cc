import { lstatSync } from "node:fs";
import { join } from "node:path";
import { Disposable } from "../disposable.ts";
import { runIds } from "../runs/runCatalogue.ts";
import { UserError } from "../userError.ts";
import { FolderWatch } from "./folderWatch.ts";
import { isActive } from "./stateKinds.ts";
import { TrackedRun } from "./trackedRun.ts";

/** Milliseconds between two looks at active runs, and how many of those pass between two looks at everything. */
const pollInterval = 500;
const pollsPerRound = 10;

/** The run folders in a folder, followed: it says when there may be something new, and reads when it is asked to. */
export class RunFolders extends Disposable {
  readonly root: string;
  /** By id. */
  readonly tracked = new Map<string, TrackedRun>();
  /** Why the folder cannot be listed; null where all is well, also where it is missing. */
  problem: string | null = null;
  readonly #watch: FolderWatch;
  readonly #onStir: () => void;
  readonly #stale = new Set<string>();
  #isListStale = true;
  #polls = 0;

  /** @param onStir called when `update` may find something new */
  constructor(root: string, onStir: () => void) {
    super();
    this.root = root;
    this.#onStir = onStir;
    this.#watch = this.register(
      new FolderWatch(root, () => {
        this.#isListStale = true;
        onStir();
      }),
    );
    const poll = setInterval(() => {
      this.#lookAgain();
    }, pollInterval);
    poll.unref();
    this.register({
      dispose: () => {
        clearInterval(poll);
      },
    });
  }

  /** Something has happened in a run's folder, or a folder of that name may be new. */
  stir(id: string): void {
    if (this.tracked.has(id)) this.#stale.add(id);
    else this.#isListStale = true;
  }

  /** Everything may have changed. */
  stirAll(): void {
    this.#isListStale = true;
    for (const id of this.tracked.keys()) this.#stale.add(id);
  }

  /** Reads what may have changed; returns whether there was anything. */
  update(): boolean {
    if (!this.#isListStale && this.#stale.size === 0) return false;
    if (this.#isListStale) this.#list();
    const stale = [...this.#stale];
    this.#stale.clear();
    for (const id of stale) {
      const run = this.tracked.get(id);
      // It may be gone before the watch has told.
      if (run !== undefined && isGone(run.folder)) this.tracked.delete(id);
      else run?.look();
    }
    return true;
  }

  #list(): void {
    this.#isListStale = false;
    this.#watch.renew();
    let ids: string[];
    try {
      ids = runIds(this.root);
      this.problem = null;
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      this.problem = error.message;
      ids = [];
    }
    const listed = new Set(ids);
    for (const id of this.tracked.keys()) if (!listed.has(id)) this.tracked.delete(id);
    for (const id of ids) {
      if (this.tracked.has(id)) continue;
      this.tracked.set(id, new TrackedRun(join(this.root, id)));
      this.#stale.add(id);
    }
  }

  #lookAgain(): void {
    this.#polls++;
    // Ended runs may be taken up again by anyone, and not every file system tells of new folders.
    if (this.#polls % pollsPerRound === 0) this.stirAll();
    else {
      for (const [id, run] of this.tracked) if (isActive(run.state) || run.isUnborn) this.#stale.add(id);
    }
    if (this.#isListStale || this.#stale.size > 0) this.#onStir();
  }
}

/** Whether nothing is there any more, not even a link that leads nowhere. */
function isGone(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}
