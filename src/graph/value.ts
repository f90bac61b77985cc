import type { Columns, Rows } from "./shape.ts";

/** What a value is: rows of float32 numbers, a list of row numbers (int32), or a weight matrix (float32). */
export type ValueType =
  | { readonly kind: "rows"; readonly rows: Rows; readonly columns: Columns }
  | { readonly kind: "index"; readonly rows: Rows }
  | { readonly kind: "matrix"; readonly in: Columns; readonly out: Columns };

/**
 * Numbers fixed when a program is traced, one row for each position of the context, or one row for all.
 * `data`: float32 [rows.length or 1, columns], columns in logical order. For a mask, 1 where it selects, else 0.
 */
export interface PositionTable {
  readonly perPosition: boolean;
  readonly data: Float32Array;
}

/** Cosines and sines of rotary positions: float32 [context length, head size / 2] each. */
export interface RopeTable {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/**
 * Every operation of a traced program with its attributes. Operands are the `inputs` of the value, in the order
 * given in the comment. The second group appears only in programs made by `differentiate`.
 */
export type Operation =
  /** Rows written before each run, by name. */
  | { readonly kind: "input"; readonly name: string }
  /** Row numbers written before each run, by name: never more than `distinct` different ones. */
  | { readonly kind: "index-input"; readonly name: string; readonly distinct: number }
  /** Row numbers fixed at tracing: int32 [rows]. */
  | { readonly kind: "index-constant"; readonly data: Int32Array }
  /** Numbers fixed at tracing. */
  | { readonly kind: "constant"; readonly table: PositionTable }
  /** A trained tensor, by name. */
  | { readonly kind: "parameter"; readonly name: string }
  /** A tensor that is not trained, such as another model's weights, by name. */
  | { readonly kind: "fixed"; readonly name: string }
  /** (x, W, b?) → x·W + b */
  | { readonly kind: "linear" }
  /** (x, w, b) → (x − mean) / √(variance + epsilon) · w + b, over the columns. */
  | { readonly kind: "layer-norm"; readonly epsilon: number }
  /** (table, index) → row i = table[index[i]] */
  | { readonly kind: "gather" }
  /** (a, b) → the rows of a, then those of b. */
  | { readonly kind: "concat" }
  /** (x) → the rows of x at the result's positions. */
  | { readonly kind: "take"; readonly positions: readonly number[] }
  /** (a, b) → alpha·a + beta·b, of rows; of matrices only the plain sum. */
  | { readonly kind: "combine"; readonly alpha: number; readonly beta: number }
  /** (x) → rotary positions, pairs (2i, 2i+1) turned by `direction` × the table's angle of the row's position. */
  | { readonly kind: "rope"; readonly table: RopeTable; readonly direction: 1 | -1 }
  /** (x) → GELU, tanh form. */
  | { readonly kind: "gelu" }
  /** (q, k) → for each head scale·q_i·k_j. With `causal`, it is `unseen` for keys j > position i. */
  | { readonly kind: "scores"; readonly scale: number; readonly causal: boolean; readonly unseen: number }
  /** (scores) → softmax over the keys; 0 for keys after the position when `causal`. */
  | { readonly kind: "softmax"; readonly causal: boolean }
  /** (pattern, v) → for each head scale·Σ_j pattern_ij·v_j */
  | { readonly kind: "mix"; readonly scale: number; readonly causal: boolean }
  /** (value, replacement) → replacement where the mask is 1, else value. The replacement may have one head for all. */
  | { readonly kind: "select"; readonly mask: PositionTable }
  /** (logits, targets) → −log softmax(logits)[target], one column. */
  | { readonly kind: "cross-entropy" }
  /** (x) → the mean over all rows, one row. */
  | { readonly kind: "mean" }
  /**
   * (index) → the distinct entries ≥ fixed of an index list, less `fixed`, in order of first appearance: at most
   * `max` rows of a table of `table` rows.
   */
  | { readonly kind: "used"; readonly fixed: number; readonly max: number; readonly table: number }
  /** (index) → for each entry its row in [the fixed rows, then the distinct others]. */
  | { readonly kind: "renumbered"; readonly fixed: number }
  /** (index, at) → entry i = index[at[i]]: a look-up in what was looked up. */
  | { readonly kind: "compose" }
  /** (pattern, x) → for each head Σ_j pattern_ij·x_j, x being plain features. */
  | { readonly kind: "mix-features"; readonly causal: boolean }
  /** (m, W) → each head's features times the head's own columns of W. */
  | { readonly kind: "head-linear" }
  /** (v, W) → each head's v times its own rows of W: [heads · features], head by head; features in sixteens. */
  | { readonly kind: "project-heads" }
  /** (pattern, projected) → Σ_j Σ_heads pattern_ij·projected_j: what attention writes, from projected values. */
  | { readonly kind: "mix-projected"; readonly causal: boolean }
  /**
   * (scores, tokens) → one number for each of `labels` labels: log Σ e^score of a head's scores of the label tokens
   * that have this label, which with one such token is its score; `absent` for labels that no token has. Rows of
   * scores are one query's of each sequence; `tokens` are the labels of its label tokens, at positions 1, 3, ….
   */
  | {
      readonly kind: "copy-scores";
      readonly head: number;
      readonly labels: number;
      readonly absent: number;
    }
  // ---- backward ----
  /** (dy, W) → dy·Wᵀ */
  | { readonly kind: "linear-transposed" }
  /** (x, dy) → xᵀ·dy, a matrix. */
  | { readonly kind: "outer" }
  /** (dy) → the sum over all rows, one row. */
  | { readonly kind: "sum-rows" }
  /** (dy, x, w, norm) → the gradient of a layer norm with respect to x; `norm` is the forward value. */
  | { readonly kind: "layer-norm-grad" }
  /** (dy, x, norm) → the gradient with respect to its weight, one row. */
  | { readonly kind: "layer-norm-weight-grad" }
  /** (dy, index) → row i of dy added to row index[i] of a table of zeros that has `rows`. */
  | { readonly kind: "scatter-add"; readonly rows: Rows }
  /** (x) → `rows` of a table from row `start`. */
  | { readonly kind: "slice"; readonly start: number; readonly rows: Rows }
  /** (x) → x's rows at their positions, zeros elsewhere: the transpose of `take`. */
  | { readonly kind: "spread" }
  /** (x) → alpha·x */
  | { readonly kind: "scale"; readonly alpha: number }
  /** (x) → the sum over the heads, as one head. */
  | { readonly kind: "sum-heads" }
  /** (dp, p) → p·(dp − Σ_j dp_j·p_j) for each head. */
  | { readonly kind: "softmax-grad"; readonly causal: boolean }
  /** (pattern, x) → for each head scale·Σ_i pattern_ij·x_i: rows are the keys. */
  | { readonly kind: "mix-transposed"; readonly scale: number; readonly causal: boolean }
  /** (dy, x) → dy·gelu'(x) */
  | { readonly kind: "gelu-grad" }
  /** (logits, targets) → scale·(softmax(logits) − one-hot(target)) */
  | { readonly kind: "cross-entropy-grad"; readonly scale: number }
  /** (dz, W) → the transpose of `head-linear` with respect to its features. */
  | { readonly kind: "head-linear-transposed" }
  /** (m, dz) → the gradient of `head-linear` with respect to W. */
  | { readonly kind: "head-outer" }
  /** (dm, x) → for each head dm_i·x_j: the gradient of `mix-features` with respect to the pattern; 0 where unseen. */
  | { readonly kind: "feature-scores"; readonly causal: boolean }
  /** (pattern, dm) → Σ_i Σ_heads pattern_ij·dm_i: the gradient of `mix-features` with respect to x. */
  | { readonly kind: "mix-features-transposed"; readonly causal: boolean }
  /** (dy, scores, tokens) → the gradient of `copy-scores` with respect to the scores. */
  | { readonly kind: "copy-scores-grad"; readonly head: number };

/** A node of a traced program. Made by `Graph` only, which never makes the same node twice. */
export interface Value<Type extends ValueType = ValueType> {
  readonly id: number;
  readonly operation: Operation;
  readonly inputs: readonly Value[];
  readonly type: Type;
}

/** A value that is rows of numbers. */
export type RowsValue = Value<Extract<ValueType, { kind: "rows" }>>;
/** A value that is a list of row numbers. */
export type IndexValue = Value<Extract<ValueType, { kind: "index" }>>;
/** A value that is a weight matrix. */
export type MatrixValue = Value<Extract<ValueType, { kind: "matrix" }>>;

/** Whether a value is rows of numbers. */
function isRows(value: Value): value is RowsValue {
  return value.type.kind === "rows";
}

/** The value as rows of numbers; throws where it is something else (a mistake in a program). */
export function asRows(value: Value | undefined): RowsValue {
  if (value === undefined || !isRows(value)) throw new TypeError("expected rows");
  return value;
}

/** The value as a list of row numbers; throws where it is something else (a mistake in a program). */
export function asIndex(value: Value | undefined): IndexValue {
  if (value?.type.kind !== "index") throw new TypeError("expected an index");
  return value as IndexValue;
}

/** The value as a weight matrix; throws where it is something else (a mistake in a program). */
export function asMatrix(value: Value | undefined): MatrixValue {
  if (value?.type.kind !== "matrix") throw new TypeError("expected a matrix");
  return value as MatrixValue;
}
