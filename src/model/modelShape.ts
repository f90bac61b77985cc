import type { Columns } from "../graph/shape.ts";
import type { ModelConfig } from "./modelSchema.ts";

/** Everything that the program of a transformer depends on, besides its clamps. */
export interface ModelShape extends ModelConfig {
  /** Exemplar-label pairs in the context. */
  readonly pairs: number;
  readonly labels: number;
  /** Length of an exemplar's feature vector. */
  readonly dimension: number;
  /** Rows of the exemplar matrix. */
  readonly exemplarRows: number;
  /** How many different exemplars a program is ever given in one batch, at most. Default: all. */
  readonly distinctExemplars?: number;
}

/** Tokens of a sequence: exemplar, label, …, exemplar, label, query. */
export function contextLength(shape: Pick<ModelShape, "pairs">): number {
  return 2 * shape.pairs + 1;
}

/** The query's position: the last. */
export function queryPosition(shape: Pick<ModelShape, "pairs">): number {
  return 2 * shape.pairs;
}

/** The residual stream's columns. */
export function residualColumns(shape: ModelShape): Columns {
  return { kind: "features", size: shape.width };
}

/** Columns of queries, keys, values and z: [heads, head size]. */
export function headColumns(shape: ModelShape): Columns {
  return { kind: "heads", heads: shape.heads, size: shape.width / shape.heads };
}

/** Hidden size of the MLP, or null without one. */
export function mlpWidth(shape: ModelShape): number | null {
  return shape.mlpRatio === null ? null : Math.round(shape.mlpRatio * shape.width);
}
