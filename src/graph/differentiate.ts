import type { Graph } from "./graph.ts";
import { reachable } from "./reachable.ts";
import type { PositionTable, RowsValue, Value } from "./value.ts";
import { asRows } from "./value.ts";
import { columnCount, columnsKey, rowCount } from "./shape.ts";

/**
 * The gradient of a loss (the mean of a cross-entropy) with respect to every parameter it depends on, as further
 * nodes of the same graph. Keys are the parameters' values.
 */
export function differentiate(graph: Graph, loss: Value): Map<Value, Value> {
  const [crossEntropy] = loss.inputs;
  if (loss.operation.kind !== "mean" || crossEntropy?.operation.kind !== "cross-entropy") {
    throw new TypeError("the loss must be the mean of a cross-entropy");
  }
  const [logits, targets] = crossEntropy.inputs;
  if (logits === undefined || targets === undefined)
    throw new TypeError("cross-entropy: two operands expected");

  const values = reachable([logits]);
  const trained = new Set<Value>();
  for (const value of values) {
    if (value.operation.kind === "parameter" || value.inputs.some((input) => trained.has(input)))
      trained.add(value);
  }
  const scale = 1 / rowCount(asRows(logits).type.rows);
  const contributions = new Map<Value, Value[]>([
    [logits, [graph.apply({ kind: "cross-entropy-grad", scale }, logits, targets)]],
  ]);
  const gradients = new Map<Value, Value>();
  for (const value of values.reverse()) {
    const parts = contributions.get(value);
    if (parts === undefined || !trained.has(value)) continue;
    const gradient = sum(graph, parts);
    if (value.operation.kind === "parameter") gradients.set(value, gradient);
    const wanted = (operand: number) => {
      const input = value.inputs[operand];
      return input !== undefined && trained.has(input);
    };
    for (const [operand, contribution] of pullBack(graph, value, gradient, wanted)) {
      const input = value.inputs[operand];
      if (input !== undefined) contributions.set(input, [...(contributions.get(input) ?? []), contribution]);
    }
  }
  return gradients;
}

/** Dense parts first: the sparse ones are then added into them in place. */
function sum(graph: Graph, parts: readonly Value[]): Value {
  const isSparse = (part: Value) => part.operation.kind === "spread" || part.operation.kind === "scatter-add";
  const ordered = [...parts.filter((part) => !isSparse(part)), ...parts.filter(isSparse)];
  return ordered.reduce((total, part) => graph.apply({ kind: "combine", alpha: 1, beta: 1 }, total, part));
}

/** What a node's gradient `dy` gives to each of its operands that are trained: [operand, gradient] pairs. */
function pullBack(
  graph: Graph,
  value: Value,
  dy: Value,
  wanted: (operand: number) => boolean,
): [operand: number, gradient: Value][] {
  const { operation, inputs } = value;
  const [a, b] = inputs;
  const result: [number, Value][] = [];
  const give = (operand: number, gradient: () => Value) => {
    if (wanted(operand)) result.push([operand, gradient()]);
  };
  if (a === undefined) return result;
  switch (operation.kind) {
    case "take":
      give(0, () => graph.apply({ kind: "spread" }, dy));
      return result;
    case "spread": {
      const { rows } = asRows(a).type;
      if (rows.kind !== "sequence") throw new TypeError("spread: rows of sequences expected");
      give(0, () => graph.apply({ kind: "take", positions: rows.positions }, dy));
      return result;
    }
    case "gelu":
      give(0, () => graph.apply({ kind: "gelu-grad" }, dy, a));
      return result;
    case "rope":
      give(0, () => graph.apply({ ...operation, direction: operation.direction === 1 ? -1 : 1 }, dy));
      return result;
    case "softmax":
      give(0, () => graph.apply({ kind: "softmax-grad", causal: operation.causal }, dy, value));
      return result;
    case "scale":
      give(0, () => graph.apply(operation, dy));
      return result;
    default:
      break;
  }
  if (b === undefined) throw new TypeError(`no derivative of ${operation.kind}`);
  switch (operation.kind) {
    case "linear":
      give(0, () => graph.apply({ kind: "linear-transposed" }, dy, b));
      give(1, () => graph.apply({ kind: "outer" }, a, dy));
      give(2, () => graph.apply({ kind: "sum-rows" }, dy));
      return result;
    case "layer-norm":
      give(0, () => graph.apply({ kind: "layer-norm-grad" }, dy, a, b, value));
      give(1, () => graph.apply({ kind: "layer-norm-weight-grad" }, dy, a, value));
      give(2, () => graph.apply({ kind: "sum-rows" }, dy));
      return result;
    case "gather":
      give(0, () => graph.apply({ kind: "scatter-add", rows: asRows(a).type.rows }, dy, b));
      return result;
    case "concat": {
      const first = asRows(a).type.rows;
      give(0, () => graph.apply({ kind: "slice", start: 0, rows: first }, dy));
      give(1, () => graph.apply({ kind: "slice", start: rowCount(first), rows: asRows(b).type.rows }, dy));
      return result;
    }
    case "combine":
      give(0, () => scaled(graph, dy, operation.alpha));
      give(1, () => scaled(graph, dy, operation.beta));
      return result;
    case "scores": {
      const { scale, causal } = operation;
      give(0, () => graph.apply({ kind: "mix", scale, causal }, dy, b));
      give(1, () => graph.apply({ kind: "mix-transposed", scale, causal }, dy, a));
      return result;
    }
    case "mix": {
      const { scale, causal } = operation;
      give(0, () => graph.apply({ kind: "scores", scale, causal, unseen: 0 }, dy, b));
      give(1, () => graph.apply({ kind: "mix-transposed", scale, causal }, a, dy));
      return result;
    }
    case "select":
      give(0, () => graph.apply(operation, dy, zeros(graph, asRows(dy))));
      give(1, () => {
        const kept = graph.rows(
          { kind: "select", mask: complement(operation.mask) },
          dy,
          zeros(graph, asRows(dy)),
        );
        const oneHead = columnsKey(asRows(b).type.columns) !== columnsKey(kept.type.columns);
        return oneHead ? graph.apply({ kind: "sum-heads" }, kept) : kept;
      });
      return result;
    case "mix-features": {
      const { causal } = operation;
      give(0, () => graph.apply({ kind: "feature-scores", causal }, dy, b));
      give(1, () => graph.apply({ kind: "mix-features-transposed", causal }, a, dy));
      return result;
    }
    case "copy-scores":
      give(0, () => graph.apply({ kind: "copy-scores-grad", head: operation.head }, dy, a, b));
      return result;
    case "head-linear":
      give(0, () => graph.apply({ kind: "head-linear-transposed" }, dy, b));
      give(1, () => graph.apply({ kind: "head-outer" }, a, dy));
      return result;
    default:
      throw new TypeError(`no derivative of ${operation.kind}`);
  }
}

function scaled(graph: Graph, dy: Value, alpha: number): Value {
  return alpha === 1 ? dy : graph.apply({ kind: "scale", alpha }, dy);
}

function zeros(graph: Graph, like: RowsValue): Value {
  const { rows, columns } = like.type;
  const size = columns.kind === "heads" ? columns.size : columnCount(columns);
  return graph.constant({ perPosition: false, data: new Float32Array(size) }, rows, {
    kind: "features",
    size,
  });
}

function complement(mask: PositionTable): PositionTable {
  return { ...mask, data: mask.data.map((selected) => 1 - selected) };
}
