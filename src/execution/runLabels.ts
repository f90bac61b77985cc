import type { RunRecord } from "../runs/runRecord.ts";
import type { NamelessRun } from "../runs/comparison/runNames.ts";
import { nameRuns } from "../runs/comparison/runNames.ts";
import { writeLabel } from "../runs/runLabel.ts";
import { UserError } from "../userError.ts";
import { assignSlot } from "./assignSlot.ts";
import type { RunSource } from "./composeEntry.ts";
import type { TrackedRun } from "./trackedRun.ts";

/** Names and colours of runs: the users' from `label.json`, and those made here. */
export class RunLabels {
  readonly #slots = new Map<string, number>();
  /** Names that were given to runs that have no folder yet. */
  readonly #pending = new Map<string, string | null>();
  #named: readonly NamelessRun[] = [];
  #names: ReadonlyMap<string, string> = new Map();

  /** Forgets everything. */
  clear(): void {
    this.#slots.clear();
    this.#pending.clear();
  }

  /** Gives a name to a run that has no folder yet. */
  setPending(id: string, name: string | null): void {
    this.#pending.set(id, name);
  }

  /** Names by id. @param records what runs are named by; without one, a run is called by its label or its id */
  names(sources: readonly RunSource[], records: ReadonlyMap<string, RunRecord>): ReadonlyMap<string, string> {
    const labelOf = ({ id, tracked }: RunSource) => this.#pending.get(id) ?? tracked?.label.name ?? null;
    const runs = sources.flatMap((source) => {
      const record = records.get(source.id);
      return record === undefined ? [] : [{ id: source.id, record, label: labelOf(source) }];
    });
    if (!isSame(runs, this.#named)) {
      this.#named = runs;
      this.#names = nameRuns(runs);
    }
    return new Map(
      sources.map((source) => [source.id, this.#names.get(source.id) ?? labelOf(source) ?? source.id]),
    );
  }

  /** Colours by id: those in the folders, else those that they have got here before, else new ones by age. */
  slots(newestFirst: readonly RunSource[]): ReadonlyMap<string, number> {
    const slots = new Map<string, number>();
    for (const { id, tracked } of newestFirst) {
      const slot = tracked?.label.slot ?? this.#slots.get(id);
      if (slot !== undefined) slots.set(id, slot);
    }
    for (const { id } of newestFirst.toReversed()) {
      if (slots.has(id)) continue;
      const others = newestFirst.flatMap((other) => slots.get(other.id) ?? []);
      slots.set(id, assignSlot(others));
    }
    for (const [id, slot] of slots) this.#slots.set(id, slot);
    return slots;
  }

  /** Writes what is not in a run's folder yet. Where that is impossible, it goes without. */
  keep(id: string, tracked: TrackedRun, slot: number): void {
    const pending = this.#pending.get(id);
    if (tracked.label.slot !== null && pending === undefined) return;
    this.#pending.delete(id);
    try {
      const name = pending === undefined ? tracked.label.name : pending;
      tracked.label = { name, slot: tracked.label.slot ?? slot };
      writeLabel(tracked.folder, tracked.label);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
    }
  }
}

function isSame(a: readonly NamelessRun[], b: readonly NamelessRun[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ id, record, label }, place) => {
      const other = b[place]!;
      return id === other.id && record === other.record && label === other.label;
    })
  );
}
