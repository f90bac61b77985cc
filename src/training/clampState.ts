import { isDeepStrictEqual } from "node:util";
import * as z from "zod";
import type { Clamp } from "../clamps/clamps.ts";
import { checkClamps, clampSchema } from "../clamps/clamps.ts";
import { holdsAt, holdsInSomeStep } from "../clamps/window.ts";
import type { Evaluated } from "../clamps/when.ts";
import type { CheckedShape, ClampProblem } from "../clamps/clampKind.ts";
import { checkedShape } from "../experiment/checkedShape.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { formatKeyPath } from "../experiment/keyPath.ts";
import type { ClampCondition } from "./clampCondition.ts";
import { isOn, lookAt, unseen } from "./clampCondition.ts";

/** A clamp with the name by which requests and events speak of it. */
export interface NamedClamp {
  readonly id: string;
  readonly clamp: Clamp;
}

/**
 * Which clamps hold: those of the experiment (`"0"`, `"1"`, …), and those that were set or released while running. One
 * with a condition holds in its window while the evaluations that it has seen say so.
 */
export class ClampState {
  readonly #shape: CheckedShape;
  readonly #training: Experiment["training"];
  #clamps: NamedClamp[];
  /** What is known of the conditions of those that have one. */
  #conditions = new WeakMap<NamedClamp, ClampCondition>();
  #told: readonly NamedClamp[] | null = null;

  constructor(experiment: Experiment) {
    this.#shape = checkedShape(experiment.model, experiment.data);
    this.#training = experiment.training;
    this.#clamps = experiment.clamps.map((clamp, place) => ({ id: String(place), clamp }));
  }

  /** Those that hold in the step that begins at so many sequences, by the evaluations so far. */
  activeAt(sequences: number): readonly NamedClamp[] {
    return this.#clamps.filter((named) => {
      const { when } = named.clamp;
      if (!holdsAt(named.clamp, sequences)) return false;
      return when === undefined || isOn(when, this.#conditionOf(named), sequences);
    });
  }

  /** Whether any clamp depends on evaluations. */
  get hasConditions(): boolean {
    return this.#clamps.some(({ clamp }) => clamp.when !== undefined);
  }

  /** Those that were known to hold when what was restored was saved; null where nothing was, or it did not say. */
  get told(): readonly NamedClamp[] | null {
    return this.#told;
  }

  /** Takes an evaluation into account. Evaluations come in their order, each once. */
  look(evaluation: Evaluated & { readonly sequences: number }): void {
    for (const named of this.#clamps) {
      const { when } = named.clamp;
      if (when !== undefined) this.#conditions.set(named, lookAt(when, this.#conditionOf(named), evaluation));
    }
  }

  /**
   * Takes over what a run knows of its conditions, for one that goes on from it: where a clamp is one of that run's, as
   * that run has it, else by `evaluations`, all that the run has made.
   */
  inherit(parent: ClampState, evaluations: readonly (Evaluated & { readonly sequences: number })[]): void {
    for (const named of this.#clamps) {
      const { when } = named.clamp;
      if (when === undefined) continue;
      const same = parent.#clamps.find(({ clamp }) => isDeepStrictEqual(clamp, named.clamp));
      const known =
        same === undefined
          ? evaluations.reduce<ClampCondition>((before, line) => lookAt(when, before, line), unseen)
          : parent.#conditionOf(same);
      this.#conditions.set(named, known);
    }
  }

  /** The clamp of that name. */
  find(id: string): NamedClamp | undefined {
    return this.#clamps.find((named) => named.id === id);
  }

  /**
   * Sets a clamp, or replaces the one of that name, when so many sequences have been seen. Returns what is wrong with
   * it, such as a window without a step that is still to come, and then changes nothing. `check`, if given, is asked
   * last in the same way.
   */
  set(
    id: string,
    input: unknown,
    sequences = 0,
    check: (clamp: Clamp) => string | null = () => null,
  ): string | null {
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
    const problem = check(parsed.data);
    if (problem === null) this.#clamps = clamps;
    return problem;
  }

  /** Releases a clamp. Returns what is wrong where there is none of that name. */
  release(id: string): string | null {
    const others = this.#clamps.filter((named) => named.id !== id);
    if (others.length === this.#clamps.length) return `there is no clamp ${id}`;
    this.#clamps = others;
    return null;
  }

  /** All clamps as text, for a checkpoint. `told`: those of them that are known to hold. */
  serialise(told?: readonly NamedClamp[]): string {
    return JSON.stringify(
      this.#clamps.map((named) => ({
        ...named,
        ...(told === undefined ? {} : { held: told.includes(named) }),
        ...(named.clamp.when === undefined ? {} : { condition: this.#conditionOf(named) }),
      })),
    );
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
    const restored = entries.map((entry) => ({ ...entry, named: this.find(entry.id)! }));
    this.#conditions = new WeakMap(restored.map(({ named, condition }) => [named, condition ?? unseen]));
    const says = restored.some(({ held }) => held !== undefined) || restored.length === 0;
    this.#told = says ? restored.filter(({ held }) => held === true).map(({ named }) => named) : null;
    return null;
  }

  #conditionOf(named: NamedClamp): ClampCondition {
    return this.#conditions.get(named) ?? unseen;
  }
}

const entriesSchema = z.array(
  z.object({
    id: z.string(),
    clamp: z.unknown(),
    held: z.boolean().optional(),
    condition: z.object({ met: z.number().nullable(), isMet: z.boolean() }).optional(),
  }),
);

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
