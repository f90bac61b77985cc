import type { Verdict } from "../../figures/figure.ts";
import type { Curve } from "../curve.ts";
import { fallTime } from "../shift.ts";
import type { Moment } from "../verdicts.ts";
import { firstVerdict, orderVerdict } from "../verdicts.ts";

/** Train losses of figure 8: without a clamp, and with one, another, three and all heads of layer 0 clamped. */
export interface Fig8Losses {
  readonly none: Curve;
  readonly previousToken: Curve;
  readonly other: Curve;
  readonly three: Curve;
  readonly all: Curve;
}

/** Why clamping many heads may be another matter here. */
const otherWork =
  "A head that is held at this pattern does nothing else in layer 0; how much that is missed depends on the features " +
  "(table 1: accuracy without the heads that are no previous-token heads).";

/**
 * What the paper says about figure 8, by the times at which train losses fall below 0.4 ln 2.
 * @param reason why times may differ here
 */
export function fig8Verdicts(losses: Fig8Losses, seed: number, reason?: string): Verdict[] {
  const why = reason === undefined ? {} : { why: reason };
  const whyMany = { why: reason === undefined ? otherWork : `${otherWork} ${reason}` };
  const moment = (curve: Curve): Moment => ({ label: curve.label, at: fallTime(curve) });
  const [none, one, other] = [moment(losses.none), moment(losses.previousToken), moment(losses.other)];
  return [
    orderVerdict(
      {
        statement: "The pattern on the previous-token head speeds learning up.",
        paper: "217k with L0H2, 310k without",
        seed,
        ...why,
      },
      [one, none],
    ),
    orderVerdict(
      {
        statement: "Any head will do: one that is no previous-token head speeds it up, too.",
        paper: "280k with L0H6, 310k without",
        seed,
        ...why,
      },
      [other, none],
    ),
    firstVerdict(
      {
        statement: "Three heads speed it up most.",
        paper: "186k with L0H1,2,5, before 217k and 280k with one and 310k without",
        seed,
        ...whyMany,
      },
      moment(losses.three),
      [one, other, none],
    ),
    orderVerdict(
      {
        statement: "All heads of layer 0 make it slower than no clamp.",
        paper: "563k with all, 310k without",
        seed,
        ...whyMany,
      },
      [none, moment(losses.all)],
    ),
  ];
}
