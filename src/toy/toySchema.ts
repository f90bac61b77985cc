import * as z from "zod";

/** The three vectors of the toy model. */
export const toyVectorNames = ["a", "b", "c"] as const;

/** The `toy` part of an experiment file: the toy model, trained in place of a transformer. */
export const toySchema = z.strictObject({
  dimension: z.int().min(1).max(10_000).default(20).describe("Length of each of the three vectors."),
  rate: z
    .number()
    .positive()
    .max(1e6)
    .default(1)
    .describe("Learning rate of gradient descent on ½·mean((a⊗b⊗c)* − a⊗b⊗c)²."),
  clamped: z
    .array(z.enum(toyVectorNames))
    .max(3)
    .default([])
    .describe('Vectors held at their true values throughout, such as ["c"] or ["b", "c"].'),
});

/** The toy model of an experiment with every default filled in. */
export type ToyConfig = z.output<typeof toySchema>;

/** A rule between keys of the toy model that is broken; the path is relative to `toy`. */
export interface ToyProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Checks what no single key can tell. Returns every broken rule, so an empty list means a usable toy model. */
export function checkToy({ clamped }: ToyConfig): ToyProblem[] {
  const repeated = clamped.findIndex((name, place) => clamped.indexOf(name) !== place);
  if (repeated >= 0) {
    return [{ path: ["clamped", repeated], message: `"${clamped[repeated]!}" is clamped already` }];
  }
  if (clamped.length < toyVectorNames.length) return [];
  return [
    {
      path: ["clamped"],
      message: "expected one vector or more that is not clamped: nothing would be trained",
    },
  ];
}
