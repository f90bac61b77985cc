import { referenceCurves } from "./referenceCurves.ts";

/** A set of the paper's curves as plain JSON, which panels can be sent. */
export interface ReferenceCurvesJson {
  readonly id: string;
  readonly curves: readonly {
    readonly label: string;
    /** [points], in sequences, increasing. */
    readonly x: readonly number[];
    /** [points]; null where it could not be read off the figure. */
    readonly y: readonly (number | null)[];
  }[];
}

/** The paper's own curves of a figure for panels. Throws a UserError where there are none of this name. */
export function referenceCurvesJson(id: string): ReferenceCurvesJson {
  const curves = referenceCurves(id).map(({ label, x, y }) => ({
    label,
    x: [...x],
    y: Array.from(y, (value) => (Number.isNaN(value) ? null : value)),
  }));
  return { id, curves };
}
