import type { Curve } from "../../src/runs/comparison/differenceCurve.ts";
import { differenceCurve } from "../../src/runs/comparison/differenceCurve.ts";
import { groupCurves, type GroupCurve } from "../../src/runs/comparison/groupCurves.ts";
import { groupSeries } from "../shared/groupSeries.ts";
import type { Series } from "../shared/series.ts";
import { alignedCurve } from "./alignedCurve.ts";
import type { ViewUnit } from "./compareView.ts";

/** A metric of a run, or of a group: then its mean and range. */
export interface UnitCurve {
  readonly unit: ViewUnit;
  readonly curve: Curve;
  /** Null for a run. */
  readonly group: GroupCurve | null;
}

/** A metric of what is shown as one curve, on the x-axis. Members that do not have the metric do not count. */
export function unitCurve(unit: ViewUnit, metric: string): UnitCurve {
  const [only] = unit.runs;
  if (!unit.isGroup && only !== undefined) return { unit, curve: alignedCurve(only, metric), group: null };
  const members = unit.runs.map((run) => alignedCurve(run, metric));
  const group = groupCurves(members.filter(({ sequences }) => sequences.length > 0));
  return { unit, curve: { sequences: group.sequences, values: group.mean }, group };
}

/** How it differs from another: a run's curve, or a group's mean and range, minus the other's curve or mean. */
export function unitDifference({ unit, curve, group }: UnitCurve, baseline: UnitCurve): UnitCurve {
  const difference = differenceCurve(curve, baseline.curve);
  if (group === null) return { unit, curve: difference, group: null };
  const { sequences } = group;
  const minus = (values: Float64Array): Float64Array =>
    differenceCurve({ sequences, values }, baseline.curve).values;
  const zero = {
    sequences: baseline.curve.sequences,
    values: new Float64Array(baseline.curve.values.length),
  };
  return {
    unit,
    curve: difference,
    group: {
      sequences: difference.sequences,
      mean: difference.values,
      low: minus(group.low),
      high: minus(group.high),
      // Counts stay what they are, at the points that are left.
      members: differenceCurve({ sequences, values: group.members }, zero).values,
    },
  };
}

/** As a chart draws it. */
export function unitSeries({ unit, curve, group }: UnitCurve): Series {
  const { key, name, slot, runs } = unit;
  if (group !== null) return groupSeries(group, { key, name, slot, members: runs.map((run) => run.name) });
  return { key, label: name, title: name, slot, x: curve.sequences, y: curve.values };
}
