import { Graph } from "../../src/graph/graph.ts";
import type { Columns, Rows } from "../../src/graph/shape.ts";
import { columnCount, rowCount, sequenceRows, tableRows } from "../../src/graph/shape.ts";
import type { DerivedOperation } from "../../src/graph/inferType.ts";
import type { IndexValue, MatrixValue, PositionTable, RowsValue, Value } from "../../src/graph/value.ts";
import { asMatrix } from "../../src/graph/value.ts";
import type { ParameterDeclaration } from "../../src/runtimes/runtime.ts";

/** Sizes that every small program is tried with. */
export interface Sizes {
  readonly sequences: number;
  readonly length: number;
  readonly heads: number;
  /** Even, for rotary positions. */
  readonly headSize: number;
  readonly features: number;
  readonly causal: boolean;
}

/** Makes small programs: declares their parameters and inputs, and gives trained values to start from. */
export class ProgramBuilder {
  readonly graph = new Graph();
  readonly sizes: Sizes;
  readonly declarations: ParameterDeclaration[] = [];
  /** Tensors that are not trained. */
  readonly fixedDeclarations: ParameterDeclaration[] = [];
  /** Shapes [rows, columns] of the rows inputs, by name. */
  readonly inputs = new Map<string, { rows: number; columns: number }>();
  /** Rows and largest number of the index inputs, by name. */
  readonly indexes = new Map<string, { rows: number; below: number }>();

  constructor(sizes: Sizes) {
    this.sizes = sizes;
  }

  get heads(): Columns {
    return { kind: "heads", heads: this.sizes.heads, size: this.sizes.headSize };
  }

  get pattern(): Columns {
    return { kind: "heads", heads: this.sizes.heads, size: this.sizes.length };
  }

  get features(): Columns {
    return { kind: "features", size: this.sizes.features };
  }

  get everywhere(): Rows {
    return sequenceRows(this.sizes.sequences, this.sizes.length);
  }

  /** An operation that gives rows. */
  rows(operation: DerivedOperation, ...operands: Value[]): RowsValue {
    return this.graph.rows(operation, ...operands);
  }

  matrix(name: string, from: Columns, to: Columns): MatrixValue {
    const [height, width] = [columnCount(from), columnCount(to)];
    const shape = to.kind === "heads" ? [to.heads, height, to.size] : [height, width];
    this.declarations.push({ name, shape, type: { kind: "matrix", in: from, out: to } });
    return this.graph.matrix(name, from, to);
  }

  /** A matrix that is not trained. */
  fixed(name: string, from: Columns, to: Columns): MatrixValue {
    const type = { kind: "matrix", in: from, out: to } as const;
    this.fixedDeclarations.push({ name, shape: [columnCount(from), columnCount(to)], type });
    return asMatrix(this.graph.source({ kind: "fixed", name }, type));
  }

  table(name: string, count: number, columns: Columns): RowsValue {
    const rows = tableRows(count);
    this.declarations.push({
      name,
      shape: [count, columnCount(columns)],
      type: { kind: "rows", rows, columns },
    });
    return this.graph.parameterRows(name, rows, columns);
  }

  /** Trained rows of whole sequences. */
  trained(name: string, columns: Columns): RowsValue {
    const { everywhere } = this;
    const count = rowCount(everywhere);
    const numbers = Int32Array.from({ length: count }, (_, row) => row);
    const index = this.graph.indexConstant(numbers, everywhere);
    return this.rows({ kind: "gather" }, this.table(name, count, columns), index);
  }

  input(name: string, rows: Rows, columns: Columns): RowsValue {
    this.inputs.set(name, { rows: rowCount(rows), columns: columnCount(columns) });
    return this.graph.input(name, rows, columns);
  }

  index(name: string, rows: Rows, below: number): IndexValue {
    this.indexes.set(name, { rows: rowCount(rows), below });
    return this.graph.indexInput(name, rows);
  }

  /** Some numbers for each position. */
  positionTable(columns: number): PositionTable {
    const data = Float32Array.from({ length: this.sizes.length * columns }, (_, i) => ((i * 7) % 11) / 5 - 1);
    return { perPosition: true, data };
  }

  /** A mask that takes about every third number, at every position others. */
  mask(columns: number): PositionTable {
    const data = Float32Array.from({ length: this.sizes.length * columns }, (_, i) =>
      (i * 5) % 3 === 1 ? 1 : 0,
    );
    return { perPosition: true, data };
  }

  /** The mean cross-entropy of a projection of any value, where one is given no columns of labels. */
  loss(value: RowsValue): RowsValue {
    const labels: Columns = { kind: "features", size: 5 };
    const logits = this.rows({ kind: "linear" }, value, this.matrix("readout", value.type.columns, labels));
    const targets = this.index("targets", value.type.rows, 5);
    return this.rows({ kind: "mean" }, this.rows({ kind: "cross-entropy" }, logits, targets));
  }
}

/** Small programs around each forward operation. */
export const operationPrograms = {
  linear: (b) =>
    b.rows(
      { kind: "linear" },
      b.trained("x", b.features),
      b.matrix("W", b.features, b.heads),
      b.table("b", 1, b.heads),
    ),
  "linear from heads": (b) =>
    b.rows({ kind: "linear" }, b.trained("x", b.heads), b.matrix("W", b.heads, b.features)),
  "linear added to something": (b) => {
    const matrix = b.matrix("W", b.heads, b.features);
    const product = b.rows({ kind: "linear" }, b.trained("x", b.heads), matrix, b.table("b", 1, b.features));
    return b.rows({ kind: "combine", alpha: 1, beta: 1 }, b.trained("y", b.features), product);
  },
  "layer-norm": (b) =>
    b.rows(
      { kind: "layer-norm", epsilon: 1e-5 },
      b.trained("x", b.features),
      b.table("w", 1, b.features),
      b.table("b", 1, b.features),
    ),
  "one matrix used twice": (b) => {
    const W = b.matrix("W", b.features, b.heads);
    const twice = ["x", "y"].map((name) => b.rows({ kind: "linear" }, b.trained(name, b.features), W));
    return b.rows({ kind: "combine", alpha: 1, beta: -0.5 }, ...twice);
  },
  fixed: (b) => b.rows({ kind: "linear" }, b.trained("x", b.features), b.fixed("F", b.features, b.features)),
  compose: (b) => {
    const at = b.index("at", b.everywhere, rowCount(b.everywhere));
    const index = b.graph.apply({ kind: "compose" }, b.index("rows", b.everywhere, 4), at);
    return b.rows({ kind: "gather" }, b.table("x", 4, b.features), index);
  },
  "copy-scores": (b) => {
    const { length, sequences } = b.sizes;
    const query = b.rows({ kind: "take", positions: [length - 1] }, b.trained("scores", b.pattern));
    const positions = Array.from({ length: Math.floor(length / 2) }, (_, pair) => 2 * pair + 1);
    const tokens = b.index("tokens", { kind: "sequence", sequences, length, positions }, 3);
    return b.rows({ kind: "copy-scores", head: 0, labels: 3, absent: -2 }, query, tokens);
  },
  gather: (b) => b.rows({ kind: "gather" }, b.table("x", 4, b.features), b.index("rows", b.everywhere, 4)),
  "gather at some positions": (b) => {
    const index = b.graph.apply({ kind: "take", positions: [0, 2] }, b.index("rows", b.everywhere, 4));
    return b.rows({ kind: "gather" }, b.table("x", 4, b.features), index);
  },
  concat: (b) => {
    const both = b.rows({ kind: "concat" }, b.table("x", 3, b.features), b.table("y", 2, b.features));
    return b.rows({ kind: "gather" }, both, b.index("rows", b.everywhere, 5));
  },
  take: (b) => b.rows({ kind: "take", positions: [1, b.sizes.length - 1] }, b.trained("x", b.features)),
  combine: (b) =>
    b.rows({ kind: "combine", alpha: 0.5, beta: -2 }, b.trained("x", b.heads), b.trained("y", b.heads)),
  "combine with a constant": (b) => {
    const constant = b.graph.constant(b.positionTable(b.sizes.features), b.everywhere, b.features);
    return b.rows({ kind: "combine", alpha: 1, beta: 0.7 }, b.trained("x", b.features), constant);
  },
  scale: (b) => b.rows({ kind: "scale", alpha: -1.5 }, b.trained("x", b.features)),
  rope: (b) => {
    const angles = Array.from({ length: (b.sizes.length * b.sizes.headSize) / 2 }, (_, i) => 0.37 * i);
    const table = { cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin) };
    return b.rows({ kind: "rope", table, direction: 1 }, b.trained("x", b.heads));
  },
  gelu: (b) => b.rows({ kind: "gelu" }, b.rows({ kind: "scale", alpha: 3 }, b.trained("x", b.features))),
  scores: (b) =>
    b.rows(
      { kind: "scores", scale: 0.6, causal: b.sizes.causal, unseen: 0.3 },
      b.trained("q", b.heads),
      b.trained("k", b.heads),
    ),
  softmax: (b) => b.rows({ kind: "softmax", causal: b.sizes.causal }, b.trained("x", b.pattern)),
  mix: (b) =>
    b.rows(
      { kind: "mix", scale: 0.7, causal: b.sizes.causal },
      b.trained("pattern", b.pattern),
      b.trained("v", b.heads),
    ),
  attention: (b) => {
    const { causal } = b.sizes;
    const scores = b.rows(
      { kind: "scores", scale: 0.6, causal, unseen: -Infinity },
      b.trained("q", b.heads),
      b.trained("k", b.heads),
    );
    return b.rows(
      { kind: "mix", scale: 1, causal },
      b.rows({ kind: "softmax", causal }, scores),
      b.trained("v", b.heads),
    );
  },
  "attention of one query": (b) => {
    const { causal } = b.sizes;
    const query = b.rows({ kind: "take", positions: [b.sizes.length - 2] }, b.trained("q", b.heads));
    const scores = b.rows(
      { kind: "scores", scale: 0.6, causal, unseen: -Infinity },
      query,
      b.trained("k", b.heads),
    );
    return b.rows(
      { kind: "mix", scale: 1, causal },
      b.rows({ kind: "softmax", causal }, scores),
      b.trained("v", b.heads),
    );
  },
  select: (b) => {
    const mask = b.mask(columnCount(b.heads));
    return b.rows({ kind: "select", mask }, b.trained("x", b.heads), b.trained("y", b.heads));
  },
  "select one for all heads": (b) => {
    const one: Columns = { kind: "features", size: b.sizes.headSize };
    const mask = b.mask(columnCount(b.heads));
    return b.rows({ kind: "select", mask }, b.trained("x", b.heads), b.trained("y", one));
  },
  "select a spread input": (b) => {
    const query: Rows = {
      ...(b.everywhere as Extract<Rows, { kind: "sequence" }>),
      positions: [b.sizes.length - 1],
    };
    const row = b.input("row", query, { kind: "features", size: b.sizes.length });
    const mask = b.mask(columnCount(b.pattern));
    return b.rows({ kind: "select", mask }, b.trained("x", b.pattern), b.rows({ kind: "spread" }, row));
  },
  "sum-heads": (b) => b.rows({ kind: "sum-heads" }, b.input("given", b.everywhere, b.heads)),
  used: (b) => {
    const rows = b.input("all rows", tableRows(12), b.features);
    const index = b.index("rows", b.everywhere, 3 + 12);
    const max = Math.min(12, rowCount(b.everywhere));
    const numbers = b.graph.apply({ kind: "renumbered", fixed: 3 }, index);
    const used = b.graph.apply({ kind: "used", fixed: 3, max, table: 12 }, index);
    const some = b.rows({ kind: "gather" }, rows, used);
    const computed = b.rows(
      { kind: "linear" },
      some,
      b.matrix("W", b.features, b.features),
      b.table("b", 1, b.features),
    );
    return b.rows(
      { kind: "gather" },
      b.rows({ kind: "concat" }, b.table("fixed", 3, b.features), computed),
      numbers,
    );
  },
  "mix-projected": (b) => {
    const { causal } = b.sizes;
    const projected = b.rows(
      { kind: "project-heads" },
      b.trained("v", b.heads),
      // This operation is only made where the features are whole blocks of sixteen.
      b.matrix("W", b.heads, { kind: "features", size: 32 }),
    );
    return b.rows({ kind: "mix-projected", causal }, b.trained("pattern", b.pattern), projected);
  },
  "mix-features": (b) => {
    const { causal } = b.sizes;
    const pattern = b.rows(
      { kind: "take", positions: [1, b.sizes.length - 1] },
      b.trained("pattern", b.pattern),
    );
    const mixed = b.rows({ kind: "mix-features", causal }, pattern, b.trained("x", b.features));
    return b.rows({ kind: "head-linear" }, mixed, b.matrix("W", b.features, b.heads));
  },
} satisfies Record<string, (builder: ProgramBuilder) => RowsValue>;

/** The name of one of them. */
export type OperationProgram = keyof typeof operationPrograms;
