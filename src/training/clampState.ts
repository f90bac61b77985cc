import type { Clamp } from "../clamps/clamps.ts";
import { checkClamps, clampSchema } from "../clamps/clamps.ts";
import { holdsAt } from "../clamps/window.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import type { ModelShape } from "../model/modelShape.ts";

/** A clamp with the name by which requests and events speak of it. */
export interface NamedClamp {
  readonly id: string;
  readonly clamp: Clamp;
}

/** Which clamps hold: those of the experiment (`"0"`, `"1"`, …), and those that were set or released while running. */
export class ClampState {
  readonly #shape: ModelShape;
  #clamps: NamedClamp[];

  constructor(experiment: Experiment, shape: ModelShape) {
    this.#shape = shape;
    this.#clamps = experiment.clamps.map((clamp, place) => ({ id: String(place), clamp }));
  }

  /** Those that hold when so many sequences have been seen. */
  activeAt(sequences: number): readonly NamedClamp[] {
    return this.#clamps.filter(({ clamp }) => holdsAt(clamp, sequences));
  }

  /** Sets a clamp, or replaces the one of that name. Returns what is wrong with it, and then changes nothing. */
  set(id: string, input: unknown): string | null {
    const parsed = clampSchema.safeParse(input);
    if (!parsed.success)
      return parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    const others = this.#clamps.filter((named) => named.id !== id);
    const clamps = [...others, { id, clamp: parsed.data }];
    const problems = checkClamps(
      clamps.map(({ clamp }) => clamp),
      this.#shape,
    );
    if (problems.length > 0) return problems.map(({ message }) => message).join("; ");
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
    const before = this.#clamps;
    this.#clamps = [];
    const entries = JSON.parse(text) as unknown;
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : []) {
      const { id, clamp } = entry as { id: unknown; clamp: unknown };
      const problem = this.set(String(id), clamp);
      if (problem === null) continue;
      this.#clamps = before;
      return problem;
    }
    return null;
  }
}
