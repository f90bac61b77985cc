import * as z from "zod";
import type { Clamp } from "../clamps/clamps.ts";
import { checkClamps, clampSchema } from "../clamps/clamps.ts";
import { holdsAt, holdsInSomeStep } from "../clamps/window.ts";
import type { CheckedShape, ClampProblem } from "../clamps/clampKind.ts";
import { checkedShape } from "../experiment/checkedShape.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { formatKeyPath } from "../experiment/keyPath.ts";

/** A clamp with the name by which requests and events speak of it. */
export interface NamedClamp {
  readonly id: string;
  readonly clamp: Clamp;
}

/** Which clamps hold: those of the experiment (`"0"`, `"1"`, …), and those that were set or released while running. */
export class ClampState {
  readonly #shape: CheckedShape;
  readonly #training: Experiment["training"];
  #clamps: NamedClamp[];

  constructor(experiment: Experiment) {
    this.#shape = checkedShape(experiment.model, experiment.data);
    this.#training = experiment.training;
    this.#clamps = experiment.clamps.map((clamp, place) => ({ id: String(place), clamp }));
  }

  /** Those that hold when so many sequences have been seen. */
  activeAt(sequences: number): readonly NamedClamp[] {
    return this.#clamps.filter(({ clamp }) => holdsAt(clamp, sequences));
  }

  /** The clamp of that name. */
  find(id: string): NamedClamp | undefined {
    return this.#clamps.find((named) => named.id === id);
  }

  /**
   * Sets a clamp, or replaces the one of that name, when so many sequences have been seen. Returns what is wrong with
   * it, such as a window without a step that is still to come, and then changes nothing.
   */
  set(id: string, input: unknown, sequences = 0): string | null {
    const parsed = clampSchema.safeParse(input);
    if (!parsed.success) {
      return describe(parsed.error.issues.map(({ path, message }) => ({ path: path.map(key), message })));
    }
    const others = this.#clamps.filter((named) => named.id !== id);
    const clamps = [...others, { id, clamp: parsed.data }];
    const problems = checkClamps(
      clamps.map(({ clamp }) => clamp),
      this.#shape,
      (place) => `clamp ${clamps[place]!.id}`,
    );
    // The clamp's place in the list says nothing to whoever set it.
    if (problems.length > 0) {
      return describe(problems.map(({ path, message }) => ({ path: path.slice(1), message })));
    }
    const { sequences: total, batch } = this.#training;
    const { from = 0, until } = parsed.data;
    if (!holdsInSomeStep({ from: Math.max(from, sequences), until }, total, batch)) {
      const steps = `steps begin at multiples of training.batch (${batch}) below training.sequences (${total})`;
      return `the clamp would hold in no step from ${sequences} sequences on: ${steps}`;
    }
    this.#clamps = clamps;
    return null;
  }

  /** Releases a clamp. Returns what is wrong where there is none of that name. */
  release(id: string): string | null {
    const others = this.#clamps.filter((named) => named.id !== id);
    if (others.length === this.#clamps.length) return `there is no clamp ${id}`;
    this.#clamps = others;
    return null;
  }

  /** All clamps as text, for a checkpoint. */
  serialise(): string {
    return JSON.stringify(this.#clamps);
  }

  /** Takes over what `serialise` gave. Returns what is wrong with it, and then changes nothing. */
  restore(text: string): string | null {
    const entries = readEntries(text);
    if (entries === null) return "expected a list of clamps with their names";
    const before = this.#clamps;
    this.#clamps = [];
    for (const { id, clamp } of entries) {
      // A clamp whose window is over was right when it was set.
      const problem = this.set(id, clamp);
      if (problem === null) continue;
      this.#clamps = before;
      return problem;
    }
    return null;
  }
}

const entriesSchema = z.array(z.object({ id: z.string(), clamp: z.unknown() }));

function readEntries(text: string): z.output<typeof entriesSchema> | null {
  try {
    return entriesSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

function key(part: PropertyKey): string | number {
  return typeof part === "number" ? part : String(part);
}

function describe(problems: readonly ClampProblem[]): string {
  return problems
    .map(({ path, message }) => (path.length === 0 ? message : `${formatKeyPath(path)}: ${message}`))
    .join("; ");
}
