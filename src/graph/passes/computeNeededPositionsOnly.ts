import type { Graph } from "../graph.ts";
import { reachable } from "../reachable.ts";
import type { Outputs } from "../rewrite.ts";
import type { Rows } from "../shape.ts";
import type { Value } from "../value.ts";

type Demand = "all" | readonly number[];

/**
 * Computes a value only at the positions that anything needs. A `take` moves towards the sources through every
 * operation that makes a position's row from that position's rows (in the last block only the query is left), and
 * stops where all positions are needed, as for keys and values.
 */
export function computeNeededPositionsOnly(graph: Graph, outputs: Outputs): Outputs {
  const demands = new Map<Value, Demand>();
  const demand = (value: Value, positions: Demand) => {
    const known = demands.get(value);
    demands.set(value, known === undefined ? positions : union(known, positions));
  };
  for (const root of Object.values(outputs)) demand(root, "all");
  for (const value of reachable(Object.values(outputs)).reverse()) {
    const wanted = demands.get(value) ?? "all";
    const aligned = positionwiseOperands(value);
    value.inputs.forEach((input, operand) => {
      if (value.operation.kind === "take") demand(input, value.operation.positions);
      else demand(input, aligned.includes(operand) ? wanted : "all");
    });
  }

  /** The node at just the positions that are needed of it. */
  const restricted = new Map<Value, Value>();
  const at = (value: Value, wanted: Demand): Value => {
    const result = restricted.get(value);
    if (result === undefined) throw new TypeError("a program with a cycle");
    if (wanted === "all" || same(demands.get(value) ?? "all", wanted)) return result;
    return graph.apply({ kind: "take", positions: wanted }, result);
  };
  for (const value of reachable(Object.values(outputs))) {
    const wanted = demands.get(value) ?? "all";
    const aligned = positionwiseOperands(value);
    const { operation } = value;
    if (operation.kind === "take") {
      const [input] = value.inputs;
      if (input !== undefined) restricted.set(value, at(input, operation.positions));
    } else if (operation.kind === "spread" && hasPositions(value.inputs[0], wanted)) {
      restricted.set(value, at(value.inputs[0] ?? value, "all"));
    } else if (wanted === "all" || !isSource(value)) {
      const inputs = value.inputs.map((input, operand) =>
        at(input, aligned.includes(operand) ? wanted : "all"),
      );
      const rebuilt = graph.rebuild(value, inputs);
      // Without an operand of the same positions, all of them are computed.
      const isWhole = wanted !== "all" && aligned.length === 0;
      restricted.set(value, isWhole ? graph.apply({ kind: "take", positions: wanted }, rebuilt) : rebuilt);
    } else if (operation.kind === "constant" && value.type.kind === "rows") {
      restricted.set(
        value,
        graph.rebuild(value, [], { ...value.type, rows: atPositions(value.type.rows, wanted) }),
      );
    } else {
      restricted.set(value, graph.apply({ kind: "take", positions: wanted }, graph.rebuild(value, [])));
    }
  }
  return Object.fromEntries(Object.entries(outputs).map(([name, value]) => [name, at(value, "all")]));
}

function hasPositions(value: Value | undefined, wanted: Demand): boolean {
  const rows = value?.type.kind === "rows" ? value.type.rows : null;
  return rows?.kind === "sequence" && same(rows.positions, wanted);
}

function isSource(value: Value): boolean {
  return value.inputs.length === 0;
}

function atPositions(rows: Rows, positions: readonly number[]): Rows {
  return rows.kind === "sequence" ? { ...rows, positions } : rows;
}

function same(a: Demand, b: Demand): boolean {
  return a === b || (a !== "all" && b !== "all" && a.join() === b.join());
}

function union(a: Demand, b: Demand): Demand {
  if (a === "all" || b === "all") return "all";
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

/** The operands of which a result's row needs only the row of the same sequence and position. */
function positionwiseOperands(value: Value): number[] {
  if (value.type.kind === "matrix" || value.type.rows.kind !== "sequence") return [];
  switch (value.operation.kind) {
    case "linear":
    case "layer-norm":
    case "gelu":
    case "scale":
    case "rope":
    case "softmax":
    case "scores":
    case "mix":
    case "mix-features":
    case "head-linear":
    case "sum-heads":
      return [0];
    case "combine":
    case "select":
      return [0, 1];
    case "gather":
      return [1];
    default:
      return [];
  }
}
