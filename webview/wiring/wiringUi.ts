import type { SequenceSetName } from "../../src/measures/measureValues.ts";
import { measuredSets } from "../shared/measuredSets.ts";
import { isCount, isObject, readCount } from "../shared/readKept.ts";

/** The groups of matrices, each of which can be closed. */
export const groupKeys = ["without", "only", "composition"] as const;

/** A group of matrices: one head less, one head left, and what the weights say. */
export type GroupKey = (typeof groupKeys)[number];

/** What a wiring diagram is measured of. */
export interface WiringSettings {
  /** The run's id. */
  readonly run: string;
  /** In sequences. */
  readonly place: number;
  readonly sequences: SequenceSetName;
  /** The earlier and the later layer. */
  readonly layers: readonly [from: number, to: number];
}

/** A head of the earlier and one of the later layer, by their numbers in their layers. */
export interface Wire {
  readonly from: number;
  readonly to: number;
}

/** What the user has set in the Wiring panel, kept over a reload of the window. */
export interface WiringUi {
  /** In sequences; null: where the run was last saved. */
  readonly place: number | null;
  readonly sequences: SequenceSetName;
  /** Null: the last two. */
  readonly layers: readonly [from: number, to: number] | null;
  readonly metric: "accuracy" | "loss";
  /** The metric itself, or how much it differs from that of the later head alone. */
  readonly shows: "value" | "change";
  /** How heads are sorted. */
  readonly order: "number" | "strength";
  readonly wire: Wire | null;
  readonly closed: readonly GroupKey[];
  /** What was computed last, to its end: asked for again after a reload, answered from what is kept. */
  readonly computed: WiringSettings | null;
  /** What is being computed, and from which panel: one that was only hidden goes on waiting for it. */
  readonly underWay: (WiringSettings & { readonly panel: string }) | null;
}

/** What a new Wiring panel shows. */
export const defaultWiringUi: WiringUi = {
  place: null,
  sequences: "train",
  layers: null,
  metric: "accuracy",
  shows: "value",
  order: "number",
  wire: null,
  closed: [],
  computed: null,
  underWay: null,
};

/** Reads what VS Code kept of a panel: whatever is not as expected becomes its default. */
export function readWiringUi(kept: unknown): WiringUi {
  if (!isObject(kept)) return defaultWiringUi;
  const { place, wire, closed } = kept;
  return {
    place: readCount(place),
    sequences: readSet(kept["sequences"]),
    layers: readLayers(kept["layers"]),
    metric: kept["metric"] === "loss" ? "loss" : "accuracy",
    shows: kept["shows"] === "change" ? "change" : "value",
    order: kept["order"] === "strength" ? "strength" : "number",
    wire:
      isObject(wire) && isCount(wire["from"]) && isCount(wire["to"])
        ? { from: wire["from"], to: wire["to"] }
        : null,
    closed: groupKeys.filter((key) => Array.isArray(closed) && closed.includes(key)),
    computed: readSettings(kept["computed"]),
    underWay: readUnderWay(kept["underWay"]),
  };
}

function readUnderWay(kept: unknown): WiringUi["underWay"] {
  const settings = readSettings(kept);
  return settings !== null && isObject(kept) && typeof kept["panel"] === "string"
    ? { ...settings, panel: kept["panel"] }
    : null;
}

function readSettings(kept: unknown): WiringSettings | null {
  if (!isObject(kept)) return null;
  const { run, place, sequences } = kept;
  const layers = readLayers(kept["layers"]);
  const isWhole = typeof run === "string" && isCount(place) && layers !== null;
  return isWhole && measuredSets.some((set) => set === sequences)
    ? { run, place, sequences: readSet(sequences), layers }
    : null;
}

function readSet(kept: unknown): SequenceSetName {
  return measuredSets.find((set) => set === kept) ?? defaultWiringUi.sequences;
}

function readLayers(kept: unknown): readonly [number, number] | null {
  if (!Array.isArray(kept) || kept.length !== 2) return null;
  const [from, to] = kept as readonly unknown[];
  return isCount(from) && isCount(to) && from < to ? [from, to] : null;
}
