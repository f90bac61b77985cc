import type { DisposableLike } from "../disposable.ts";
import type { TreeRow } from "./treeRow.ts";

/**
 * Rows whose description is kept as it is for a while. VS Code draws a row anew when it changes, which takes its tooltip
 * away, and asks for all children of an unfolded one again: neither may happen at each evaluation.
 */
export class HeldRows implements DisposableLike {
  readonly #onRelease: () => void;
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  /** @param onRelease called when a row may change again */
  constructor(onRelease: () => void) {
    this.#onRelease = onRelease;
  }

  /** Keeps a row for some milliseconds from now on. */
  hold(id: string, milliseconds: number): void {
    clearTimeout(this.#timers.get(id));
    const release = () => {
      this.#timers.delete(id);
      this.#onRelease();
    };
    this.#timers.set(id, setTimeout(release, milliseconds));
  }

  /** The new rows, with those that are held as before. What a user does or waits for goes through: ticks, states, clamps. */
  keep(
    before: ReadonlyMap<string, TreeRow>,
    after: ReadonlyMap<string, TreeRow>,
  ): ReadonlyMap<string, TreeRow> {
    if (this.#timers.size === 0) return after;
    return new Map(
      [...after].map(([id, row]) => {
        const old = this.#timers.has(id) ? before.get(id) : undefined;
        return [id, old !== undefined && isSameButForNumbers(old, row) ? old : row];
      }),
    );
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}

function isSameButForNumbers(a: TreeRow, b: TreeRow): boolean {
  return (
    a.label === b.label &&
    a.contextValue === b.contextValue &&
    a.isTicked === b.isTicked &&
    a.icon?.id === b.icon?.id
  );
}
