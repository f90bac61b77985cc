import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import { specKey, type AttentionSpec } from "./attentionSpec.ts";
import type { AttentionFrame, FrameStore } from "./frameStore.ts";
import type { HeadsUi } from "./headsUi.ts";
import { ownClampsAt, type OwnClampsAt } from "../shared/ownClampsAt.ts";
import { lastSaved, reachOf, wholeStep } from "../shared/runPlaces.ts";

/** A run at a place of its training, as one of the one or two things that are looked at. */
export interface Side {
  readonly letter: "A" | "B";
  readonly run: RunSnapshot;
  readonly spec: AttentionSpec;
  /** Of the spec. */
  readonly key: string;
  /** Where the slider stands, in sequences. */
  readonly at: number;
  /** What is drawn: of this place, or of the nearest that was measured. Null: there is nothing yet. */
  readonly frame: AttentionFrame | null;
  readonly isExact: boolean;
  /** There is no frame, and none will come by itself: it could not be measured, or that was cancelled. */
  readonly isGivenUp: boolean;
  /** Where the frame is; where there is none, where the slider stands. */
  readonly clamps: OwnClampsAt;
}

/** What B is: nothing, another step of the same run, or another run. */
export type Against = "nothing" | "step" | "run";

/** Everything that the panel draws. */
export interface HeadsView {
  readonly ui: HeadsUi;
  readonly a: Side;
  readonly b: Side | null;
  readonly against: Against;
  /** Whether B stands where A stands. */
  readonly isTied: boolean;
  /** Where B, another run, ends, in sequences, while A stands where B has not come; else null. */
  readonly endOfB: number | null;
  readonly isDifference: boolean;
  /** Names of the heads of all sides' models, by layer. */
  readonly layers: readonly (readonly string[])[];
}

/** Where the sliders stand while they are dragged; null: where the settings say. */
export interface Dragged {
  readonly a: number | null;
  readonly b: number | null;
}

/** Both sliders at rest. */
export const notDragged: Dragged = { a: null, b: null };

/** The runs that have heads to be looked at: transformers that were saved at least once. */
export function readyRuns(runs: readonly RunSnapshot[]): RunSnapshot[] {
  return runs.filter((run) => !isToyRun(run) && lastSaved(run) !== null);
}

/**
 * What is drawn with these settings; null where no run has anything to show yet.
 * @param hasProblem whether what is to be measured of a side was tried in vain
 */
export function headsView(
  runs: readonly RunSnapshot[],
  ui: HeadsUi,
  store: Pick<FrameStore, "get" | "nearest">,
  dragged: Dragged = notDragged,
  hasProblem: (side: Side) => boolean = () => false,
): HeadsView | null {
  const ready = readyRuns(runs);
  const run = ready.find(({ id }) => id === ui.run) ?? ready[0];
  if (run === undefined) return null;
  const { against, other } = chooseAgainst(ready, run, ui.against);
  const at = wholeStep(run, dragged.a ?? ui.at ?? lastSaved(run) ?? 0);
  const side = (letter: "A" | "B", of: RunSnapshot, place: number): Side => {
    const own = new Set(headNames([of]).flat());
    const ablated = ui.ablated.filter((head) => own.has(head));
    const spec = { run: of.id, set: ui.set, sequence: ui.sequence, ablated };
    const key = specKey(spec);
    const frame = store.nearest(key, place);
    const isExact = frame?.sequences === place;
    const clamps = ownClampsAt(of, frame?.sequences ?? place);
    const made = { letter, run: of, spec, key, at: place, frame, isExact, isGivenUp: false, clamps };
    return { ...made, isGivenUp: frame === null && hasProblem(made) };
  };
  const a = side("A", run, at);
  const follows = against === "run" && ui.againstAt === null && dragged.b === null;
  const endOfB = against === "run" && other !== null && at > reachOf(other) ? reachOf(other) : null;
  const b =
    other === null
      ? null
      : side("B", other, wholeStep(other, dragged.b ?? ui.againstAt ?? (follows ? at : 0)));
  return {
    ui,
    a,
    b,
    against,
    isTied: follows && endOfB === null,
    endOfB,
    isDifference: b !== null && ui.view === "difference",
    layers: headNames(b === null ? [run] : [run, b.run]),
  };
}

function chooseAgainst(
  ready: readonly RunSnapshot[],
  run: RunSnapshot,
  chosen: string | null,
): { readonly against: Against; readonly other: RunSnapshot | null } {
  if (chosen === "nothing") return { against: "nothing", other: null };
  if (chosen === "step") return { against: "step", other: run };
  const others = ready.filter(({ id }) => id !== run.id);
  const other = others.find(({ id }) => chosen === `run:${id}`) ?? others[0];
  return other === undefined ? { against: "nothing", other: null } : { against: "run", other };
}

function headNames(runs: readonly RunSnapshot[]): string[][] {
  const models = runs.map(({ record }) => record.experiment.model);
  const layers = Math.max(...models.map((model) => model.layers));
  return Array.from({ length: layers }, (_, layer) => {
    const heads = Math.max(...models.map((model) => (layer < model.layers ? model.heads : 0)));
    return Array.from({ length: heads }, (__, head) => `L${layer}H${head}`);
  });
}
