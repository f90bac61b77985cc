import { formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import type { CompareView, ViewUnit } from "./compareView.ts";
import { headRows, type HeadRow, type HeadStrength } from "./headRows.ts";
import { rangeCell } from "./rangeCell.ts";

/** How strongly a head does something in a run, or in the mean of a group. */
export interface UnitStrength extends HeadStrength {
  readonly text: string;
  /** In full; of a group also the range. */
  readonly exact: string;
}

/** A head, and one of its measures in each unit. */
export interface UnitHeadRow extends Omit<HeadRow, "strengths"> {
  /** One for each unit, in their order. */
  readonly strengths: readonly UnitStrength[];
}

/** Strengths of heads side by side: of a run its own, of a group the mean and the range. */
export function unitHeadRows({ comparison, runs, units }: CompareView): UnitHeadRow[] {
  const clamped = comparison.runs.map(({ id }) => runs.find((run) => run.id === id)?.clamped ?? []);
  const rows = headRows(comparison, clamped);
  const places = new Map(comparison.runs.map(({ id }, place) => [id, place]));
  const merged = rows.map((row): UnitHeadRow => ({
    ...row,
    strengths: units.map((unit) => ofUnit(unit, row, places)),
  }));
  return merged.map((row) => ({
    ...row,
    strengths: row.strengths.map((strength, place) => {
      if (units[place]?.isGroup !== true) return strength;
      const others = merged
        .filter(({ measure }) => measure === row.measure)
        .map(({ strengths }) => strengths[place]?.value ?? 0);
      const { value } = strength;
      return { ...strength, isStrongest: value !== null && value > 0 && value === Math.max(...others) };
    }),
  }));
}

function ofUnit(
  { runs, isGroup }: ViewUnit,
  { strengths }: HeadRow,
  places: ReadonlyMap<string, number>,
): UnitStrength {
  const members = runs.flatMap(({ id }) => strengths[places.get(id) ?? -1] ?? []);
  const [only] = members;
  if (!isGroup && only !== undefined) {
    const { value } = only;
    return {
      ...only,
      text: value === null ? "–" : formatValue(value),
      exact: value === null ? "not measured" : String(value),
    };
  }
  const { text, value, title } = rangeCell(
    members.map((member) => member.value),
    { short: formatValue, exact: String },
  );
  return {
    value: typeof value === "number" ? value : null,
    text,
    exact: title ?? text,
    clamps: clampsOf(members),
    isStrongest: false,
  };
}

/** Each clamp once; of how many, where it does not hold in all. */
function clampsOf(members: readonly HeadStrength[]): string[] {
  const counts = new Map<string, number>();
  for (const clamp of members.flatMap(({ clamps }) => [...new Set(clamps)]))
    counts.set(clamp, (counts.get(clamp) ?? 0) + 1);
  return [...counts].map(([clamp, count]) =>
    count === members.length ? clamp : `${clamp} (in ${count} of ${members.length} runs)`,
  );
}
