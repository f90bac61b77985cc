import type { MetricsValue, PlainMetrics } from "../../src/measures/measureValues.ts";
import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import { less } from "./headColumns.ts";
import { measuredSets, setTitle } from "../shared/measuredSets.ts";

/** What is told of a set. */
const shown = [
  { key: "loss", title: "loss" },
  { key: "accuracy", title: "accuracy" },
  { key: "inContextAccuracy", title: "in-context accuracy" },
] as const satisfies readonly { readonly key: keyof PlainMetrics; readonly title: string }[];

/** A metric of a set, as it is, with heads ablated, and the second less the first; null where it is not known. */
export interface AblationRow {
  readonly title: string;
  readonly asIs: number | null;
  readonly ablated: number | null;
  readonly difference: number | null;
}

/** A row for each metric of each set that was measured. */
export function ablationRows(asIs: MetricsValue | null, ablated: MetricsValue | null): AblationRow[] {
  return measuredSets.flatMap((set) => {
    const [before, after] = [asIs?.sets[set], ablated?.sets[set]];
    if (before === undefined && after === undefined) return [];
    return shown.map(({ key, title }) => {
      const [first, second] = [before?.[key] ?? null, after?.[key] ?? null];
      return {
        title: `${setTitle(set)} ${title}`,
        asIs: first,
        ablated: second,
        difference: less(second, first),
      };
    });
  });
}

/** A value, or where there is none a dash. `isDifference`: with its sign. */
export function numberText(value: number | null, isDifference = false): string {
  if (value === null) return "–";
  const text = formatValue(value);
  return isDifference && value > 0 ? `+${text}` : text;
}
