import type { WantedEnd } from "../execution/runAll.ts";
import { formatSequences, formatValue } from "../runs/comparison/formatNumbers.ts";
import { fit } from "./fit.ts";
import { table } from "./table.ts";

/** How the runs of a group ended, as a table of at most `width` columns. `names`: of the runs, in the order of `ends`. */
export function summariseGroup(names: readonly string[], ends: readonly WantedEnd[], width: number): string {
  const rows = ends.map(({ state, status, metrics }) => [
    state === "queued" ? "not begun" : state,
    loss(metrics?.sets.train?.loss),
    loss(metrics?.sets.class?.loss),
    loss(metrics?.sets.relabel?.loss),
    status?.phaseChange == null ? "–" : formatSequences(status.phaseChange),
  ]);
  const all = [["state", "train", "class", "relabel", "change"], ...rows];
  const enough = Math.min(20, Math.max(...names.map((name) => name.length)));
  // What matters least is at the end.
  for (let columns = 5; ; columns--) {
    const shown = all.map((row) => row.slice(0, columns));
    const taken =
      Math.max(
        ...table(shown)
          .split("\n")
          .map((line) => line.length),
      ) + 4;
    if (width - taken >= enough || columns === 1) {
      const room = Math.max(8, width - taken);
      return table(shown.map((row, place) => [fit(place === 0 ? "run" : names[place - 1]!, room), ...row]));
    }
  }
}

function loss(value: number | undefined): string {
  return value === undefined ? "–" : formatValue(value);
}
