import type { FSWatcher } from "node:fs";
import { statSync, watch } from "node:fs";
import { Disposable } from "../disposable.ts";

/** Tells when something is added to a folder or taken out of it. The folder may be missing, and may come and go. */
export class FolderWatch extends Disposable {
  readonly #folder: string;
  readonly #onChange: () => void;
  #watcher: FSWatcher | null = null;
  /** Which folder of that name is watched. */
  #inode: number | null = null;

  constructor(folder: string, onChange: () => void) {
    super();
    this.#folder = folder;
    this.#onChange = onChange;
    this.register({
      dispose: () => {
        this.#stop();
      },
    });
  }

  /** Begins to watch where the folder has appeared since, and ceases where it is gone. Cheap enough for every look. */
  renew(): void {
    if (this.isDisposed) return;
    const inode = inodeOf(this.#folder);
    if (inode === this.#inode) return;
    this.#stop();
    if (inode === null) return;
    try {
      this.#watcher = watch(this.#folder, { persistent: false }, this.#onChange);
      this.#watcher.on("error", () => {
        this.#stop();
      });
      this.#inode = inode;
    } catch {
      // Too many watches, or a file system without them: whoever asks looks from time to time as well.
    }
  }

  #stop(): void {
    this.#watcher?.close();
    this.#watcher = null;
    this.#inode = null;
  }
}

function inodeOf(folder: string): number | null {
  try {
    const stat = statSync(folder, { throwIfNoEntry: false });
    return stat?.isDirectory() === true ? stat.ino : null;
  } catch {
    return null;
  }
}
