import type { Graph } from "../graph/graph.ts";
import { columnCount } from "../graph/shape.ts";
import type { RowsValue, Value } from "../graph/value.ts";
import { asRows } from "../graph/value.ts";
import type { ModelShape } from "../model/modelShape.ts";
import { queryPosition } from "../model/modelShape.ts";
import type { Transformer } from "../model/transformer.ts";

/** How what is written to the residual stream at the query becomes logits, with no later layer in between. */
export interface DirectPath {
  /** The stream that the final norm reads or, without one, the unembedding: the sum of all that was written to it. */
  readonly stream: RowsValue;
  /** That of the final norm; null without one. */
  readonly epsilon: number | null;
  /** The layers whose attention writes to it, by number, and the matrix with which: none whose output is clamped away. */
  readonly layers: ReadonlyMap<number, Value>;
  /** The logits of another stream in its place. */
  readonly toLogits: (stream: RowsValue) => RowsValue;
}

/**
 * The direct path of a traced model, under whatever clamps it was traced: those that replace the residual stream or the
 * logits cut it. Null where the logits at the query are not made of a stream at all.
 */
export function directPath(graph: Graph, { sites }: Transformer, shape: ModelShape): DirectPath | null {
  const query = queryPosition(shape);
  const site = (name: string): RowsValue => {
    const value = sites.get(name);
    if (value === undefined) throw new TypeError(`there is no ${name}`);
    return value;
  };
  const logits = atQuery(site("logits"), query);
  if (logits.operation.kind !== "linear") return null;
  const [normalized, ...unembedding] = logits.inputs;
  const before = atQuery(asRows(normalized), query);
  const norm = before.operation.kind === "layer-norm" ? before.operation : null;
  const [stream, ...scaling] = norm === null ? [before] : before.inputs;
  const parts = new Set(partsOf(asRows(stream), query));
  const layers = new Map<number, Value>();
  for (let layer = 0; layer < shape.layers; layer++) {
    const z = site(`blocks.${layer}.attn.hook_z`);
    const written = [...parts].find(
      ({ operation, inputs }) => operation.kind === "linear" && inputs[0] === z,
    );
    if (written?.inputs[1] !== undefined) layers.set(layer, written.inputs[1]);
  }
  const toLogits = (other: RowsValue) => {
    const seen = norm === null ? other : graph.rows(norm, other, ...scaling);
    return graph.rows({ kind: "linear" }, seen, ...unembedding);
  };
  return { stream: asRows(stream), epsilon: norm?.epsilon ?? null, layers, toLogits };
}

/** What a value is at the query: of two that a clamp chooses from, the one that it chooses there. */
function atQuery(value: RowsValue, query: number): RowsValue {
  const { operation, inputs } = value;
  if (operation.kind !== "select") return value;
  const { data, perPosition } = operation.mask;
  const width = columnCount(value.type.columns);
  const first = perPosition ? query * width : 0;
  const mask = data.subarray(first, first + width);
  const chosen = mask.every((number) => number === mask[0]) ? inputs[mask[0] === 1 ? 1 : 0] : undefined;
  return chosen === undefined ? value : atQuery(asRows(chosen), query);
}

/** The values whose sum a stream is. */
function partsOf(stream: RowsValue, query: number): RowsValue[] {
  const value = atQuery(stream, query);
  const { operation, inputs } = value;
  const isSum = operation.kind === "combine" && operation.alpha === 1 && operation.beta === 1;
  return isSum ? inputs.flatMap((input) => partsOf(asRows(input), query)) : [value];
}
