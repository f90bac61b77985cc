import * as z from "zod";
import type { RowsValue } from "../graph/value.ts";
import { queryPosition } from "../model/modelShape.ts";
import type { ClampKind, Effect, Trace } from "./clampKind.ts";
import { windowKeys } from "./window.ts";

const schema = z
  .strictObject({ kind: z.literal("perfect-layer-0"), ...windowKeys })
  .describe("Layer 1 sees what a perfect layer 0 would write: each label's token carries its exemplar.");

const [stream, output] = ["blocks.0.hook_resid_pre", "blocks.0.hook_resid_post"];

/**
 * Perfect layer 0 (paper, section 4, steps 1 and 2): layer 1 computes its patterns from a residual stream
 * (`blocks.1.hook_q_input`, `hook_k_input`) in which every token after the first but the query is its left neighbour's
 * embedding, and its values from the plain embeddings; layer 0 adds nothing (`blocks.0.hook_resid_post` is
 * `hook_resid_pre`). The gradient flows into the embeddings by both ways.
 */
export const perfectLayer0: ClampKind<typeof schema> = {
  title: "Perfect layer 0",
  schema,
  check: (_clamp, { layers }) =>
    layers > 1 ? [] : [{ path: ["kind"], message: "expected a model with a layer 1, which reads layer 0" }],
  claims: () => [{ head: "layer 0", what: "output", path: ["kind"] }],
  rewrites: () => {
    // Queries and keys see one and the same stream.
    const shifted = new Map<RowsValue, RowsValue>();
    const ofLeftNeighbours = (trace: Trace): RowsValue => {
      const plain = streamOf(trace);
      const known = shifted.get(plain) ?? lookLeft(plain, trace);
      shifted.set(plain, known);
      return known;
    };
    return [
      { site: output, rewrite: (_value, trace) => streamOf(trace) },
      ...["q", "k"].map((what) => ({
        site: `blocks.1.hook_${what}_input`,
        rewrite: (_value: RowsValue, trace: Trace) => ofLeftNeighbours(trace),
      })),
    ];
  },
  effects: (_clamp, shape) => {
    const reads = [{ pass: "clamped", site: stream }] as const;
    const ofNeighbour: Effect["expected"] = (place, _seen, read) =>
      read(reads[0], { ...place, position: neighbour(place.position, queryPosition(shape)) });
    return [
      { site: output, reads, expected: (place, _seen, read) => read(reads[0], place) },
      ...["q", "k"].map((what) => ({
        site: `blocks.1.hook_${what}_input`,
        reads,
        expected: ofNeighbour,
      })),
    ];
  },
};

function streamOf({ sites }: Trace): RowsValue {
  const value = sites.get(stream);
  if (value === undefined) throw new TypeError(`there is no ${stream}`);
  return value;
}

/** The position whose embedding a perfect layer 0 would put at a position. */
function neighbour(position: number, query: number): number {
  return position === 0 || position === query ? position : position - 1;
}

function lookLeft(value: RowsValue, { graph, shape }: Trace): RowsValue {
  const { rows } = value.type;
  if (rows.kind !== "sequence") throw new TypeError("rows of sequences expected");
  const { length, sequences } = rows;
  const from = Int32Array.from({ length: sequences * length }, (_, row) => {
    const position = row % length;
    return row - position + neighbour(position, queryPosition(shape));
  });
  return graph.rows({ kind: "gather" }, value, graph.indexConstant(from, rows));
}
