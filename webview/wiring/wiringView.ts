import type { HeatPlot } from "../../src/figures/figure.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import { wholeStep } from "../shared/runPlaces.ts";
import { isToyRun } from "../shared/isToyRun.ts";
import { stateInfo } from "../shared/stateInfo.ts";
import { ownClampsAt } from "../shared/ownClampsAt.ts";
import { headOrder } from "./headOrder.ts";
import { headScores } from "./headScores.ts";
import { ablationMatrices, compositionMatrices, type WireMatrix } from "./wireMatrices.ts";
import { wirePlots, type WireAxes } from "./wirePlots.ts";
import type { Measured, WiringMeasured } from "./wiringMeasured.ts";
import type { GroupKey, Wire, WiringSettings, WiringUi } from "./wiringUi.ts";

/** A matrix with the picture of it. */
export interface ShownMatrix {
  readonly matrix: WireMatrix;
  readonly plot: HeatPlot;
}

/** What the panel shows of a run. */
export interface WiringView {
  readonly run: RunSnapshot;
  /** What would be computed now. */
  readonly settings: WiringSettings;
  /** Head numbers in the order of rows (later layer) and columns (earlier layer). */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  /** Of the settings' layers only. */
  readonly measured: WiringMeasured;
  readonly groups: Readonly<Record<GroupKey, readonly ShownMatrix[]>>;
  /** The chosen one, where the model has it. */
  readonly wire: Wire | null;
}

/** Why there is no wiring to be shown of a run, in a sentence; null where there is. */
export function withoutWiring(
  run: Pick<RunSnapshot, "record" | "state">,
  last: number | null,
): string | null {
  if (isToyRun(run)) return "The toy model has no heads, so there is no wiring between them.";
  const { layers } = run.record.experiment.model;
  if (layers < 2) return "This model has one layer: wiring is between the heads of two.";
  if (last !== null) return null;
  return stateInfo(run.state).commands.includes("stop")
    ? "This run has not been saved yet: its wiring can be measured from its first checkpoint on."
    : "This run has no checkpoints, so its wiring cannot be measured.";
}

/** @param last where the run was last saved, in sequences: where a panel looks that is set to no other place */
export function wiringView(
  run: RunSnapshot,
  last: number,
  ui: WiringUi,
  { wiring, composition, attention }: WiringMeasured,
): WiringView {
  const { model } = run.record.experiment;
  const chosen = ui.layers !== null && ui.layers[1] < model.layers ? ui.layers : null;
  const layers = chosen ?? ([model.layers - 2, model.layers - 1] as const);
  const settings = {
    run: run.id,
    place: ui.place === null ? last : wholeStep(run, ui.place),
    sequences: ui.sequences,
    layers,
  };
  const [from, to] = layers;
  const { curves } = run;
  const scores = (layer: number, head: number) => headScores(curves, `L${layer}H${head}`, settings.place);
  const rows = headOrder(model.heads, ui.order, (head) => scores(to, head).induction);
  const columns = headOrder(model.heads, ui.order, (head) => scores(from, head).previousToken);
  const ours = <T>(measured: Measured<T> | null): Measured<T> | null => {
    const of = measured?.settings;
    return of?.run === run.id && of.layers[0] === from && of.layers[1] === to ? measured : null;
  };
  const measured = {
    wiring: ours(wiring),
    composition: ours(composition),
    attention: attention?.settings.run === run.id ? attention : null,
  };
  const show = (at: number, matrices: readonly WireMatrix[]): ShownMatrix[] => {
    const axes: WireAxes = { layers, rows, columns, ablated: ownClampsAt(run, at).ablated };
    const plots = wirePlots(matrices, axes);
    return matrices.map((matrix, i) => ({ matrix, plot: plots[i]! }));
  };
  const ablations = (group: GroupKey): ShownMatrix[] => {
    if (measured.wiring === null) return [];
    const matrices = ablationMatrices(measured.wiring.value, ui).filter((matrix) => matrix.group === group);
    return show(measured.wiring.sequences, matrices);
  };
  const isThere = ui.wire !== null && ui.wire.from < model.heads && ui.wire.to < model.heads;
  return {
    run,
    settings,
    rows,
    columns,
    measured,
    groups: {
      without: ablations("without"),
      only: ablations("only"),
      composition:
        measured.composition === null
          ? []
          : show(measured.composition.sequences, compositionMatrices(measured.composition.value)),
    },
    wire: isThere ? ui.wire : null,
  };
}
