import type { Clamp } from "../../clamps/clamps.ts";
import type { ClampHistory } from "../../runs/comparison/clampHistory.ts";
import type { ExperimentItem } from "../experimentItem.ts";

/** A clamp in the Clamps view: number `index` of an experiment, or one of the run with id `run`. */
export type ClampItem =
  | {
      readonly kind: "experiment";
      readonly item: ExperimentItem;
      readonly index: number;
      readonly clamp: Clamp;
    }
  | { readonly kind: "run"; readonly run: string; readonly history: ClampHistory };
