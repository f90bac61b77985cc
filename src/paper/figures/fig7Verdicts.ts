import type { Verdict } from "../../figures/figure.ts";
import { formatSequences, formatValue } from "../../runs/comparison/formatNumbers.ts";
import type { Curve } from "../curve.ts";
import { pointsOf } from "../curve.ts";
import { fallTime, shiftFactor } from "../shift.ts";
import { verdict } from "../verdicts.ts";

/**
 * What the paper says about figure 7.
 * @param losses train loss of each graft
 * @param scores previous-token scores of each graft's layer 0, over training
 * @param reason why numbers may differ here
 */
export function fig7Verdicts(
  losses: readonly Curve[],
  scores: readonly Curve[],
  seed: number,
  reason?: string,
): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const changes = scores.map((curve) => {
    const values = pointsOf(curve).map(([, score]) => score);
    return Math.max(...values) - Math.min(...values);
  });
  const isMeasured = scores.length > 0 && scores.every((curve) => pointsOf(curve).length > 1);
  const change = Math.max(...changes);
  const times = losses.map((curve) => fallTime(curve) ?? Infinity);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  const names = losses.map(({ label }, at) => {
    const time = times[at]!;
    return `${label} ${time === Infinity ? "never" : formatSequences(time)}`;
  });
  return [
    verdict(
      {
        statement: "Layer 0 does not learn: its previous-token scores never change.",
        paper: "layer 0 is that of a trained model throughout",
        seed,
        ...(isMeasured ? why : { why: "Layer 0's previous-token scores are not measured under a graft." }),
      },
      isMeasured ? `changes by at most ${formatValue(change)}` : "–",
      isMeasured ? change === 0 : null,
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
