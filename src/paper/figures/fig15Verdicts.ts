import { fig15Strengths } from "../../experiment/presets/fig15.ts";
import type { Verdict } from "../../figures/figure.ts";
import type { Curve } from "../curve.ts";
import { rankCorrelation } from "../rankCorrelation.ts";
import { fallTime } from "../shift.ts";
import { orderVerdict, verdict } from "../verdicts.ts";

/**
 * What the paper says about figure 15: it shows the losses by strength, and gives no numbers. That a perfect match is
 * learned sooner is said of figure 5b.
 * @param losses train losses by strength, as in `fig15Strengths`
 * @param reason why numbers may differ here
 */
export function fig15Verdicts(losses: readonly Curve[], seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const times = losses.map((curve) => fallTime(curve));
  const at = (s: number): number | null => times[fig15Strengths.indexOf(s)] ?? null;
  const correlation = rankCorrelation(
    fig15Strengths,
    times.map((time) => time ?? Infinity),
  );
  return [
    orderVerdict(
      {
        statement:
          "A perfect match is learned with sooner than one that tells nothing (s = 1 before s = 0.5).",
        paper: "with one head (figure 5b) a perfect match takes 40k, no clamp 320k",
        seed,
        ...why,
      },
      [
        { label: "s = 1", at: at(1) },
        { label: "s = 0.5", at: at(0.5) },
      ],
    ),
    verdict(
      {
        statement: "The stronger the match is held, the sooner the train loss falls.",
        paper: "losses by clamped strength are shown; no numbers are given",
        seed,
        why: "There is no number of the paper to hold this against.",
      },
      `rank correlation of strength and time: ${correlation.toFixed(2).replace("-", "−")}`,
      null,
    ),
  ];
}
