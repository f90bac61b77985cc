import { formatSequences, formatValue } from "../../src/runs/comparison/formatNumbers.ts";
import type { Band, Marker, Series } from "../shared/series.ts";
import type { ViewUnit } from "./compareView.ts";
import { meanPhaseChange } from "./meanPhaseChange.ts";
import type { MetricView } from "./metricView.ts";
import { unitSeries, type UnitCurve } from "./unitCurve.ts";
import { atMarker, liveBands, phaseMarkers, placedRuns, publishedSeries } from "./unitMarks.ts";

/** What one of many small charts shows. */
export interface SmallChart {
  /** Of its unit. */
  readonly key: string;
  readonly name: string;
  /** Its phase change, else its last value. */
  readonly number: string;
  /** All that is known of it, in lines. */
  readonly tooltip: string;
  readonly slot: number;
  readonly isBaseline: boolean;
  /** Its own first, that of the baseline after it, and what was published. */
  readonly series: readonly Series[];
  readonly bands: readonly Band[];
  readonly markers: readonly Marker[];
}

/** A small chart for each unit: its curve over the baseline's. Marks have no words: they are the same in all. */
export function smallCharts({ view, metric, title, curves }: MetricView): SmallChart[] {
  const { ui, baselineUnit } = view;
  const published = publishedSeries(view, metric);
  const base = curves.find(({ unit }) => unit === baselineUnit);
  const background = base === undefined ? [] : [{ ...bare(base), isBackground: true }];
  return curves.map((curve) => {
    const { unit } = curve;
    const runs = placedRuns([unit]);
    const markers = [...phaseMarkers(runs, ui), ...atMarker(ui)];
    return {
      key: unit.key,
      name: unit.name,
      ...describe(curve, title),
      slot: unit.slot,
      isBaseline: unit.isBaseline,
      series: [unitSeries(curve), ...(curve === base ? [] : background), ...published],
      bands: liveBands(runs).map((band) => ({ ...band, label: "" })),
      markers: markers.map((marker) => ({ ...marker, label: "" })),
    };
  });
}

/** The curve, or the mean, alone. */
function bare({ unit, curve }: UnitCurve): Series {
  const { key, name, slot } = unit;
  return { key, label: `${name} (baseline)`, slot, x: curve.sequences, y: curve.values };
}

function describe({ unit, curve }: UnitCurve, title: string): Pick<SmallChart, "number" | "tooltip"> {
  const change = meanPhaseChange(unit);
  const last = curve.values.findLast((value) => Number.isFinite(value));
  const mean = unit.isGroup ? "mean " : "";
  const facts = [
    ...(change === null
      ? []
      : [`phase change: ${mean}${Math.round(change).toLocaleString("en-US")} sequences`]),
    ...(last === undefined ? [] : [`${title}, last: ${mean}${formatValue(last)}`]),
  ];
  const short =
    change !== null
      ? `phase change ${formatSequences(change)}`
      : last === undefined
        ? ""
        : `last ${formatValue(last)}`;
  const words = [...(unit.isBaseline ? ["baseline"] : []), ...(short === "" ? [] : [short])];
  return { number: words.join(", "), tooltip: [nameLine(unit), ...facts, ...memberLines(unit)].join("\n") };
}

function nameLine({ name, isBaseline }: ViewUnit): string {
  return isBaseline ? `${name} (baseline)` : name;
}

function memberLines({ runs, isGroup }: ViewUnit): string[] {
  return isGroup ? runs.map(({ name }) => name) : [];
}
