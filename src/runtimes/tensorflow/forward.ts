import type { Tensor } from "@tensorflow/tfjs-core";
import type { Columns, Rows } from "../../graph/shape.ts";
import { columnCount, rowCount } from "../../graph/shape.ts";
import type { MatrixValue, PositionTable, RopeTable, RowsValue, Value } from "../../graph/value.ts";
import { asIndex, asMatrix, asRows } from "../../graph/value.ts";
import type { TensorFlow } from "./loadTensorFlow.ts";

/** What a program's sources hold in one run. */
export interface Sources {
  /** A parameter in its canonical shape. */
  parameter(name: string): Tensor;
  /** A tensor that is not trained, in its canonical shape. */
  fixed(name: string): Tensor;
  /** [rows, columns], columns in logical order. */
  input(value: RowsValue, name: string): Tensor;
  /** int32 [rows] */
  index(value: Value): Int32Array;
  /** Whether the program is to be differentiated. */
  readonly isTrained: boolean;
}

type SequenceRows = Extract<Rows, { kind: "sequence" }>;

/**
 * Computes one value of a forward program from its operands' tensors. Rows are [rows, columns] or [rows, heads, size],
 * matrices [in, out] with both in logical order. Made of operations that TensorFlow can differentiate.
 */
export function forward(
  tf: TensorFlow,
  value: Value,
  operand: (value: Value | undefined) => Tensor,
  sources: Sources,
): Tensor {
  const { operation, inputs } = value;
  const [a, b, c] = inputs;
  switch (operation.kind) {
    case "parameter":
    case "fixed": {
      const tensor = sources[operation.kind](operation.name);
      return value.type.kind === "matrix"
        ? asMatrixTensor(tf, tensor, asMatrix(value))
        : tf.reshape(tensor, shapeOf(asRows(value)));
    }
    case "input":
      return tf.reshape(sources.input(asRows(value), operation.name), shapeOf(asRows(value)));
    case "constant":
      return constant(tf, operation.table, asRows(value));
    case "linear": {
      const product = tf.matMul(flat(tf, operand(a), asRows(a)), operand(b));
      const sum = c === undefined ? product : tf.add(product, flat(tf, operand(c), asRows(c)));
      return tf.reshape(sum, shapeOf(asRows(value)));
    }
    case "layer-norm": {
      const x = flat(tf, operand(a), asRows(a));
      const { mean, variance } = tf.moments(x, 1, true);
      const deviation = tf.sqrt(tf.add(variance, operation.epsilon));
      const normal = tf.div(tf.sub(x, mean), deviation);
      const weighted = tf.mul(normal, flat(tf, operand(b), asRows(b)));
      return tf.reshape(tf.add(weighted, flat(tf, operand(c), asRows(c))), shapeOf(asRows(value)));
    }
    case "gather":
      return gather(tf, operand(a), asRows(a), asRows(value), sources.index(asIndex(b)), sources.isTrained);
    case "concat":
      return tf.concat([operand(a), operand(b)], 0);
    case "take": {
      const rows = sequenceOf(asRows(a));
      const places = operation.positions.map((position) => rows.positions.indexOf(position));
      return alongPositions(tf, operand(a), asRows(a), asRows(value), places);
    }
    case "spread":
      return spread(tf, operand(a), asRows(a), asRows(value));
    case "combine":
      return tf.add(tf.mul(operand(a), operation.alpha), tf.mul(operand(b), operation.beta));
    case "scale":
      return tf.mul(operand(a), operation.alpha);
    case "sum-heads":
      return tf.sum(operand(a), 1);
    case "rope":
      return rope(tf, operand(a), asRows(a), operation.table, operation.direction);
    case "gelu": {
      const x = operand(a);
      const cube = tf.mul(tf.mul(x, x), x);
      const inner = tf.mul(tf.add(x, tf.mul(cube, 0.044715)), Math.sqrt(2 / Math.PI));
      return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
    }
    case "scores": {
      const q = headsFirst(tf, operand(a), asRows(a));
      const k = headsFirst(tf, operand(b), asRows(b));
      const scores = tf.mul(tf.matMul(q, k, false, true), operation.scale);
      return masked(
        tf,
        rowsFirst(tf, scores, asRows(value)),
        asRows(value),
        operation.causal,
        operation.unseen,
      );
    }
    case "softmax":
      return tf.softmax(masked(tf, operand(a), asRows(a), operation.causal, -Infinity));
    case "mix": {
      const seen = masked(tf, operand(a), asRows(a), operation.causal, 0);
      const v = headsFirst(tf, operand(b), asRows(b));
      const mixed = tf.matMul(headsFirst(tf, seen, asRows(a)), v);
      return tf.mul(rowsFirst(tf, mixed, asRows(value)), operation.scale);
    }
    case "mix-features": {
      const seen = masked(tf, operand(a), asRows(a), operation.causal, 0);
      const { sequences, length } = sequenceOf(asRows(b));
      const x = tf.reshape(operand(b), [sequences, 1, length, columnCount(asRows(b).type.columns)]);
      const { heads } = headsOf(asRows(a));
      const mixed = tf.matMul(headsFirst(tf, seen, asRows(a)), tf.tile(x, [1, heads, 1, 1]));
      return rowsFirst(tf, mixed, asRows(value));
    }
    case "head-linear": {
      const { heads, size } = headsOf(asRows(value));
      const from = columnCount(asMatrix(b).type.in);
      const perHead = tf.transpose(tf.reshape(operand(b), [from, heads, size]), [1, 0, 2]);
      const mixtures = tf.transpose(operand(a), [1, 0, 2]);
      return tf.transpose(tf.matMul(mixtures, perHead), [1, 0, 2]);
    }
    case "project-heads": {
      const { heads, size } = headsOf(asRows(a));
      const to = columnCount(asMatrix(b).type.out);
      const perHead = tf.reshape(operand(b), [heads, size, to]);
      const projected = tf.matMul(tf.transpose(operand(a), [1, 0, 2]), perHead);
      return tf.reshape(tf.transpose(projected, [1, 0, 2]), shapeOf(asRows(value)));
    }
    case "mix-projected": {
      const seen = masked(tf, operand(a), asRows(a), operation.causal, 0);
      const { sequences, length } = sequenceOf(asRows(b));
      const { heads } = headsOf(asRows(a));
      const projected = tf.reshape(operand(b), [sequences, length, heads, -1]);
      const mixed = tf.matMul(headsFirst(tf, seen, asRows(a)), tf.transpose(projected, [0, 2, 1, 3]));
      return tf.reshape(tf.sum(mixed, 1), shapeOf(asRows(value)));
    }
    case "select": {
      const mask = tf.cast(constant(tf, operation.mask, asRows(value)), "bool");
      const x = asRows(a);
      const replacement = operand(b);
      const isShared = columnCount(asRows(b).type.columns) < columnCount(x.type.columns);
      const shape = isShared ? [rowCount(x.type.rows), 1, headsOf(x).size] : shapeOf(x);
      return tf.where(mask, tf.reshape(replacement, shape), operand(a));
    }
    case "copy-scores":
      return copyScores(tf, operand(a), asRows(a), sources.index(asIndex(b)), operation);
    case "cross-entropy": {
      const targets = tf.tensor1d(sources.index(asIndex(b)), "int32");
      const isTarget = tf.oneHot(targets, columnCount(asRows(a).type.columns));
      return tf.neg(tf.sum(tf.mul(tf.logSoftmax(operand(a)), tf.cast(isTarget, "float32")), 1, true));
    }
    case "mean":
      return tf.mean(operand(a), 0, true);
    case "used":
    case "renumbered":
    case "compose":
    case "index-input":
    case "index-constant":
    case "linear-transposed":
    case "outer":
    case "sum-rows":
    case "layer-norm-grad":
    case "layer-norm-weight-grad":
    case "scatter-add":
    case "slice":
    case "softmax-grad":
    case "mix-transposed":
    case "gelu-grad":
    case "cross-entropy-grad":
    case "head-linear-transposed":
    case "head-outer":
    case "feature-scores":
    case "mix-features-transposed":
    case "copy-scores-grad":
      throw new TypeError(`${operation.kind} is not computed in a forward program`);
  }
}

/** Scores of one head at the label tokens, as logits: [sequences, labels]. `tokens`: int32 [sequences, pairs]. */
function copyScores(
  tf: TensorFlow,
  scores: Tensor,
  value: RowsValue,
  tokens: Int32Array,
  { head, labels, absent }: { readonly head: number; readonly labels: number; readonly absent: number },
): Tensor {
  const { size } = headsOf(value);
  const rows = rowCount(value.type.rows);
  const pairs = Math.floor(size / 2);
  const places = Array.from({ length: pairs }, (_, pair) => head * size + 2 * pair + 1);
  const given = tf.gather(flat(tf, scores, value), tf.tensor1d(places, "int32"), 1);
  const isLabel = tf.reshape(tf.oneHot(tf.tensor1d(tokens, "int32"), labels), [rows, pairs, labels]);
  const spread = tf.tile(tf.reshape(given, [rows, pairs, 1]), [1, 1, labels]);
  // Numbers only: what is subtracted and added again has no gradient to follow.
  const tops = tf.max(tf.where(tf.cast(isLabel, "bool"), spread, tf.fill(spread.shape, absent)), 1, true);
  const top = tf.tensor(tops.dataSync().slice(), tops.shape);
  const weights = tf.mul(tf.exp(tf.minimum(tf.sub(spread, top), 0)), tf.cast(isLabel, "float32"));
  const isThere = tf.max(isLabel, 1);
  const sums = tf.add(tf.sum(weights, 1), tf.sub(1, tf.cast(isThere, "float32")));
  const logits = tf.add(tf.log(sums), tf.reshape(top, [rows, labels]));
  return tf.where(tf.cast(isThere, "bool"), logits, tf.fill([rows, labels], absent));
}

/** [rows, columns] or [rows, heads, size] */
function shapeOf({ type }: RowsValue): number[] {
  const rows = rowCount(type.rows);
  const { columns } = type;
  return columns.kind === "heads" ? [rows, columns.heads, columns.size] : [rows, columns.size];
}

function headsOf({ type }: RowsValue): Extract<Columns, { kind: "heads" }> {
  if (type.columns.kind !== "heads") throw new TypeError("columns of heads expected");
  return type.columns;
}

function sequenceOf({ type }: RowsValue): SequenceRows {
  if (type.rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  return type.rows;
}

function flat(tf: TensorFlow, x: Tensor, { type }: RowsValue): Tensor {
  return tf.reshape(x, [rowCount(type.rows), columnCount(type.columns)]);
}

/** [in, out] from the shape that a parameter has: [heads, in, size] where the columns are heads. */
function asMatrixTensor(tf: TensorFlow, tensor: Tensor, { type }: MatrixValue): Tensor {
  const [from, to] = [columnCount(type.in), columnCount(type.out)];
  if (type.out.kind !== "heads") return tf.reshape(tensor, [from, to]);
  const { heads, size } = type.out;
  return tf.reshape(tf.transpose(tf.reshape(tensor, [heads, from, size]), [1, 0, 2]), [from, to]);
}

/** Numbers fixed at tracing, on every row of the value. */
function constant(tf: TensorFlow, table: PositionTable, value: RowsValue): Tensor {
  const { rows } = value.type;
  const count = columnCount(value.type.columns);
  const tableRows = table.perPosition ? sequenceOf(value).length : 1;
  const given = table.data.length / tableRows;
  const data = new Float32Array(rowCount(rows) * count);
  for (let element = 0; element < data.length; element++) {
    const row = Math.floor(element / count);
    const from = rows.kind === "sequence" && table.perPosition ? rows.positions : [0];
    // With one number for all heads, each head gets a copy of it.
    data[element] = table.data[from[row % from.length]! * given + ((element % count) % given)]!;
  }
  return tf.tensor(data, shapeOf(value));
}

/**
 * Rows looked up. The plain backend's derivative of `tf.gather` goes through all looked-up rows once for each row of
 * the table, which takes seconds; that of a product with one-hot rows, the same numbers exactly, does not.
 */
function gather(
  tf: TensorFlow,
  table: Tensor,
  from: RowsValue,
  to: RowsValue,
  numbers: Int32Array,
  isTrained: boolean,
): Tensor {
  const index = tf.tensor1d(numbers, "int32");
  if (!isTrained) return tf.gather(table, index);
  const chosen = tf.cast(tf.oneHot(index, rowCount(from.type.rows)), "float32");
  return tf.reshape(tf.matMul(chosen, flat(tf, table, from)), shapeOf(to));
}

/** Rows of other positions: the result's p-th position is the operand's places[p]-th. */
function alongPositions(
  tf: TensorFlow,
  x: Tensor,
  from: RowsValue,
  to: RowsValue,
  places: readonly number[],
): Tensor {
  const count = columnCount(from.type.columns);
  const { sequences } = sequenceOf(from);
  const bySequence = tf.reshape(x, [sequences, x.size / (sequences * count), count]);
  return tf.reshape(tf.gather(bySequence, tf.tensor1d([...places], "int32"), 1), shapeOf(to));
}

/** Rows at their positions, zeros elsewhere. */
function spread(tf: TensorFlow, x: Tensor, from: RowsValue, to: RowsValue): Tensor {
  const { sequences, positions, length } = sequenceOf(from);
  const count = columnCount(from.type.columns);
  const rows = tf.reshape(x, [sequences, positions.length, count]);
  const withZeros = tf.concat([rows, tf.zeros([sequences, 1, count])], 1);
  const places = Array.from({ length }, (_, position) => {
    const place = positions.indexOf(position);
    return place < 0 ? positions.length : place;
  });
  return alongPositions(tf, withZeros, from, to, places);
}

function rope(tf: TensorFlow, x: Tensor, value: RowsValue, table: RopeTable, direction: 1 | -1): Tensor {
  const { sequences, positions } = sequenceOf(value);
  const { heads, size } = headsOf(value);
  const half = size / 2;
  const angles = (data: Float32Array) => {
    const rows = positions.flatMap((position) => [...data.subarray(position * half, (position + 1) * half)]);
    return tf.tensor(rows, [1, positions.length, 1, half]);
  };
  const cos = angles(table.cos);
  const sin = tf.mul(angles(table.sin), direction);
  const pairs = tf.reshape(x, [sequences, positions.length, heads, half, 2]);
  const [even, odd] = tf.unstack(pairs, 4);
  if (even === undefined || odd === undefined) throw new TypeError("pairs expected");
  const turned = tf.stack(
    [tf.sub(tf.mul(even, cos), tf.mul(odd, sin)), tf.add(tf.mul(odd, cos), tf.mul(even, sin))],
    4,
  );
  return tf.reshape(turned, shapeOf(value));
}

/** [sequences, heads, positions, size] */
function headsFirst(tf: TensorFlow, x: Tensor, value: RowsValue): Tensor {
  const { sequences, positions } = sequenceOf(value);
  const { heads, size } = headsOf(value);
  return tf.transpose(tf.reshape(x, [sequences, positions.length, heads, size]), [0, 2, 1, 3]);
}

/** The inverse of `headsFirst`: [rows, heads, size]. */
function rowsFirst(tf: TensorFlow, x: Tensor, value: RowsValue): Tensor {
  return tf.reshape(tf.transpose(x, [0, 2, 1, 3]), shapeOf(value));
}

/** Scores or patterns with `filler` for the keys that come after the query's position. */
function masked(tf: TensorFlow, x: Tensor, value: RowsValue, causal: boolean, filler: number): Tensor {
  if (!causal) return x;
  const { sequences, positions } = sequenceOf(value);
  const { size: keys } = headsOf(value);
  const data = new Uint8Array(sequences * positions.length * keys);
  for (let element = 0; element < data.length; element++) {
    const position = positions[Math.floor(element / keys) % positions.length]!;
    data[element] = element % keys <= position ? 1 : 0;
  }
  const seen = tf.tensor(data, [sequences * positions.length, 1, keys], "bool");
  return tf.where(seen, x, tf.fill([1, 1, 1], filler));
}
