import { columnCount, columnsKey, rowCount, rowsKey, sequenceRows } from "./shape.ts";
import type { Columns, Rows } from "./shape.ts";
import type { Operation, Value, ValueType } from "./value.ts";
import { asIndex, asMatrix, asRows } from "./value.ts";

/** Operations whose type does not follow from their operands: the graph is told it. */
export type SourceKind = "input" | "index-input" | "index-constant" | "constant" | "parameter" | "fixed";

/** An operation whose type follows from its operands and attributes. */
export type DerivedOperation = Exclude<Operation, { kind: SourceKind }>;

const rowsOf = (rows: Rows, columns: Columns): ValueType => ({ kind: "rows", rows, columns });
const oneRow: Rows = { kind: "table", max: 1, used: null };

function expect(holds: boolean, operation: Operation, problem: string): void {
  if (!holds) throw new TypeError(`${operation.kind}: ${problem}`);
}

/** Sequence rows, or a mistake in the program. */
function sequenceOf(rows: Rows, operation: Operation): Extract<Rows, { kind: "sequence" }> {
  if (rows.kind !== "sequence") throw new TypeError(`${operation.kind}: rows of sequences expected`);
  return rows;
}

function headsOf(columns: Columns, operation: Operation): Extract<Columns, { kind: "heads" }> {
  if (columns.kind !== "heads") throw new TypeError(`${operation.kind}: columns of heads expected`);
  return columns;
}

/** The type that an operation gives to its result. Throws a TypeError where the operands do not fit it. */
export function inferType(operation: DerivedOperation, inputs: readonly Value[]): ValueType {
  const rows = (operand: number) => asRows(inputs[operand]).type;
  const sameColumns = (a: Columns, b: Columns) => {
    expect(
      columnsKey(a) === columnsKey(b),
      operation,
      `columns ${columnsKey(a)} and ${columnsKey(b)} differ`,
    );
  };
  const sameRows = (a: Rows, b: Rows) => {
    expect(rowsKey(a) === rowsKey(b), operation, `rows ${rowsKey(a)} and ${rowsKey(b)} differ`);
  };
  switch (operation.kind) {
    case "linear": {
      const matrix = asMatrix(inputs[1]).type;
      sameColumns(rows(0).columns, matrix.in);
      if (inputs[2] !== undefined) sameColumns(rows(2).columns, matrix.out);
      return rowsOf(rows(0).rows, matrix.out);
    }
    case "layer-norm":
      sameColumns(rows(0).columns, rows(1).columns);
      sameColumns(rows(0).columns, rows(2).columns);
      return rows(0);
    case "gather": {
      const index = asIndex(inputs[1]).type;
      return rowsOf(index.rows, rows(0).columns);
    }
    case "concat": {
      const a = rows(0);
      const b = rows(1);
      sameColumns(a.columns, b.columns);
      if (a.rows.kind !== "table" || b.rows.kind !== "table" || a.rows.used !== null) {
        throw new TypeError("concat: two tables expected, the first of a fixed size");
      }
      const { max } = a.rows;
      const used =
        b.rows.used === null ? null : { index: b.rows.used.index, offset: b.rows.used.offset + max };
      return rowsOf({ kind: "table", max: max + b.rows.max, used }, a.columns);
    }
    case "take": {
      const type = inputs[0]?.type;
      if (type === undefined || type.kind === "matrix") throw new TypeError("take: rows expected");
      const sequence = sequenceOf(type.rows, operation);
      expect(
        operation.positions.every((position) => sequence.positions.includes(position)),
        operation,
        "positions that are not there",
      );
      return { ...type, rows: { ...sequence, positions: operation.positions } };
    }
    case "combine": {
      const [a, b] = inputs;
      if (a?.type.kind === "matrix" && b?.type.kind === "matrix") {
        sameColumns(a.type.in, b.type.in);
        sameColumns(a.type.out, b.type.out);
        expect(operation.alpha === 1 && operation.beta === 1, operation, "a plain sum of matrices expected");
        return a.type;
      }
      sameColumns(rows(0).columns, rows(1).columns);
      sameRows(rows(0).rows, rows(1).rows);
      return rows(0);
    }
    case "rope": {
      const { columns } = rows(0);
      expect(headsOf(columns, operation).size % 2 === 0, operation, "an even head size expected");
      sequenceOf(rows(0).rows, operation);
      return rows(0);
    }
    case "gelu":
    case "scale":
      return rows(0);
    case "scores": {
      const q = headsOf(rows(0).columns, operation);
      sameColumns(q, rows(1).columns);
      const keys = sequenceOf(rows(1).rows, operation);
      expect(keys.positions.length === keys.length, operation, "keys at all positions expected");
      return rowsOf(sequenceOf(rows(0).rows, operation), { ...q, size: keys.length });
    }
    case "softmax":
      headsOf(rows(0).columns, operation);
      return rowsOf(sequenceOf(rows(0).rows, operation), rows(0).columns);
    case "softmax-grad":
      sameColumns(rows(0).columns, rows(1).columns);
      return rows(0);
    case "mix": {
      const pattern = headsOf(rows(0).columns, operation);
      const v = headsOf(rows(1).columns, operation);
      expect(pattern.heads === v.heads, operation, "as many heads in the pattern as in v expected");
      return rowsOf(sequenceOf(rows(0).rows, operation), v);
    }
    case "mix-transposed": {
      const x = headsOf(rows(1).columns, operation);
      const sequence = sequenceOf(rows(0).rows, operation);
      return rowsOf(sequenceRows(sequence.sequences, sequence.length), x);
    }
    case "select": {
      const value = rows(0);
      sameRows(value.rows, rows(1).rows);
      const wanted = columnCount(value.columns);
      const shared = value.columns.kind === "heads" ? value.columns.size : wanted;
      const given = columnsKey(rows(1).columns);
      expect(
        given === columnsKey(value.columns) || given === columnsKey({ kind: "features", size: shared }),
        operation,
        "a replacement of the value's columns expected",
      );
      const { mask } = operation;
      const maskRows = mask.perPosition ? sequenceOf(value.rows, operation).length : 1;
      expect(mask.data.length === maskRows * wanted, operation, "a mask of the value's shape expected");
      return value;
    }
    case "cross-entropy":
      expect(
        rowCount(asIndex(inputs[1]).type.rows) === rowCount(rows(0).rows),
        operation,
        "a target for each row",
      );
      return rowsOf(rows(0).rows, { kind: "features", size: 1 });
    case "cross-entropy-grad":
      return rows(0);
    case "mean":
    case "sum-rows":
      return rowsOf(oneRow, rows(0).columns);
    case "used":
      return {
        kind: "index",
        rows: { kind: "table", max: operation.max, used: { index: asIndex(inputs[0]), offset: 0 } },
      };
    case "renumbered":
      return asIndex(inputs[0]).type;
    case "compose":
      asIndex(inputs[0]);
      return asIndex(inputs[1]).type;
    case "copy-scores": {
      const query = sequenceOf(rows(0).rows, operation);
      const { size } = headsOf(rows(0).columns, operation);
      const tokens = sequenceOf(asIndex(inputs[1]).type.rows, operation);
      expect(query.positions.length === 1, operation, "scores of one query of each sequence expected");
      expect(
        tokens.positions.length === Math.floor(size / 2),
        operation,
        "the tokens of all labels expected",
      );
      return rowsOf(query, { kind: "features", size: operation.labels });
    }
    case "copy-scores-grad":
      return rows(1);
    case "mix-features": {
      const pattern = headsOf(rows(0).columns, operation);
      return rowsOf(rows(0).rows, { ...pattern, size: columnCount(rows(1).columns) });
    }
    case "head-linear": {
      const matrix = asMatrix(inputs[1]).type;
      expect(headsOf(rows(0).columns, operation).size === columnCount(matrix.in), operation, "sizes differ");
      return rowsOf(rows(0).rows, matrix.out);
    }
    case "project-heads": {
      const matrix = asMatrix(inputs[1]).type;
      sameColumns(rows(0).columns, matrix.in);
      expect(columnCount(matrix.out) % 16 === 0, operation, "features in blocks of sixteen expected");
      const size = headsOf(matrix.in, operation).heads * columnCount(matrix.out);
      return rowsOf(rows(0).rows, { kind: "features", size });
    }
    case "mix-projected": {
      const { heads } = headsOf(rows(0).columns, operation);
      const size = columnCount(rows(1).columns) / heads;
      return rowsOf(sequenceOf(rows(0).rows, operation), { kind: "features", size });
    }
    case "linear-transposed":
      sameColumns(rows(0).columns, asMatrix(inputs[1]).type.out);
      return rowsOf(rows(0).rows, asMatrix(inputs[1]).type.in);
    case "outer":
      sameRows(rows(0).rows, rows(1).rows);
      return { kind: "matrix", in: rows(0).columns, out: rows(1).columns };
    case "layer-norm-grad":
    case "gelu-grad":
      return rows(1);
    case "layer-norm-weight-grad":
      return rowsOf(oneRow, rows(0).columns);
    case "scatter-add":
    case "slice":
      return rowsOf(operation.rows, rows(0).columns);
    case "spread": {
      const sequence = sequenceOf(rows(0).rows, operation);
      return rowsOf(sequenceRows(sequence.sequences, sequence.length), rows(0).columns);
    }
    case "sum-heads":
      return rowsOf(rows(0).rows, { kind: "features", size: headsOf(rows(0).columns, operation).size });
    case "head-linear-transposed": {
      const { heads } = headsOf(rows(0).columns, operation);
      return rowsOf(rows(0).rows, { kind: "heads", heads, size: columnCount(asMatrix(inputs[1]).type.in) });
    }
    case "head-outer":
      return {
        kind: "matrix",
        in: { kind: "features", size: headsOf(rows(0).columns, operation).size },
        out: rows(1).columns,
      };
    case "feature-scores": {
      const dm = headsOf(rows(0).columns, operation);
      return rowsOf(rows(0).rows, { ...dm, size: sequenceOf(rows(1).rows, operation).length });
    }
    case "mix-features-transposed": {
      const sequence = sequenceOf(rows(0).rows, operation);
      const { size } = headsOf(rows(1).columns, operation);
      return rowsOf(sequenceRows(sequence.sequences, sequence.length), { kind: "features", size });
    }
  }
}
