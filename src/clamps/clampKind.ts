import type * as z from "zod";
import type { Batch } from "../data/batch.ts";
import type { Graph } from "../graph/graph.ts";
import type { PositionTable, RowsValue } from "../graph/value.ts";
import { columnCount } from "../graph/shape.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { SequenceInputs } from "../model/sequenceInputs.ts";
import type { Similarities } from "../model/similarities.ts";
import type { Site, Transformer } from "../model/transformer.ts";

/** What a clamp is checked against: the part of a model's shape and of its sequences that matters to clamps. */
export interface CheckedShape extends Pick<
  ModelShape,
  "layers" | "heads" | "pairs" | "labels" | "norm" | "mlpRatio" | "positions"
> {
  /** Pairs of the context whose class is the query's: 0 where the query has no support. */
  readonly matchingPairs: number;
  /** The evaluation sets that the data can fill. */
  readonly sets: readonly string[];
}

/** What is wrong with a clamp: the path inside of it, and what was expected. */
export interface ClampProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** A rewrite is given the program under construction. */
export interface Trace {
  readonly graph: Graph;
  readonly shape: ModelShape;
  readonly inputs: SequenceInputs;
  /** The activations of this pass that are there already, as the rest of the model sees them. */
  readonly sites: ReadonlyMap<string, RowsValue>;
  /** All activations of a pass without clamps: same weights, same sequences. */
  clean(): ReadonlyMap<string, RowsValue>;
  /** A pass of the model in a checkpoint, under its own clamps, and under `graft`. */
  donor(checkpoint: string, graft?: Site): Transformer;
  /** Says that the activations of some layers are another pass's: what this one computed there is not used. */
  adopt(theirs: ReadonlyMap<string, RowsValue>, isTheirs: (layer: number) => boolean): void;
}

/** Replaces part of a named activation. */
export interface Rewrite {
  readonly site: string;
  readonly rewrite: (value: RowsValue, trace: Trace) => RowsValue;
}

/** Something that a clamp decides, which no other clamp may decide too: the `pattern` of a head, its `values`. */
export interface Claim {
  /** A head (`L1H3`), or what else has it: `the model`, `layer 0`. */
  readonly head: string;
  readonly what: string;
  /** Where in the clamp it is named. */
  readonly path: readonly (string | number)[];
}

/** The sequences that a replacement can depend on. */
export interface SeenSequences {
  readonly batch: Batch;
  readonly similarities: Similarities;
}

/**
 * Activations that are read to tell what another must be: `pass` is the clamped model's own, or that of the same
 * model without clamps.
 */
export interface Reading {
  readonly pass: "clamped" | "clean";
  readonly site: string;
}

/** The number of an activation that was asked for, at a place. */
export type Read = (reading: Reading, place: EffectPlace) => number;

/**
 * One number of a named activation: [sequences, positions, heads, columns]; of a pattern, columns are keys. Activations
 * without heads have head 0 only.
 */
export interface EffectPlace {
  readonly sequence: number;
  readonly position: number;
  readonly head: number;
  readonly column: number;
}

/**
 * What a named activation is while a clamp holds, said in plain numbers and without the program that the clamp
 * rewrites: against this it is measured that the clamp holds.
 */
export interface Effect {
  readonly site: string;
  /** What `expected` reads besides the sequences. Default: nothing. */
  readonly reads?: readonly Reading[];
  /** The number at a place; null where the clamp leaves the activation as it is. */
  readonly expected: (place: EffectPlace, seen: SeenSequences, read: Read) => number | null;
  /** The size of what is summed up to the number, where that is more than 1 and the number: rounding grows with it. */
  readonly magnitude?: (place: EffectPlace, read: Read) => number;
}

/** A kind of clamp: its schema, its checks, and what it does to which sites. One file each. */
export interface ClampKind<Schema extends z.ZodObject = z.ZodObject> {
  /** What users choose it by, as in a list: "Previous-token pattern". */
  readonly title: string;
  readonly schema: Schema;
  /** Whether other clamps act on top of it, wherever it stands in the list. Default: they act in the list's order. */
  readonly isBackground?: boolean;
  /** Problems of one clamp by itself; an empty list means that it does something in such a model. */
  check(clamp: z.output<Schema>, shape: CheckedShape): ClampProblem[];
  claims(clamp: z.output<Schema>, shape: CheckedShape): Claim[];
  rewrites(clamp: z.output<Schema>, shape: ModelShape): Rewrite[];
  /** At least one for each layer with a clamped head. `claimed`: what other clamps decide at the same time. */
  effects(clamp: z.output<Schema>, shape: ModelShape, claimed: readonly Claim[]): Effect[];
}

/** A mask over a value: 1 where `selects(head, column)` holds, at every position. Features are one head's columns. */
export function headMask(
  value: RowsValue,
  selects: (head: number, column: number) => boolean,
): PositionTable {
  const { columns } = value.type;
  const data = new Float32Array(columnCount(columns));
  for (let column = 0; column < data.length; column++) {
    if (selects(Math.floor(column / columns.size), column % columns.size)) data[column] = 1;
  }
  return { perPosition: false, data };
}

/** A mask over patterns: 1 where `selects(head, query position, key position)` holds. */
export function patternMask(
  value: RowsValue,
  selects: (head: number, query: number, key: number) => boolean,
): PositionTable {
  const { columns, rows } = value.type;
  if (columns.kind !== "heads" || rows.kind !== "sequence") throw new TypeError("a pattern expected");
  const width = columnCount(columns);
  const data = new Float32Array(rows.length * width);
  for (let query = 0; query < rows.length; query++) {
    for (let column = 0; column < width; column++) {
      if (selects(Math.floor(column / columns.size), query, column % columns.size))
        data[query * width + column] = 1;
    }
  }
  return { perPosition: true, data };
}

/** One number on every row, for each column of one head, or of features: what a selection takes in place of a value. */
export function filled(value: RowsValue, number: number, { graph }: Pick<Trace, "graph">): RowsValue {
  const { rows, columns } = value.type;
  const data = new Float32Array(columns.size).fill(number);
  return graph.constant({ perPosition: false, data }, rows, { kind: "features", size: columns.size });
}
