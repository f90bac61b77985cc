import type { Verdict } from "../../figures/figure.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { pointsOf } from "../curve.ts";
import { fallTime, shiftFactor } from "../shift.ts";
import { verdict } from "../verdicts.ts";

/** A layer 0 that was trained has a head with such a previous-token score at least; one that was not, has 0.1 or so. */
const trained = 0.5;

/**
 * What the paper says about figure 7.
 * @param losses train loss of each graft
 * @param scores previous-token scores of each graft's layer 0, over training, by graft
 * @param reason why numbers may differ here
 */
export function fig7Verdicts(
  losses: readonly Curve[],
  scores: readonly (readonly Curve[])[],
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const all = scores.flat();
  const changes = all.map((curve) => {
    const values = pointsOf(curve).map(([, score]) => score);
    return Math.max(...values) - Math.min(...values);
  });
  const isMeasured = all.length > 0 && all.every((curve) => pointsOf(curve).length > 1);
  const change = Math.max(...changes);
  const highest = scores.map((heads) => Math.max(...heads.map((curve) => pointsOf(curve)[0]?.[1] ?? NaN)));
  const lowest = Math.min(...highest);
  const times = losses.map((curve) => fallTime(curve) ?? Infinity);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const names = losses.map(({ label }, at) => {
    const time = times[at]!;
    return `${label} ${time === Infinity ? "never" : formatSequences(time)}`;
  });
  return [
    verdict(
      {
        statement:
          `Layer 0 is a trained one from the start, with a previous-token score of ${trained} or more, and does not ` +
          "learn: its scores never change.",
        paper: "layer 0 is that of a trained model throughout",
        seed,
        ...(isMeasured ? why : { why: "Layer 0's previous-token scores are not measured under a graft." }),
      },
      isMeasured
        ? `highest scores at the start ${highest.map(formatValue).join(", ")}; changes by at most ${formatValue(change)}`
        : "–",
      isMeasured ? change === 0 && lowest >= trained : null,
    ),
    verdict(
      {
        statement:
          "Which trained layer 0 is used changes the dynamics: losses fall below 0.4 ln 2 at times that differ by a " +
          `factor of ${shiftFactor} or more.`,
        paper: "the three curves differ much; no numbers are given",
        seed,
        ...(first === Infinity ? { why: "None of them falls." } : why),
      },
      names.join(" · "),
      first === Infinity ? null : last / first >= shiftFactor,
    ),
  ];
}
