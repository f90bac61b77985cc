import type { AttentionValue, CompositionValue, WiringValue } from "../../src/measures/measureValues.ts";
import type { RunSnapshot } from "../../src/protocol/panelRun.ts";
import type { WiringMeasured } from "../../webview/wiring/wiringMeasured.ts";
import type { WiringSettings } from "../../webview/wiring/wiringUi.ts";
import { curvesOf, recordOf } from "../unit/runs/comparison/sampleRuns.ts";
import { snapshot } from "./snapshot.ts";

const size = 3;

/** A finished run of two layers of three heads, saved three times, with L1H2 and L0H1 strongest at its end. */
export function wiredRun(experiment: object = {}, changes: Partial<RunSnapshot> = {}): RunSnapshot {
  return snapshot({
    id: "2026-run",
    name: "base",
    state: "finished",
    record: recordOf({
      name: "base",
      model: { layers: 2, heads: size, width: 24 },
      training: { sequences: 960 },
      ...experiment,
    }),
    curves: curvesOf([0, 480, 960], {
      "train.loss": [2, 0.6, 0.1],
      "relabel.loss": [2, 0.7, 0.2],
      "L0H0.previousToken": [0.2, 0.2, 0.3],
      "L0H1.previousToken": [0.2, 0.5, 0.9],
      "L0H2.previousToken": [0.2, 0.4, 0.1],
      "L1H0.induction": [0, 0.4, 0.5],
      "L1H1.induction": [0, 0.1, Number.NaN],
      "L1H2.induction": [0, 0.2, 0.8],
    }),
    checkpoints: [320, 640, 960],
    ...changes,
  });
}

/** What is asked for of `wiredRun` where nothing is set. */
export const usualSettings: WiringSettings = {
  run: "2026-run",
  place: 960,
  sequences: "train",
  layers: [0, 1],
};

/** A number of its own for each cell: 0.`first`, head of the later layer, head of the earlier one. */
function cells(first: number): number[][] {
  return Array.from({ length: size }, (_, to) =>
    Array.from({ length: size }, (_, from) => first / 10 + to / 100 + from / 1000),
  );
}

/** A wiring diagram in which L1H2 needs L0H1 for what it attends to, and not for what it moves. */
export function wiringValue(changes: Partial<WiringValue> = {}): WiringValue {
  const matrix = (first: number) => ({
    accuracy: cells(first),
    loss: cells(first).map((row) => row.map((value) => 1 - value)),
  });
  const valuesPreserved = matrix(5);
  valuesPreserved.accuracy[2]![1] = 0.451;
  const patternsPreserved = matrix(9);
  patternsPreserved.accuracy[2]![1] = 0.97;
  return {
    on: { set: "train", count: 1000, exact: false },
    from: 0,
    to: 1,
    alone: { accuracy: [0.52, 0.765, 0.973], loss: [0.7, 0.5, 0.1] },
    without: { valuesPreserved, patternsPreserved },
    only: { valuesPreserved: matrix(3), patternsPreserved: matrix(2) },
    ...changes,
  };
}

/** Scores of their own for each letter and cell. */
export function compositionValue(first: number): CompositionValue {
  return { from: 0, to: 1, q: cells(first), k: cells(first + 1), v: cells(first + 2) };
}

/** Patterns of all heads over five tokens, each attending to itself. */
export function attentionValue(): AttentionValue {
  const pattern = Array.from({ length: 5 }, (_, row) =>
    Array.from({ length: 5 }, (_, column) => (row === column ? 1 : 0)),
  );
  const zero = { target: 0, inContext: 0 };
  const head = (layer: number, number: number) => ({
    pattern,
    induction: layer === 0 ? null : number / 10,
    previousToken: layer === 0 ? 0.5 + number / 10 : 0.01,
    direct: zero,
  });
  return {
    on: { set: "train", count: 1000, exact: false },
    sequence: null,
    tokens: [
      { role: "exemplar", pair: 0, is: null },
      { role: "label", pair: 0, is: null },
      { role: "exemplar", pair: 1, is: null },
      { role: "label", pair: 1, is: null },
      { role: "query", pair: null, is: null },
    ],
    labels: null,
    metrics: { loss: 0.1, accuracy: 0.97 },
    heads: Object.fromEntries(
      [0, 1].flatMap((layer) =>
        Array.from({ length: size }, (_, number) => [`L${layer}H${number}`, head(layer, number)]),
      ),
    ),
    rest: zero,
    logits: zero,
  };
}

/** All of it measured at the end of `wiredRun`. */
export function allMeasured(): WiringMeasured {
  const at = { settings: usualSettings, sequences: 960 };
  return {
    wiring: { ...at, value: wiringValue() },
    composition: { ...at, value: { now: compositionValue(4), initial: compositionValue(1) } },
    attention: { ...at, value: attentionValue() },
  };
}
