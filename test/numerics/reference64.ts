import type { Rows } from "../../src/graph/shape.ts";
import { columnCount, rowCount } from "../../src/graph/shape.ts";
import { reachable } from "../../src/graph/reachable.ts";
import type { PositionTable, Value } from "../../src/graph/value.ts";
import { asIndex, asMatrix, asRows } from "../../src/graph/value.ts";

/** What a program's sources hold, by name. */
export interface Sources64 {
  /** In their canonical shapes. */
  readonly parameters: ReadonlyMap<string, Float64Array>;
  /** [rows, columns] */
  readonly inputs: ReadonlyMap<string, Float64Array>;
  /** Row numbers: [rows] */
  readonly indexes: ReadonlyMap<string, ArrayLike<number>>;
}

/**
 * Every forward operation in float64, as plain loops straight from the comments in `value.ts`. Rows are
 * [rows, columns], columns in logical order; matrices [in, out].
 */
export function evaluate64(roots: readonly Value[], sources: Sources64): Map<Value, Float64Array> {
  const results = new Map<Value, Float64Array>();
  for (const value of reachable(roots)) results.set(value, evaluateOne(value, results, sources));
  return results;
}

function sequence(value: Value): Extract<Rows, { kind: "sequence" }> {
  const rows = value.type.kind === "matrix" ? undefined : value.type.rows;
  if (rows?.kind !== "sequence") throw new TypeError("rows of sequences expected");
  return rows;
}

function heads(value: Value): { heads: number; size: number } {
  const { columns } = asRows(value).type;
  if (columns.kind !== "heads") throw new TypeError("columns of heads expected");
  return columns;
}

function named<T>(map: ReadonlyMap<string, T>, name: string): T {
  const found = map.get(name);
  if (found === undefined) throw new RangeError(`nothing is called ${name}`);
  return found;
}

/** The number of a position table on some row and column of a value. */
function tableEntry(table: PositionTable, value: Value, row: number, column: number): number {
  const columns = columnCount(asRows(value).type.columns);
  let tableRow = 0;
  let width = table.data.length;
  if (table.perPosition) {
    const { positions, length } = sequence(value);
    tableRow = positions[row % positions.length]!;
    width = table.data.length / length;
  }
  return table.data[tableRow * width + (width === columns ? column : column % width)]!;
}

function distinctFrom(list: ArrayLike<number>, fixed: number): number[] {
  const found: number[] = [];
  for (const row of Array.from(list))
    if (row >= fixed && !found.includes(row - fixed)) found.push(row - fixed);
  return found;
}

function evaluateOne(
  value: Value,
  results: ReadonlyMap<Value, Float64Array>,
  sources: Sources64,
): Float64Array {
  const { operation, inputs } = value;
  const input = (operand: number): Value => {
    const found = inputs[operand];
    if (found === undefined) throw new TypeError(`${operation.kind}: an operand is missing`);
    return found;
  };
  const data = (operand: number): Float64Array => results.get(input(operand))!;
  const width = (of: Value) => columnCount(asRows(of).type.columns);
  const height = (of: Value) => {
    if (of.type.kind === "matrix") throw new TypeError("rows expected");
    return rowCount(of.type.rows);
  };
  /** A new array with a number for each row and column of the result. */
  const fill = (entry: (row: number, column: number) => number): Float64Array => {
    const columns = width(value);
    const result = new Float64Array(height(value) * columns);
    for (let row = 0; row < height(value); row++) {
      for (let column = 0; column < columns; column++) result[row * columns + column] = entry(row, column);
    }
    return result;
  };
  /** Attention: for query row `row`, where its sequence's keys begin, and how many of them it sees. */
  const keysOf = (row: number, causal: boolean): { first: number; visible: number } => {
    const { positions, length } = sequence(value);
    const position = positions[row % positions.length]!;
    return { first: Math.floor(row / positions.length) * length, visible: causal ? position + 1 : length };
  };

  switch (operation.kind) {
    case "input":
      return named(sources.inputs, operation.name);
    case "index-input":
      return Float64Array.from(named(sources.indexes, operation.name));
    case "index-constant":
      return Float64Array.from(operation.data);
    case "constant":
      return fill((row, column) => tableEntry(operation.table, value, row, column));
    case "parameter":
    case "fixed": {
      const given = named(sources.parameters, operation.name);
      if (value.type.kind !== "matrix" || value.type.out.kind !== "heads") return given;
      const from = columnCount(value.type.in);
      const { heads: count, size } = value.type.out;
      const result = new Float64Array(given.length);
      for (let head = 0; head < count; head++) {
        for (let i = 0; i < from; i++) {
          for (let d = 0; d < size; d++)
            result[i * count * size + head * size + d] = given[(head * from + i) * size + d]!;
        }
      }
      return result;
    }
    case "linear": {
      const [x, W] = [data(0), data(1)];
      const from = width(input(0));
      const to = width(value);
      const bias = inputs[2] === undefined ? null : data(2);
      return fill((row, column) => {
        let sum = bias === null ? 0 : bias[column]!;
        for (let i = 0; i < from; i++) sum += x[row * from + i]! * W[i * to + column]!;
        return sum;
      });
    }
    case "layer-norm": {
      const [x, w, b] = [data(0), data(1), data(2)];
      const size = width(value);
      return fill((row, column) => {
        const numbers = x.subarray(row * size, (row + 1) * size);
        const mean = numbers.reduce((sum, number) => sum + number, 0) / size;
        const variance = numbers.reduce((sum, number) => sum + (number - mean) ** 2, 0) / size;
        return (
          ((numbers[column]! - mean) / Math.sqrt(variance + operation.epsilon)) * w[column]! + b[column]!
        );
      });
    }
    case "gather": {
      const [table, index] = [data(0), data(1)];
      return fill((row, column) => table[index[row]! * width(value) + column]!);
    }
    case "concat":
      return Float64Array.from([...data(0), ...data(1)]);
    case "take": {
      const all = sequence(input(0));
      const { positions } = operation;
      const size = value.type.kind === "index" ? 1 : width(value);
      const x = data(0);
      return Float64Array.from({ length: all.sequences * positions.length * size }, (_, element) => {
        const row = Math.floor(element / size);
        const place = all.positions.indexOf(positions[row % positions.length]!);
        const from = Math.floor(row / positions.length) * all.positions.length + place;
        return x[from * size + (element % size)]!;
      });
    }
    case "spread": {
      const some = sequence(input(0));
      const x = data(0);
      return fill((row, column) => {
        const place = some.positions.indexOf(row % some.length);
        const from = Math.floor(row / some.length) * some.positions.length + place;
        return place < 0 ? 0 : x[from * width(value) + column]!;
      });
    }
    case "combine":
      return data(0).map((a, element) => operation.alpha * a + operation.beta * data(1)[element]!);
    case "scale":
      return data(0).map((x) => operation.alpha * x);
    case "sum-heads": {
      const { heads: count, size } = heads(input(0));
      const x = data(0);
      return fill((row, column) => {
        let sum = 0;
        for (let head = 0; head < count; head++) sum += x[(row * count + head) * size + column]!;
        return sum;
      });
    }
    case "rope": {
      const x = data(0);
      const { positions } = sequence(value);
      const { size } = heads(value);
      return fill((row, column) => {
        const pair = Math.floor((column % size) / 2);
        const angle = positions[row % positions.length]! * (size / 2) + pair;
        const [cos, sin] = [operation.table.cos[angle]!, operation.direction * operation.table.sin[angle]!];
        const at = row * width(value) + column;
        return column % 2 === 0 ? x[at]! * cos - x[at + 1]! * sin : x[at]! * cos + x[at - 1]! * sin;
      });
    }
    case "gelu":
      return data(0).map((x) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))));
    case "scores": {
      const [q, k] = [data(0), data(1)];
      const { heads: count, size } = heads(input(0));
      const { size: keys } = heads(value);
      return fill((row, column) => {
        const [head, key] = [Math.floor(column / keys), column % keys];
        const { first, visible } = keysOf(row, operation.causal);
        if (key >= visible) return operation.unseen;
        let sum = 0;
        for (let d = 0; d < size; d++)
          sum += q[(row * count + head) * size + d]! * k[((first + key) * count + head) * size + d]!;
        return operation.scale * sum;
      });
    }
    case "softmax": {
      const x = data(0);
      const { heads: count, size: keys } = heads(value);
      return fill((row, column) => {
        const { visible } = keysOf(row, operation.causal);
        if (column % keys >= visible) return 0;
        const start = (row * count + Math.floor(column / keys)) * keys;
        const seen = x.subarray(start, start + visible);
        const top = Math.max(...seen);
        return (
          Math.exp(x[row * count * keys + column]! - top) /
          seen.reduce((sum, s) => sum + Math.exp(s - top), 0)
        );
      });
    }
    case "mix":
    case "mix-features": {
      const [pattern, v] = [data(0), data(1)];
      const { heads: count, size: keys } = heads(input(0));
      const { size } = heads(value);
      const scale = operation.kind === "mix" ? operation.scale : 1;
      return fill((row, column) => {
        const [head, d] = [Math.floor(column / size), column % size];
        const { first, visible } = keysOf(row, operation.causal);
        let sum = 0;
        for (let key = 0; key < visible; key++) {
          const weight = pattern[(row * count + head) * keys + key]!;
          const from = operation.kind === "mix" ? (first + key) * count + head : first + key;
          sum += weight * v[from * size + d]!;
        }
        return scale * sum;
      });
    }
    case "head-linear": {
      const [m, W] = [data(0), data(1)];
      const { heads: count, size: from } = heads(input(0));
      const { size } = heads(value);
      const to = columnCount(asMatrix(input(1)).type.out);
      return fill((row, column) => {
        const head = Math.floor(column / size);
        let sum = 0;
        for (let i = 0; i < from; i++) sum += m[(row * count + head) * from + i]! * W[i * to + column]!;
        return sum;
      });
    }
    case "project-heads": {
      const [v, W] = [data(0), data(1)];
      const { heads: count, size } = heads(input(0));
      const to = columnCount(asMatrix(input(1)).type.out);
      return fill((row, column) => {
        const head = Math.floor(column / to);
        let sum = 0;
        for (let d = 0; d < size; d++)
          sum += v[(row * count + head) * size + d]! * W[(head * size + d) * to + (column % to)]!;
        return sum;
      });
    }
    case "mix-projected": {
      const [pattern, projected] = [data(0), data(1)];
      const { heads: count, size: keys } = heads(input(0));
      const to = width(value);
      return fill((row, column) => {
        const { first, visible } = keysOf(row, operation.causal);
        let sum = 0;
        for (let head = 0; head < count; head++) {
          for (let key = 0; key < visible; key++)
            sum +=
              pattern[(row * count + head) * keys + key]! *
              projected[((first + key) * count + head) * to + column]!;
        }
        return sum;
      });
    }
    case "select": {
      const [x, replacement] = [data(0), data(1)];
      const [columns, given] = [width(value), width(input(1))];
      return fill((row, column) =>
        tableEntry(operation.mask, value, row, column) === 1
          ? replacement[row * given + (given === columns ? column : column % given)]!
          : x[row * columns + column]!,
      );
    }
    case "cross-entropy": {
      const [logits, targets] = [data(0), data(1)];
      const labels = width(input(0));
      return fill((row) => {
        const numbers = logits.subarray(row * labels, (row + 1) * labels);
        const top = Math.max(...numbers);
        return (
          Math.log(numbers.reduce((sum, l) => sum + Math.exp(l - top), 0)) + top - numbers[targets[row]!]!
        );
      });
    }
    case "mean": {
      const x = data(0);
      const rows = height(input(0));
      return fill((_, column) => {
        let sum = 0;
        for (let row = 0; row < rows; row++) sum += x[row * width(value) + column]!;
        return sum / rows;
      });
    }
    case "used": {
      const used = distinctFrom(data(0), operation.fixed);
      return Float64Array.from(
        { length: rowCount(asIndex(value).type.rows) },
        (_, place) => used[place] ?? 0,
      );
    }
    case "renumbered": {
      const used = distinctFrom(data(0), operation.fixed);
      return data(0).map((row) =>
        row < operation.fixed ? row : operation.fixed + used.indexOf(row - operation.fixed),
      );
    }
    case "compose": {
      const [index, at] = [data(0), data(1)];
      return at.map((row) => index[row]!);
    }
    case "copy-scores": {
      const [scores, tokens] = [data(0), data(1)];
      const { heads: count, size: keys } = heads(input(0));
      const pairs = Math.floor(keys / 2);
      return fill((row, label) => {
        let sum = 0;
        for (let pair = 0; pair < pairs; pair++) {
          const score = scores[(row * count + operation.head) * keys + 2 * pair + 1]!;
          if (tokens[row * pairs + pair] === label) sum += Math.exp(score);
        }
        return sum === 0 ? operation.absent : Math.log(sum);
      });
    }
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
      throw new TypeError(`${operation.kind} is not part of a forward program`);
  }
}
