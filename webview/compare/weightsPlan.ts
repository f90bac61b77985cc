import { formatCount } from "../../src/runs/comparison/formatNumbers.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import type { ViewRun } from "./compareView.ts";

/** Most places that the weights of two runs are held against each other at. */
export const mostPlaces = 100;

/** Where the weights of two runs can be held against each other, or why they cannot. */
export type WeightsPlan =
  | {
      readonly isPossible: true;
      /** In sequences, increasing: checkpoints that both have. */
      readonly places: readonly number[];
      /** What is left out, in a sentence; empty where nothing is. */
      readonly note: string;
    }
  | { readonly isPossible: false; readonly reason: string };

const shapes = ["layers", "heads", "width", "mlpRatio", "norm"] as const;

/** Looks whether two runs' weights can be compared. The measure itself checks the shapes of all of them. */
export function weightsPlan(
  run: Pick<ViewRun, "name" | "record" | "checkpoints">,
  baseline: Pick<ViewRun, "name" | "record" | "checkpoints">,
  isTrusted: boolean,
): WeightsPlan {
  const no = (reason: string): WeightsPlan => ({ isPossible: false, reason });
  const toy = [run, baseline].find(isToyRun);
  if (toy !== undefined) return no(`${toy.name} is of the toy model, which has no such weights.`);
  const [own, other] = [run.record.experiment.model, baseline.record.experiment.model];
  const differing = shapes.find((key) => own[key] !== other[key]);
  if (differing !== undefined)
    return no(
      `The models have other shapes: model.${differing} is ${own[differing]} in ${run.name} and ${other[differing]} in ${baseline.name}.`,
    );
  const there = new Set(baseline.checkpoints);
  const common = run.checkpoints.filter((place) => there.has(place));
  if (common.length === 0)
    return no(
      `${run.name} and ${baseline.name} have no checkpoint at the same number of sequences. Runs save one every "checkpoints.every" sequences.`,
    );
  if (!isTrusted) return no("In a workspace that is not trusted, nothing is measured.");
  if (common.length <= mostPlaces) return { isPossible: true, places: common, note: "" };
  const places = Array.from(
    { length: mostPlaces },
    (_, place) => common[Math.round((place * (common.length - 1)) / (mostPlaces - 1))]!,
  );
  return {
    isPossible: true,
    places,
    note: `Of ${formatCount(common.length)} common checkpoints, ${mostPlaces} are taken, evenly spread.`,
  };
}
