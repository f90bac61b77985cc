import type { Graph } from "../graph/graph.ts";
import { sequenceRows, tableRows } from "../graph/shape.ts";
import type { DerivedOperation } from "../graph/inferType.ts";
import type { RowsValue, Value } from "../graph/value.ts";
import type { ModelShape } from "./modelShape.ts";
import { contextLength, queryPosition, residualColumns } from "./modelShape.ts";
import { parameterSpecs } from "./parameters.ts";
import { ropeTable, sinusoidalTable } from "./ropeTable.ts";
import type { SequenceInputs } from "./sequenceInputs.ts";
import { exemplarTable } from "./sequenceInputs.ts";

/** Names an activation, and returns what the rest of the model sees in its place: the hook that clamps use. */
export type Site = (name: string, value: RowsValue) => RowsValue;

/** What a traced pass is given besides its shape and its inputs. */
export interface PassOptions {
  /** Everything that has a name goes through it. Default: as it is. */
  readonly clamp?: Site;
  /** Where activations are written as the rest of the model sees them, as soon as they are there. */
  readonly sites?: Map<string, RowsValue>;
  /** Whose weights: the ones that are trained, or fixed ones whose names begin with this. */
  readonly fixed?: string;
}

/** A traced forward pass. */
export interface Transformer {
  /** Every named activation as the rest of the model sees it, at all positions. */
  readonly sites: ReadonlyMap<string, RowsValue>;
  /** Logits at the query: [sequences, labels]. */
  readonly logits: RowsValue;
  /** Mean cross-entropy at the query. */
  readonly loss: RowsValue;
}

/** Layer norm's epsilon. */
const epsilon = 1e-5;

/**
 * Traces the transformer of paper 2404.07129 over a graph: embedding look-up, blocks of pre-norm attention (and MLP),
 * final norm, unembedding. Every named activation goes through `clamp`.
 */
export function traceTransformer(
  graph: Graph,
  shape: ModelShape,
  inputs: SequenceInputs,
  { clamp = (_, value) => value, sites = new Map(), fixed }: PassOptions = {},
): Transformer {
  const { tokens, targets } = inputs;
  if (tokens.type.rows.kind !== "sequence") throw new TypeError("tokens of sequences expected");
  const { sequences } = tokens.type.rows;
  const known = new Map<string, { value: RowsValue; seen: RowsValue }>();
  const site: Site = (name, value) => {
    // Attention reads its norm three times; it is one activation as long as all three see the same.
    const before = known.get(name);
    const seen = before?.value === value ? before.seen : clamp(name, value);
    known.set(name, { value, seen });
    sites.set(name, seen);
    return seen;
  };
  const types = new Map(parameterSpecs(shape).map(({ name, type }) => [name, type]));
  const parameter = (name: string): Value => {
    const type = types.get(name);
    if (type === undefined) throw new TypeError(`no parameter ${name}`);
    return graph.source(
      fixed === undefined ? { kind: "parameter", name } : { kind: "fixed", name: fixed + name },
      type,
    );
  };
  const apply = (operation: DerivedOperation, ...operands: Value[]) => graph.rows(operation, ...operands);
  const linear = (x: Value, ...names: string[]) => apply({ kind: "linear" }, x, ...names.map(parameter));
  const add = (a: Value, b: Value) => apply({ kind: "combine", alpha: 1, beta: 1 }, a, b);
  const norm = (x: RowsValue, name: string) =>
    shape.norm
      ? site(
          `${name}.hook_normalized`,
          apply({ kind: "layer-norm", epsilon }, x, parameter(`${name}.w`), parameter(`${name}.b`)),
        )
      : x;

  const angles =
    shape.positions === "rope" ? ropeTable(contextLength(shape), shape.width / shape.heads) : null;
  const rotate = (x: RowsValue) =>
    angles === null ? x : apply({ kind: "rope", table: angles, direction: 1 }, x);

  const attention = (x: RowsValue, block: string): RowsValue => {
    const at = `${block}.attn`;
    // Unless a clamp tells them apart, the three see the same, which is computed once.
    const project = (what: "q" | "k" | "v") => {
      const seen = norm(site(`${block}.hook_${what}_input`, x), `${block}.ln1`);
      return site(`${at}.hook_${what}`, linear(seen, `${at}.W_${what.toUpperCase()}`));
    };
    const [q, k, v] = [project("q"), project("k"), project("v")];
    const rotatedQ = site(`${at}.hook_rot_q`, rotate(q));
    const rotatedK = site(`${at}.hook_rot_k`, rotate(k));
    const { causal } = shape;
    const scale = 1 / Math.sqrt(shape.width / shape.heads);
    const scores = site(
      `${at}.hook_attn_scores`,
      apply({ kind: "scores", scale, causal, unseen: -Infinity }, rotatedQ, rotatedK),
    );
    const pattern = site(`${at}.hook_pattern`, apply({ kind: "softmax", causal }, scores));
    const z = site(`${at}.hook_z`, apply({ kind: "mix", scale: 1, causal }, pattern, v));
    return site(`${block}.hook_attn_out`, linear(z, `${at}.W_O`));
  };
  const mlp = (x: RowsValue, block: string): RowsValue => {
    const pre = site(`${block}.mlp.hook_pre`, linear(x, `${block}.mlp.W_in`, `${block}.mlp.b_in`));
    const post = site(`${block}.mlp.hook_post`, apply({ kind: "gelu" }, pre));
    return site(`${block}.hook_mlp_out`, linear(post, `${block}.mlp.W_out`, `${block}.mlp.b_out`));
  };

  // The vocabulary of a run: its labels, then its exemplars. A token is a row of it.
  const { dimension, exemplarRows } = shape;
  const exemplars = graph.input(exemplarTable, tableRows(exemplarRows), {
    kind: "features",
    size: dimension,
  });
  const embedded = linear(exemplars, "embed.W_exemplar", "embed.b_exemplar");
  const vocabulary = apply({ kind: "concat" }, parameter("embed.W_label"), embedded);
  let residual = site("hook_embed", apply({ kind: "gather" }, vocabulary, tokens));
  const positions = positionEmbedding(graph, shape, sequences, parameter);
  if (positions !== null) residual = add(residual, site("hook_pos_embed", positions));
  for (let layer = 0; layer < shape.layers; layer++) {
    const block = `blocks.${layer}`;
    residual = site(`${block}.hook_resid_pre`, residual);
    residual = add(residual, attention(residual, block));
    if (shape.mlpRatio !== null) {
      residual = site(`${block}.hook_resid_mid`, residual);
      residual = add(residual, mlp(norm(residual, `${block}.ln2`), block));
    }
    residual = site(`${block}.hook_resid_post`, residual);
  }
  const everywhere = site("logits", linear(norm(residual, "ln_final"), "unembed.W_U", "unembed.b_U"));
  const logits = apply({ kind: "take", positions: [queryPosition(shape)] }, everywhere);
  const loss = apply({ kind: "mean" }, apply({ kind: "cross-entropy" }, logits, targets));
  return { sites, logits, loss };
}

function positionEmbedding(
  graph: Graph,
  shape: ModelShape,
  sequences: number,
  parameter: (name: string) => Value,
): RowsValue | null {
  const length = contextLength(shape);
  const rows = sequenceRows(sequences, length);
  switch (shape.positions) {
    case "learned": {
      const numbers = Int32Array.from({ length: sequences * length }, (_, row) => row % length);
      return graph.rows({ kind: "gather" }, parameter("pos_embed.W_pos"), graph.indexConstant(numbers, rows));
    }
    case "sinusoidal":
      return graph.constant(sinusoidalTable(length, shape.width), rows, residualColumns(shape));
    case "rope":
    case "none":
      return null;
  }
}
