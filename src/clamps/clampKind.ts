import type * as z from "zod";
import type { Graph } from "../graph/graph.ts";
import type { PositionTable, RowsValue } from "../graph/value.ts";
import { columnCount } from "../graph/shape.ts";
import type { ModelShape } from "../model/modelShape.ts";
import type { SequenceInputs } from "../model/sequenceInputs.ts";

/** What a clamp is checked against: the part of a model's shape and of its sequences that matters to clamps. */
export interface CheckedShape extends Pick<ModelShape, "layers" | "heads" | "pairs" | "labels"> {
  /** Pairs of the context whose class is the query's: 0 where the query has no support. */
  readonly matchingPairs: number;
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
}

/** Replaces part of a named activation. */
export interface Rewrite {
  readonly site: string;
  readonly rewrite: (value: RowsValue, trace: Trace) => RowsValue;
}

/** Something that a clamp decides, which no other clamp may decide too: a head's `pattern`, its `values`. */
export interface Claim {
  readonly head: string;
  readonly what: string;
  /** Where in the clamp the head is named. */
  readonly path: readonly (string | number)[];
}

/** The part of a batch that a replacement can depend on. */
export interface LabelledSequences {
  /** Exemplar-label pairs in each sequence's context. */
  readonly pairs: number;
  /** int32 [sequences, pairs + 1]: labels of the context, last column the target. */
  readonly labels: Int32Array;
}

/** One number of a named activation: [sequences, positions, heads, columns]; of a pattern, columns are keys. */
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
  /** The number at a place; null where the clamp leaves the activation as it is. */
  readonly expected: (place: EffectPlace, batch: LabelledSequences) => number | null;
}

/** A kind of clamp: its schema, its checks, and what it does to which sites. One file each. */
export interface ClampKind<Schema extends z.ZodObject = z.ZodObject> {
  /** What users choose it by, as in a list: "Previous-token pattern". */
  readonly title: string;
  readonly schema: Schema;
  /** Problems of one clamp by itself; an empty list means that it does something in such a model. */
  check(clamp: z.output<Schema>, shape: CheckedShape): ClampProblem[];
  claims(clamp: z.output<Schema>): Claim[];
  rewrites(clamp: z.output<Schema>, shape: ModelShape): Rewrite[];
  /** At least one for each layer with a clamped head. */
  effects(clamp: z.output<Schema>, shape: ModelShape): Effect[];
}

/** A mask over a value of heads: 1 where `selects(head, column)` holds, at every position. */
export function headMask(
  value: RowsValue,
  selects: (head: number, column: number) => boolean,
): PositionTable {
  const { columns } = value.type;
  if (columns.kind !== "heads") throw new TypeError("a value of heads expected");
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
