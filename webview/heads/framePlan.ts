import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { evaluationPlaces, freePlaces } from "../shared/runPlaces.ts";
import { FrameStore } from "./frameStore.ts";
import { byCheckpoint, coarseToFine, inPieces, thinned } from "./planFrames.ts";

/** Which frames of a run are measured in the background. */
export interface FramePlan {
  /** Where it was saved, as far as they fit, increasing. */
  readonly free: readonly number[];
  /** Where it was only evaluated, as far as these fit too, increasing. */
  readonly trained: readonly number[];
  /** How many frames are measured together at most. */
  readonly freePiece: number;
  readonly trainedPiece: number;
}

/** Frames of a run that are kept at most. */
const mostFrames = 2000;
/** Numbers in an answer at most, unless one frame has more. */
const mostNumbers = 250_000;
/** Few, so that the first are soon there. */
const freePiece = 4;
/** Where steps are trained again, what was begun is gone on with. */
const trainedPiece = 16;

/** What fits of a run beside another one. `isEverywhere`: where it was evaluated too. */
export function framePlan(run: RunSnapshot, isEverywhere: boolean): FramePlan {
  const { model, data } = run.record.experiment;
  const size = FrameStore.sizeOf(model.layers * model.heads, 2 * data.pairs + 1);
  const limit = FrameStore.room(size, mostFrames);
  const all = freePlaces(run);
  const free = thinned(all, limit);
  const saved = new Set(all);
  const between = isEverywhere ? evaluationPlaces(run).filter((place) => !saved.has(place)) : [];
  const piece = (most: number): number => Math.max(1, Math.min(most, Math.floor(mostNumbers / size)));
  return {
    free,
    trained: thinned(between, limit - free.length),
    freePiece: piece(freePiece),
    trainedPiece: piece(trainedPiece),
  };
}

/** All places of a plan. */
export function plannedPlaces({ free, trained }: FramePlan): number[] {
  return [...free, ...trained];
}

/** In which pieces and order a plan is measured: what is free first, from coarse to fine. */
export function planPieces(
  plan: FramePlan,
  checkpoints: readonly number[],
): { readonly free: readonly number[][]; readonly trained: readonly number[][] } {
  return {
    free: inPieces(coarseToFine(plan.free), plan.freePiece),
    trained: byCheckpoint(plan.trained, checkpoints, plan.trainedPiece),
  };
}
