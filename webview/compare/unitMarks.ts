import { describeClamp } from "../../src/runs/comparison/describeClamp.ts";
import { formatSequences } from "../../src/runs/comparison/formatNumbers.ts";
import { paperSeries } from "../shared/paperSeries.ts";
import type { Band, Marker, Series } from "../shared/series.ts";
import type { CompareUi } from "./compareUi.ts";
import type { CompareView, ViewRun, ViewUnit } from "./compareView.ts";

/** The runs of units that have a place on the x-axis. Members of a group that is one curve have its colour. */
export function placedRuns(units: readonly ViewUnit[]): ViewRun[] {
  return units
    .flatMap((unit) => unit.runs.map((run) => ({ ...run, slot: unit.slot })))
    .filter(({ origin }) => origin !== null);
}

/** What the paper has published of a metric. */
export function publishedSeries({ paper, ui }: CompareView, metric: string): Series[] {
  return paperSeries(paper, {
    slot: (curve, index) => (curve.metric === metric ? index : null),
    isFromPhaseChange: ui.align === "phase-change",
  });
}

/** Clamps that were set while a run was running. Those of experiments hold from the start and would shade everything. */
export function liveBands(runs: readonly ViewRun[]): Band[] {
  return runs.flatMap(({ clamps, origin, slot, summary, state, record }) =>
    clamps
      .filter(({ isLive }) => isLive)
      .flatMap(({ clamp, spans }) =>
        spans.map(({ from, until }) => {
          const isOver = state !== "running" && state !== "paused";
          const to = until ?? (isOver ? summary.sequences : null);
          return {
            from: from - (origin ?? 0),
            to: to === null ? null : to - (origin ?? 0),
            label: describeClamp(clamp, record.experiment.model),
            slot,
          };
        }),
      ),
  );
}

/** When runs had their phase changes. */
export function phaseMarkers(runs: readonly ViewRun[], ui: CompareUi): Marker[] {
  if (ui.align === "phase-change") return [{ at: 0, label: "phase change" }];
  const markers = runs.flatMap(({ summary: { phaseChange }, slot }) =>
    phaseChange === null ? [] : [{ at: phaseChange, slot }],
  );
  // Lines have their runs' colours; the words are needed once.
  const label = markers.length > 1 ? "phase changes" : "phase change";
  return markers
    .sort((a, b) => a.at - b.at)
    .map((marker, index) => ({ ...marker, label: index === 0 ? label : "" }));
}

/** The place at which values are compared. */
export function atMarker({ at }: CompareUi): Marker[] {
  return at === null ? [] : [{ at, label: `at ${formatSequences(at)}` }];
}
