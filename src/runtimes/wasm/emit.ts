import type { Rows } from "../../graph/shape.ts";
import { columnCount, columnsKey, rowCount } from "../../graph/shape.ts";
import type { RowsValue, Value } from "../../graph/value.ts";
import { asMatrix, asRows } from "../../graph/value.ts";
import type { Argument } from "./instruction.ts";
import { mixtureWidth, width } from "./layout.ts";
import type { Lowering } from "./lowering.ts";
import type { Place } from "./place.ts";
import { direct, indexed, viewOf } from "./place.ts";

const none = 0;

/** Emits out = alpha·x, or += that: by x's own kernel where x is written by its user, else by copying. */
export function copy(to: Lowering, x: RowsValue, alpha: number, out: Place, accumulate: boolean): void {
  if (to.isInlined(x)) {
    emit(to, x, out, accumulate);
    return;
  }
  const { rows, columns } = x.type;
  const source = indexed(x.operation.kind === "constant" ? constantPlace(to, x) : to.place(x));
  const target = indexed(out);
  const flag = accumulate ? 1 : 0;
  const [x0, stride, index] = source;
  const [o0, ldo, list] = target;
  to.call(
    "addRows",
    ...to.count(rows),
    width(columns),
    { real: alpha },
    x0,
    stride,
    index,
    o0,
    ldo,
    list,
    flag,
  );
}

/** Emits the kernel calls that compute a value into a place, or add it to what is there. */
export function emit(to: Lowering, value: Value, out: Place, accumulate: boolean): void {
  const { operation, inputs } = value;
  const [a, b] = inputs;
  const flag = accumulate ? 1 : 0;
  switch (operation.kind) {
    case "linear":
    case "linear-transposed": {
      const x = asRows(a);
      const matrix = asMatrix(b);
      const isTransposed = operation.kind === "linear-transposed";
      const from = isTransposed ? matrix.type.out : matrix.type.in;
      const onto = isTransposed ? matrix.type.in : matrix.type.out;
      const weights = isTransposed ? { buffer: to.transposed(matrix), offset: 0 } : to.place(matrix);
      const bias = inputs[2] === undefined ? none : to.place(inputs[2]);
      const padded = out.padded ? 1 : 0;
      to.call(
        "multiply",
        padded,
        ...to.count(x.type.rows),
        width(from),
        width(onto) / 8,
        ...indexed(to.place(x)),
        weights,
        ...direct(out),
        bias,
        flag,
      );
      return;
    }
    case "outer": {
      const { rows, columns } = asRows(a).type;
      const panels = width(asRows(b).type.columns) / 8;
      const operands = [...indexed(to.place(a)), ...direct(to.place(b))];
      to.call("outer", ...to.count(rows), width(columns), panels, ...operands, out, flag);
      return;
    }
    case "layer-norm": {
      const { rows, columns } = asRows(a).type;
      const statistics = { buffer: to.statistics(value), offset: 0 };
      const size = columnCount(columns);
      const parameters = [to.place(b), to.place(inputs[2])];
      const x = direct(to.place(a));
      const epsilon = { real: operation.epsilon };
      to.call("layerNorm", ...to.count(rows), size, epsilon, ...x, ...parameters, ...direct(out), statistics);
      return;
    }
    case "layer-norm-grad": {
      const { rows, columns } = asRows(b).type;
      const [w, norm] = [inputs[2], inputs[3]];
      if (norm === undefined) throw new TypeError("layer-norm-grad: four operands expected");
      const operands = [...direct(to.place(a)), ...direct(to.place(b)), to.place(w)];
      const statistics = { buffer: to.statistics(norm), offset: 0 };
      const size = columnCount(columns);
      to.call("layerNormGradient", ...to.count(rows), size, ...operands, statistics, ...direct(out), flag);
      return;
    }
    case "layer-norm-weight-grad": {
      const { rows, columns } = asRows(a).type;
      const norm = inputs[2];
      if (norm === undefined) throw new TypeError("layer-norm-weight-grad: three operands expected");
      const operands = [...direct(to.place(a)), ...direct(to.place(b))];
      const statistics = { buffer: to.statistics(norm), offset: 0 };
      to.call(
        "layerNormWeightGradient",
        ...to.count(rows),
        columnCount(columns),
        ...operands,
        statistics,
        out,
      );
      return;
    }
    case "sum-rows": {
      const { rows, columns } = asRows(a).type;
      to.call("sumRows", ...to.count(rows), width(columns), ...direct(to.place(a)), out);
      return;
    }
    case "gather":
    case "take":
      copyRows(to, value, out, accumulate);
      return;
    case "scale":
      copy(to, asRows(a), operation.alpha, out, accumulate);
      return;
    case "combine":
      if (value.type.kind === "matrix") {
        addMatrix(to, a, out, accumulate);
        addMatrix(to, b, out, true);
        return;
      }
      copy(to, asRows(a), operation.alpha, out, accumulate);
      copy(to, asRows(b), operation.beta, out, true);
      return;
    case "concat": {
      const first = asRows(a);
      copy(to, first, 1, out, accumulate);
      const rest = { ...viewOf(out, rowCount(first.type.rows) * out.stride), padded: out.padded };
      copy(to, asRows(b), 1, rest, accumulate);
      return;
    }
    case "spread": {
      const x = asRows(a);
      if (!accumulate) zero(to, asRows(value), out);
      copy(to, x, 1, atPositions(to, x.type.rows, out), accumulate);
      return;
    }
    case "scatter-add":
      if (!accumulate) zero(to, asRows(value), out);
      copy(to, asRows(a), 1, { ...out, index: to.index(b), padded: false }, true);
      return;
    case "rope": {
      const { rows, columns } = asRows(a).type;
      const [sequences, P, positions] = sequence(to, rows);
      const angles = to.rope(operation.table, operation.direction);
      const heads = [to.heads(a), columns.kind === "heads" ? columns.size : 0];
      const operands = [...indexed(to.place(a)), ...indexed(out)];
      to.call("rope", sequences, P, positions, ...heads, ...angles, ...operands, flag);
      return;
    }
    case "gelu": {
      const { rows, columns } = asRows(a).type;
      to.call("gelu", ...to.count(rows), width(columns), ...direct(to.place(a)), ...direct(out));
      return;
    }
    case "gelu-grad": {
      const { rows, columns } = asRows(a).type;
      const operands = [...direct(to.place(a)), ...direct(to.place(b)), ...direct(out)];
      to.call("geluGradient", ...to.count(rows), width(columns), ...operands);
      return;
    }
    case "scores": {
      const { columns } = asRows(a).type;
      const size = columns.kind === "heads" ? columns.size : 0;
      const operands = [...direct(to.place(a)), ...indexed(to.place(b)), ...direct(out)];
      to.call(
        "scores",
        ...attention(to, value, operation.causal),
        size,
        { real: operation.scale },
        { real: operation.unseen },
        ...operands,
      );
      return;
    }
    case "softmax":
      to.call("softmax", ...attention(to, value, operation.causal), ...direct(to.place(a)), ...direct(out));
      return;
    case "softmax-grad": {
      const operands = [...direct(to.place(a)), ...direct(to.place(b)), ...direct(out)];
      to.call("softmaxGradient", ...attention(to, value, operation.causal), ...operands);
      return;
    }
    case "mix": {
      const { columns } = asRows(b).type;
      const size = columns.kind === "heads" ? columns.size : 0;
      const operands = [...direct(to.place(a)), ...indexed(to.place(b)), ...direct(out)];
      to.call("mix", ...attention(to, value, operation.causal), size, { real: operation.scale }, ...operands);
      return;
    }
    case "mix-transposed": {
      const { columns } = asRows(b).type;
      const size = columns.kind === "heads" ? columns.size : 0;
      const operands = [...direct(to.place(a)), ...direct(to.place(b)), ...indexed(out)];
      const head = attention(to, asRows(a), operation.causal);
      to.call("mixTransposed", ...head, size, { real: operation.scale }, ...operands, flag);
      return;
    }
    case "mix-features": {
      const size = width(asRows(b).type.columns);
      const operands = [...direct(to.place(a)), ...indexed(to.place(b)), ...direct(out)];
      to.call("mixFeatures", ...attention(to, value, operation.causal), size, ...operands);
      return;
    }
    case "feature-scores": {
      const size = width(asRows(b).type.columns);
      const operands = [...direct(mixture(to, a)), ...indexed(to.place(b)), ...direct(out)];
      to.call("featureScores", ...attention(to, value, operation.causal), size, ...operands);
      return;
    }
    case "mix-features-transposed": {
      const size = width(asRows(value).type.columns);
      const operands = [...direct(to.place(a)), ...direct(mixture(to, b)), ...direct(out)];
      to.call(
        "mixFeaturesTransposed",
        ...attention(to, asRows(a), operation.causal),
        size,
        ...operands,
        flag,
      );
      return;
    }
    case "head-linear":
    case "head-linear-transposed": {
      const matrix = asMatrix(b);
      const { rows } = asRows(a).type;
      const isTransposed = operation.kind === "head-linear-transposed";
      const operands = [
        ...direct(isTransposed ? to.place(a) : mixture(to, a)),
        to.place(matrix),
        ...direct(out),
      ];
      const kernel = isTransposed ? "headLinearTransposed" : "headLinear";
      to.call(kernel, ...to.count(rows), ...headSizes(matrix), ...operands);
      return;
    }
    case "head-outer": {
      const matrix = asMatrix(value);
      const operands = [...direct(mixture(to, a)), ...direct(to.place(b)), out, flag];
      to.call("headOuter", ...to.count(asRows(a).type.rows), ...headSizes(matrix), ...operands);
      return;
    }
    case "project-heads": {
      const matrix = asMatrix(b);
      const { columns, rows } = asRows(a).type;
      if (columns.kind !== "heads") throw new TypeError("project-heads: heads expected");
      const sizes = [
        columns.heads,
        to.heads(a),
        columns.size,
        columnCount(matrix.type.out),
        width(matrix.type.in),
      ];
      to.call(
        "projectHeads",
        ...to.count(rows),
        ...sizes,
        ...direct(to.place(a)),
        to.place(matrix),
        ...direct(out),
      );
      return;
    }
    case "mix-projected": {
      const { columns } = asRows(a).type;
      if (columns.kind !== "heads") throw new TypeError("mix-projected: a pattern expected");
      const sizes = [columns.heads, columnCount(asRows(value).type.columns)];
      const operands = [...direct(to.place(a)), ...indexed(to.place(b)), ...direct(out)];
      to.call("mixProjected", ...attention(to, asRows(a), operation.causal), ...sizes, ...operands, flag);
      return;
    }
    case "copy-scores": {
      const scores = asRows(a);
      const sizes = [...scoreSizes(to, scores), operation.head, operation.labels];
      const operands = [...direct(to.place(a)), to.index(b), ...direct(out)];
      const written = width(asRows(value).type.columns);
      to.call("copyScores", ...sizes, written, { real: operation.absent }, ...operands);
      return;
    }
    case "copy-scores-grad": {
      const scores = asRows(b);
      const sizes = [...scoreSizes(to, scores), operation.head];
      const operands = [...direct(to.place(a)), ...direct(to.place(b)), to.index(inputs[2]), ...direct(out)];
      to.call("copyScoresGradient", ...sizes, width(scores.type.columns), ...operands);
      return;
    }
    case "select":
      emitSelect(to, asRows(value), out);
      return;
    case "sum-heads": {
      const { rows, columns } = asRows(a).type;
      if (columns.kind !== "heads") throw new TypeError("sum-heads: heads expected");
      const sizes = [columns.size, to.heads(a), columns.heads];
      to.call("sumHeads", ...to.count(rows), ...sizes, ...direct(to.place(a)), ...direct(out));
      return;
    }
    case "cross-entropy": {
      const { rows, columns } = asRows(a).type;
      const operands = [...direct(to.place(a)), to.index(b), ...direct(out)];
      to.call("crossEntropy", ...to.count(rows), columnCount(columns), ...operands);
      return;
    }
    case "cross-entropy-grad": {
      const { rows, columns } = asRows(a).type;
      const sizes = [columnCount(columns), width(columns), { real: operation.scale }];
      const operands = [...direct(to.place(a)), to.index(b), ...direct(out)];
      to.call("crossEntropyGradient", ...to.count(rows), ...sizes, ...operands);
      return;
    }
    case "mean":
      to.call("mean", ...to.count(asRows(a).type.rows), ...direct(to.place(a)), out);
      return;
    case "input":
    case "index-input":
    case "index-constant":
    case "constant":
    case "parameter":
    case "fixed":
    case "used":
    case "renumbered":
    case "compose":
    case "slice":
      throw new TypeError(`${operation.kind} is not computed`);
  }
}

/** Adds a matrix that is computed by its user only: a sum of gradients. */
function addMatrix(to: Lowering, part: Value | undefined, out: Place, accumulate: boolean): void {
  if (part === undefined || !to.isInlined(part))
    throw new TypeError("only sums of new matrices are computed");
  emit(to, part, out, accumulate);
}

/** Sequences, pairs and stored heads of scores of one query of each sequence. */
function scoreSizes(to: Lowering, scores: RowsValue): number[] {
  const { rows, columns } = scores.type;
  if (rows.kind !== "sequence" || columns.kind !== "heads") throw new TypeError("scores expected");
  return [rows.sequences, Math.floor(columns.size / 2), to.heads(scores)];
}

/** The place of features mixed by each head. Their kernels read every head's share of the features' padding. */
function mixture(to: Lowering, value: Value | undefined): Place {
  const place = to.place(value);
  if (place.stride < 4 * mixtureWidth(asRows(value).type.columns))
    throw new TypeError("mixtures of features are stored without their padding");
  return place;
}

function zero(to: Lowering, value: RowsValue, out: Place): void {
  to.call("zeroRows", ...to.count(value.type.rows), width(value.type.columns), ...direct(out));
}

/** Rows looked up or taken, for users that need them in one piece. */
function copyRows(to: Lowering, value: Value, out: Place, accumulate: boolean): void {
  const [x, index] = value.inputs;
  const source = to.place(x);
  const list =
    value.operation.kind === "gather"
      ? to.index(index)
      : positionList(to, asRows(x).type.rows, asRows(value).type.rows);
  const { rows, columns } = asRows(value).type;
  const operands = [...indexed({ ...source, index: list }), ...indexed(out)];
  to.call("addRows", ...to.count(rows), width(columns), { real: 1 }, ...operands, accumulate ? 1 : 0);
}

/** A constant as rows to look up: its one row, or each position's. */
export function constantPlace(to: Lowering, x: RowsValue): Place {
  if (x.operation.kind !== "constant") throw new TypeError("a constant expected");
  const { table } = x.operation;
  const { rows } = x.type;
  const list =
    table.perPosition && rows.kind === "sequence"
      ? Array.from({ length: rows.sequences }, () => rows.positions).flat()
      : new Array<number>(rowCount(rows)).fill(0);
  return { ...to.table(table, x, false), index: { buffer: to.integers(list), offset: 0 }, padded: false };
}

/** The row numbers of some positions of every sequence among the rows of all of them. */
function positionList(to: Lowering, all: Rows, some: Rows): Place {
  if (all.kind !== "sequence" || some.kind !== "sequence") throw new TypeError("rows of sequences expected");
  const rows: number[] = [];
  for (let sequence = 0; sequence < some.sequences; sequence++) {
    for (const position of some.positions) {
      rows.push(sequence * all.positions.length + all.positions.indexOf(position));
    }
  }
  // Kernels that work in tiles look up a few entries past the end.
  const buffer = to.integers([...rows, 0, 0, 0, 0]);
  return { buffer, offset: 0, stride: 4, index: null, padded: false };
}

/** Where rows at some positions stand in a place that has rows for all positions. */
function atPositions(to: Lowering, rows: Rows, out: Place): Place {
  if (rows.kind !== "sequence") throw new TypeError("spread: rows of sequences expected");
  const [position, ...others] = rows.positions;
  if (position !== undefined && others.length === 0) {
    return viewOf(out, position * out.stride, rows.length * out.stride);
  }
  const all = { ...rows, positions: Array.from({ length: rows.length }, (_, place) => place) };
  return { ...out, index: positionList(to, all, rows), padded: false };
}

/** Arguments of rows of sequences: how many sequences, how many positions of each, and which. */
function sequence(to: Lowering, rows: Rows): [number, number, Argument] {
  if (rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  return [rows.sequences, rows.positions.length, { buffer: to.integers(rows.positions), offset: 0 }];
}

/** Arguments that all attention kernels begin with, from a value whose rows are the queries'. */
function attention(to: Lowering, queries: Value, causal: boolean): Argument[] {
  const { rows } = asRows(queries).type;
  if (rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  return [...sequence(to, rows), rows.length, causal ? 1 : 0, to.heads(queries)];
}

/** Heads as stored, head size, features used and rows of the panels of a per-head matrix. */
function headSizes(matrix: ReturnType<typeof asMatrix>): number[] {
  const { out } = matrix.type;
  if (out.kind !== "heads") throw new TypeError("a per-head matrix expected");
  const rows = width(matrix.type.in);
  return [Math.ceil(out.heads / 4) * 4, out.size, rows, rows];
}

function emitSelect(to: Lowering, value: RowsValue, out: Place): void {
  const { operation, inputs } = value;
  if (operation.kind !== "select") throw new TypeError("select expected");
  const [x, replacement] = [asRows(inputs[0]), asRows(inputs[1])];
  const { rows, columns } = value.type;
  const domain = rows.kind === "sequence" ? sequence(to, rows) : ([1, rowCount(rows), none] as const);
  const mask = to.table(operation.mask, value, true);
  const { given, mode } = replacementPlace(to, replacement, value);
  const isShared = mode === ownRow && columnsKey(replacement.type.columns) !== columnsKey(columns);
  const spreadHeads = isShared ? to.heads(value) : 0;
  const masked = [width(columns), mask, operation.mask.perPosition ? 1 : 0];
  const operands = [...direct(to.place(x)), ...direct(given), mode, spreadHeads, ...direct(out)];
  to.call("select", ...domain, ...masked, ...operands);
}

/** How the kernel finds a replacement's row: always the first, by position, or by the value's own row. */
const [firstRow, positionRow, ownRow] = [0, 1, 2];

function replacementPlace(to: Lowering, x: RowsValue, value: RowsValue): { given: Place; mode: number } {
  if (x.operation.kind !== "constant") return { given: to.place(x), mode: ownRow };
  const { table } = x.operation;
  return { given: to.table(table, value, false), mode: table.perPosition ? positionRow : firstRow };
}
