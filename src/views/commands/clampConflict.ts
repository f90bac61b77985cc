import { checkClamps, clampSchema, type Clamp } from "../../clamps/clamps.ts";
import { checkedShape } from "../../experiment/checkedShape.ts";
import type { Experiment } from "../../experiment/experimentSchema.ts";
import { describeClamp, type AnyClamp } from "../../runs/comparison/describeClamp.ts";
import type { WindowLimits } from "./checkWindow.ts";
import { clampWords } from "./clampWords.ts";

/** What a clamp is held against. */
export interface ClampSurroundings {
  readonly experiment: Pick<Experiment, "model" | "data"> & { readonly toy?: Experiment["toy"] };
  /** The other clamps that hold or will. */
  readonly others: readonly AnyClamp[];
}

/** What does not let a clamp stand beside others, or in such a model; null if nothing. */
export function clampConflict(clamp: AnyClamp, { experiment, others }: ClampSurroundings): string | null {
  const { model, data } = experiment;
  const [known] = read([clamp]);
  if (known === undefined) return null;
  const rivals = read(others);
  const problems = checkClamps([...rivals, known], checkedShape(model, data), (place) => `clamp ${place}`);
  const found = problems.find(({ path: [place] }) => place === rivals.length);
  if (found === undefined) return null;
  return clampWords(found.message, (place) => {
    const rival = rivals[Number(place)];
    return rival === undefined ? null : describeClamp(rival, model);
  });
}

/** As `clampConflict`, for a clamp whose window is not known yet: null where there is any in which it can stand. */
export function conflictInAnyWindow(
  clamp: AnyClamp,
  surroundings: ClampSurroundings,
  { now, total }: WindowLimits,
): string | null {
  const ends = read(surroundings.others).map(({ until = 0 }) => until);
  // If there is room at all, there is some now or where another clamp ends.
  const starts = [now, ...ends].filter((start) => start >= now && start < total);
  const conflicts = starts.map((from) => clampConflict({ ...clamp, from, until: from + 1 }, surroundings));
  return conflicts.includes(null) ? null : (conflicts[0] ?? null);
}

function read(clamps: readonly AnyClamp[]): Clamp[] {
  return clamps.flatMap((clamp) => clampSchema.safeParse(clamp).data ?? []);
}
