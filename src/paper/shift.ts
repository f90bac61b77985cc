import type { Verdict } from "../figures/figure.ts";
import { phaseChangeLoss } from "../measures/phaseChange.ts";
import { formatSequences } from "../runs/comparison/formatNumbers.ts";
import type { Curve } from "./curve.ts";
import { pointsOf } from "./curve.ts";
import type { Statement } from "./verdicts.ts";
import { verdict } from "./verdicts.ts";

/**
 * A curve has moved where its loss falls this many times later. In the paper's figure 6, four times the classes move
 * subcircuit B by a factor of 1.25, the least that it calls a move, and subcircuit C by 1.07, the most that it calls
 * none; this is between the two, by the same factor from each.
 */
export const shiftFactor = 1.16;

/** Sequences until a loss is below the phase change's, on the straight line between evaluations; null: never. */
export function fallTime(curve: Curve, level: number = phaseChangeLoss): number | null {
  const points = pointsOf(curve);
  const after = points.findIndex(([, y]) => y < level);
  const end = points[after];
  if (end === undefined) return null;
  const start = points[after - 1];
  if (start === undefined) return end[0];
  return start[0] + ((end[0] - start[0]) * (start[1] - level)) / (start[1] - end[1]);
}

/**
 * Whether growing a setting moves the time at which the loss falls. `later`: each setting falls later than the one
 * before, the last by `shiftFactor` at least. `same`: no two differ by more than that.
 * @param curves by setting, smallest first, at least two
 */
export function shiftVerdict(
  statement: Statement,
  curves: readonly Curve[],
  expected: "later" | "same",
): Verdict {
  const times = curves.map((curve) => fallTime(curve));
  const known = times.map((time) => time ?? Infinity);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const texts = times.map((time, at) => {
    const end = pointsOf(curves[at]!).at(-1)?.[0] ?? 0;
    return `${curves[at]!.label} ${time === null ? `not within ${formatSequences(end)}` : formatSequences(time)}`;
  });
  const factor = expected === "later" ? known.at(-1)! / known[0]! : high / low;
  const measured = `${texts.join(" · ")} (${Number.isNaN(factor) ? "never" : `× ${factor.toFixed(2)}`})`;
  if (low === Infinity) return verdict({ ...statement, why: "None of them falls." }, measured, null);
  const found = expected === "later" ? notLater(curves, known, factor) : notSame(factor);
  const why = [found, statement.why].filter((part) => part !== null && part !== undefined).join(" ");
  return verdict({ ...statement, why }, measured, found === null);
}

/** What is wrong with curves that should fall one after the other; null: nothing. */
function notLater(curves: readonly Curve[], times: readonly number[], factor: number): string | null {
  const wrong = curves.slice(1).filter((_, at) => !(times[at + 1]! > times[at]!));
  if (wrong.length > 0)
    return `Not later than the one before: ${wrong.map(({ label }) => label).join(", ")}.`;
  return factor >= shiftFactor ? null : `By less than a factor of ${shiftFactor}.`;
}

function notSame(factor: number): string | null {
  return factor < shiftFactor ? null : `They differ by a factor of ${shiftFactor} or more.`;
}
