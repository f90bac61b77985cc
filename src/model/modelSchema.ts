import * as z from "zod";

/** The `model` part of an experiment file: the shape of the transformer. */
export const modelSchema = z.strictObject({
  layers: z
    .int()
    .min(1)
    .max(16)
    .default(2)
    .describe("Number of blocks (attention, and an MLP if asked for)."),
  heads: z.int().min(1).max(256).default(8).describe("Attention heads in each block. Must divide the width."),
  width: z
    .int()
    .min(1)
    .max(4096)
    .default(64)
    .describe("Size of the residual stream. Each head works on width / heads numbers."),
  mlpRatio: z
    .number()
    .positive()
    .max(64)
    .nullable()
    .default(null)
    .describe(
      "Hidden size of the MLP after each attention, as a multiple of the width (often 4). null: attention only.",
    ),
  positions: z
    .enum(["rope", "learned", "sinusoidal", "none"])
    .default("rope")
    .describe(
      "How a token knows its place: rope turns queries and keys by an angle, learned and sinusoidal add a vector to the embedding, none leaves only the causal mask.",
    ),
  norm: z
    .boolean()
    .default(true)
    .describe("Layer norm before each attention and MLP, and before the unembedding."),
  causal: z.boolean().default(true).describe("A token attends only to itself and to tokens on its left."),
});

/** A model with every default filled in. */
export type ModelConfig = z.output<typeof modelSchema>;

/** A rule between keys of the model that is broken; the path is relative to `model`. */
export interface ModelProblem {
  readonly path: (keyof ModelConfig)[];
  readonly message: string;
}

/** Checks what no single key can tell. Returns every broken rule, so an empty list means a usable model. */
export function checkModel(model: ModelConfig): ModelProblem[] {
  const { width, heads, mlpRatio, positions } = model;
  const problems: ModelProblem[] = [];
  if (width % heads !== 0) {
    problems.push({
      path: ["width"],
      message: `expected a multiple of model.heads (${heads}), got ${width}`,
    });
  } else if (positions === "rope" && (width / heads) % 2 !== 0) {
    problems.push({
      path: ["width"],
      message: `expected an even head size with "positions": "rope", got ${width} / ${heads} = ${width / heads}`,
    });
  }
  if (mlpRatio !== null && !Number.isInteger(mlpRatio * width)) {
    problems.push({
      path: ["mlpRatio"],
      message: `expected a ratio that gives a whole number of MLP units, got ${mlpRatio} × ${width} = ${mlpRatio * width}`,
    });
  }
  return problems;
}
