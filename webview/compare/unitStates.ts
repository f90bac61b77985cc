import type { ViewUnit } from "./compareView.ts";

/** In which state a unit's runs are: `finished`, for a group `2 finished, 1 running`. */
export function unitStates({ runs, isGroup }: Pick<ViewUnit, "runs" | "isGroup">): string {
  if (!isGroup) return runs[0]?.state ?? "";
  const counts = new Map<string, number>();
  for (const { state } of runs) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, count]) => `${count} ${state}`).join(", ");
}
