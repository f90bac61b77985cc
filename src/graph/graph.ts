import type { DerivedOperation, SourceKind } from "./inferType.ts";
import { inferType } from "./inferType.ts";
import type { Columns, Rows } from "./shape.ts";
import { columnsKey, rowsKey } from "./shape.ts";
import type {
  IndexValue,
  MatrixValue,
  Operation,
  PositionTable,
  RowsValue,
  Value,
  ValueType,
} from "./value.ts";
import { asIndex, asMatrix, asRows } from "./value.ts";

/**
 * Builds the nodes of a traced program. The same operation on the same operands is the same node, so that common
 * work is done once and "is it the same value" is `===`.
 */
export class Graph {
  readonly #nodes = new Map<string, Value>();
  /** Keys of the objects that attributes hold. */
  readonly #objects = new WeakMap<object, string>();
  #objectCount = 0;

  /** Rows that are written before each run. */
  input(name: string, rows: Rows, columns: Columns): RowsValue {
    return asRows(this.source({ kind: "input", name }, { kind: "rows", rows, columns }));
  }

  /** Row numbers that are written before each run, never more than `distinct` different ones. */
  indexInput(name: string, rows: Rows, distinct = Infinity): IndexValue {
    return asIndex(this.source({ kind: "index-input", name, distinct }, { kind: "index", rows }));
  }

  /** Row numbers that never change. `data`: int32 [rows]. */
  indexConstant(data: Int32Array, rows: Rows): IndexValue {
    return asIndex(this.source({ kind: "index-constant", data }, { kind: "index", rows }));
  }

  /** Numbers that never change, on each of `rows`. */
  constant(table: PositionTable, rows: Rows, columns: Columns): RowsValue {
    return asRows(this.source({ kind: "constant", table }, { kind: "rows", rows, columns }));
  }

  /** A trained weight matrix. */
  matrix(name: string, from: Columns, to: Columns): MatrixValue {
    return asMatrix(this.source({ kind: "parameter", name }, { kind: "matrix", in: from, out: to }));
  }

  /** A trained table of rows (an embedding; with one row, a bias or a norm's weight). */
  parameterRows(name: string, rows: Rows, columns: Columns): RowsValue {
    return asRows(this.source({ kind: "parameter", name }, { kind: "rows", rows, columns }));
  }

  /** The node of an operation on operands. Throws a TypeError where they do not fit together. */
  apply(operation: DerivedOperation, ...inputs: Value[]): Value {
    return this.#node(operation, inputs, () => inferType(operation, inputs));
  }

  /** Like `apply`, for operations that give rows. */
  rows(operation: DerivedOperation, ...inputs: Value[]): RowsValue {
    return asRows(this.apply(operation, ...inputs));
  }

  /** The node that does what `value` does on other operands. A source is made again with another type. */
  rebuild(value: Value, inputs: readonly Value[], type: ValueType = value.type): Value {
    const { operation } = value;
    switch (operation.kind) {
      case "input":
      case "index-input":
      case "index-constant":
      case "constant":
      case "parameter":
      case "fixed":
        return this.source(operation, type);
      default:
        return this.apply(operation, ...inputs);
    }
  }

  /** A node without operands, of the given type. */
  source(operation: Extract<Operation, { kind: SourceKind }>, type: ValueType): Value {
    return this.#node(operation, [], () => type, typeKey(type));
  }

  #node(operation: Operation, inputs: readonly Value[], type: () => ValueType, extra = ""): Value {
    const attributes = Object.entries(operation).map(
      ([name, attribute]) => `${name}=${this.#key(attribute)}`,
    );
    const key = `${attributes.join(" ")} (${inputs.map((input) => input.id).join(" ")}) ${extra}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const value: Value = { id: this.#nodes.size, operation, inputs, type: type() };
    this.#nodes.set(key, value);
    return value;
  }

  #key(attribute: unknown): string {
    if (typeof attribute !== "object" || attribute === null) return String(attribute);
    if (Array.isArray(attribute)) return `[${attribute.join(",")}]`;
    let key = this.#objects.get(attribute);
    if (key === undefined) {
      // Two passes of one model make equal tables: what they have in common is to be computed once.
      key = contentKey(attribute) ?? `#${this.#objectCount++}`;
      this.#objects.set(attribute, key);
    }
    return key;
  }
}

/** Equal for lists and tables of numbers that are equal; null for other objects. */
function contentKey(attribute: object): string | null {
  if (ArrayBuffer.isView(attribute)) {
    const bytes = new Uint8Array(attribute.buffer, attribute.byteOffset, attribute.byteLength);
    return Buffer.from(bytes).toString("base64");
  }
  const parts: [string, unknown][] = Object.entries(attribute);
  const isTable = parts.some(([, part]) => ArrayBuffer.isView(part));
  return isTable ? parts.map(([name, part]) => `${name}:${partKey(part)}`).join(",") : null;
}

function partKey(part: unknown): string {
  return typeof part === "object" && part !== null ? (contentKey(part) ?? "") : String(part);
}

function typeKey(type: ValueType): string {
  switch (type.kind) {
    case "rows":
      return `${rowsKey(type.rows)}|${columnsKey(type.columns)}`;
    case "index":
      return rowsKey(type.rows);
    case "matrix":
      return `${columnsKey(type.in)}>${columnsKey(type.out)}`;
  }
}
