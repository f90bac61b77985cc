import type { Columns } from "../graph/shape.ts";
import { tableRows } from "../graph/shape.ts";
import type { ValueType } from "../graph/value.ts";
import type { ModelShape } from "./modelShape.ts";
import { contextLength, headColumns, mlpWidth, residualColumns } from "./modelShape.ts";

/** How a parameter starts: see `initialise`. */
export type Initialisation =
  | { readonly kind: "lecun-normal"; readonly fanIn: number }
  | { readonly kind: "truncated-normal"; readonly deviation: number }
  | { readonly kind: "constant"; readonly value: number };

/** A trained tensor of the transformer. */
export interface ParameterSpec {
  readonly name: string;
  /** As others see it (TransformerLens' shapes; x·W convention). */
  readonly shape: readonly number[];
  readonly type: Exclude<ValueType, { kind: "index" }>;
  readonly initialisation: Initialisation;
}

const features = (size: number): Columns => ({ kind: "features", size });

function matrix(
  name: string,
  from: Columns,
  to: Columns,
  shape: readonly number[],
  fanIn: number,
): ParameterSpec {
  return {
    name,
    shape,
    type: { kind: "matrix", in: from, out: to },
    initialisation: { kind: "lecun-normal", fanIn },
  };
}

function table(name: string, rows: number, size: number): ParameterSpec {
  return {
    name,
    shape: [rows, size],
    type: { kind: "rows", rows: tableRows(rows), columns: features(size) },
    initialisation: { kind: "truncated-normal", deviation: 0.02 },
  };
}

function vector(name: string, size: number, value: number): ParameterSpec {
  return {
    name,
    shape: [size],
    type: { kind: "rows", rows: tableRows(1), columns: features(size) },
    initialisation: { kind: "constant", value },
  };
}

function norm(name: string, size: number): ParameterSpec[] {
  return [vector(`${name}.w`, size, 1), vector(`${name}.b`, size, 0)];
}

/** All parameters of a transformer, in the order in which they are stored and written. */
export function parameterSpecs(shape: ModelShape): ParameterSpec[] {
  const { width, heads, labels, dimension } = shape;
  const residual = residualColumns(shape);
  const perHead = headColumns(shape);
  const headSize = width / heads;
  const specs = [
    matrix("embed.W_exemplar", features(dimension), residual, [dimension, width], dimension),
    vector("embed.b_exemplar", width, 0),
    table("embed.W_label", labels, width),
  ];
  if (shape.positions === "learned") specs.push(table("pos_embed.W_pos", contextLength(shape), width));
  for (let layer = 0; layer < shape.layers; layer++) {
    const block = `blocks.${layer}`;
    if (shape.norm) specs.push(...norm(`${block}.ln1`, width));
    for (const name of ["W_Q", "W_K", "W_V"]) {
      specs.push(matrix(`${block}.attn.${name}`, residual, perHead, [heads, width, headSize], width));
    }
    specs.push(matrix(`${block}.attn.W_O`, perHead, residual, [heads, headSize, width], width));
    const hidden = mlpWidth(shape);
    if (hidden === null) continue;
    if (shape.norm) specs.push(...norm(`${block}.ln2`, width));
    specs.push(matrix(`${block}.mlp.W_in`, residual, features(hidden), [width, hidden], width));
    specs.push(vector(`${block}.mlp.b_in`, hidden, 0));
    specs.push(matrix(`${block}.mlp.W_out`, features(hidden), residual, [hidden, width], hidden));
    specs.push(vector(`${block}.mlp.b_out`, width, 0));
  }
  if (shape.norm) specs.push(...norm("ln_final", width));
  specs.push(matrix("unembed.W_U", residual, features(labels), [width, labels], width));
  specs.push(vector("unembed.b_U", labels, 0));
  return specs;
}
