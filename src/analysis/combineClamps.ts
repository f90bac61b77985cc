import type { Clamp } from "../clamps/clamps.ts";
import { checkClamps, clampSchema } from "../clamps/clamps.ts";
import { checkedShape } from "../experiment/checkedShape.ts";
import { explainIssues, unexplained } from "../experiment/explainIssues.ts";
import type { Experiment } from "../experiment/experimentSchema.ts";
import { formatKeyPath } from "../experiment/keyPath.ts";
import { UserError } from "../userError.ts";
import { ablatedHeads } from "./activeHeads.ts";

/** Keys that say when a clamp holds in training: a measure has no such time. */
const timeKeys = ["from", "until", "when"];

/**
 * Clamps to measure under: a run's own, then others, as in an experiment file. Others may ablate heads that are ablated
 * already.
 * @throws UserError with everything that is wrong with the others
 */
export function combineClamps(
  experiment: Experiment,
  own: readonly Clamp[],
  others: readonly unknown[],
): readonly Clamp[] {
  const result = tryClamps(experiment, own, others);
  if (typeof result === "string") throw new UserError(result);
  return result;
}

/** The same; what is wrong as text. */
export function tryClamps(
  experiment: Experiment,
  own: readonly Clamp[],
  others: readonly unknown[],
): readonly Clamp[] | string {
  const parsed = others.map((input, place) => parseClamp(input, place));
  const problems = parsed.flatMap((clamp) => (typeof clamp === "string" ? [clamp] : []));
  if (problems.length > 0) return problems.join("; ");
  const held = own.map(withoutTime);
  const ablated = ablatedHeads(held);
  const added = parsed
    .filter((clamp) => typeof clamp !== "string")
    .flatMap((clamp) => withoutAblated(clamp, ablated));
  const clamps = [...held, ...added];
  const nameOf = (place: number) =>
    place < held.length ? `the run's own clamp ${place}` : `clamp ${place - held.length}`;
  const found = checkClamps(clamps, checkedShape(experiment.model, experiment.data), nameOf);
  if (found.length === 0) return clamps;
  return found
    .map(
      ({ path: [place, ...rest], message }) => `${nameOf(Number(place))}: ${formatKeyPath(rest)}: ${message}`,
    )
    .join("; ");
}

function parseClamp(input: unknown, place: number): Clamp | string {
  const name = `clamp ${place}`;
  const key = timeKeys.find((candidate) => typeof input === "object" && input !== null && candidate in input);
  if (key !== undefined) return `${name}: ${key}: a measure is taken at one place, where its clamps hold`;
  const parsed = clampSchema.safeParse(input, { error: unexplained });
  if (parsed.success) return parsed.data;
  return explainIssues(parsed.error.issues, clampSchema, input)
    .map(({ path, message }) =>
      path.length === 0 ? `${name}: ${message}` : `${name}: ${formatKeyPath(path)}: ${message}`,
    )
    .join("; ");
}

/** That a clamp holds now has been found out before. */
function withoutTime(clamp: Clamp): Clamp {
  const entries = Object.entries(clamp).filter(([key]) => !timeKeys.includes(key));
  return Object.fromEntries(entries) as Clamp;
}

/** Heads that are ablated stay so: to ablate them once more is no contradiction. */
function withoutAblated(clamp: Clamp, ablated: ReadonlySet<string>): Clamp[] {
  if (clamp.kind !== "ablate") return [clamp];
  const heads = clamp.heads.filter((head) => !ablated.has(head));
  return heads.length === 0 ? [] : [{ ...clamp, heads }];
}
