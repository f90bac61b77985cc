import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { phaseChangeOf } from "../../src/runs/comparison/phaseChangeOf.ts";
import { lastSaved } from "../shared/runPlaces.ts";
import { stateInfo } from "../shared/stateInfo.ts";

/** A place that is offered in a list: `value` in sequences, or "last". */
export interface PlaceChoice {
  readonly value: string;
  readonly label: string;
}

/** Most checkpoints that are listed. */
const mostListed = 40;

/**
 * Places to choose from: where the run was last saved, its phase change, and its checkpoints; evenly spread where there
 * are too many for a list.
 * @param chosen is among them, whatever it is
 */
export function placeChoices(run: RunSnapshot, chosen: number | null): PlaceChoice[] {
  const { checkpoints, state } = run;
  const isOver = !stateInfo(state).commands.includes("stop");
  const last = lastSaved(run);
  const phaseChange = phaseChangeOf(run);
  const every = Math.ceil(checkpoints.length / mostListed);
  const listed = checkpoints.filter((_, place) => (checkpoints.length - 1 - place) % every === 0);
  const places = new Set([...listed, ...(phaseChange === null ? [] : [phaseChange])]);
  if (chosen !== null) places.add(chosen);
  const end = last === null ? "" : `: ${formatSequences(last)}`;
  return [
    { value: "last", label: `${isOver ? "End of the run" : "Last saved"}${end}` },
    ...[...places]
      .sort((a, b) => a - b)
      .map((place) => ({
        value: String(place),
        label: `${place.toLocaleString("en-US")}${place === phaseChange ? " (phase change)" : ""}`,
      })),
  ];
}
