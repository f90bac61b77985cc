import * as z from "zod";
import { hdf5Source } from "./sources/hdf5.ts";
import { omniglotSource } from "./sources/omniglot.ts";
import { oneHotSource } from "./sources/oneHot.ts";
import { syntheticSource } from "./sources/synthetic.ts";

const counts = z.tuple([
  z.int().min(0).max(1_000_000),
  z.int().min(0).max(1_000_000),
  z.int().min(0).max(1_000_000),
]);

/** The experiment's `data`: where exemplars come from, how they are split, and what a sequence looks like. */
export const dataSchema = z
  .strictObject({
    source: z
      .discriminatedUnion("kind", [syntheticSource, oneHotSource, hdf5Source, omniglotSource])
      .default({ kind: "synthetic", latent: 32, spread: 0.3, dimension: 512 })
      .describe("Where the exemplars come from: synthetic, one-hot, an HDF5 file, or Omniglot images."),
    classes: counts
      .default([50, 1473, 100])
      .describe(
        "Numbers of classes for training, for validation and for testing, taken from the source in this order.",
      ),
    exemplars: counts
      .default([1, 4, 0])
      .describe(
        "Numbers of exemplars of each class for training, for validation and for testing, in this order.",
      ),
    pairs: z
      .int()
      .min(1)
      .max(4096)
      .default(2)
      .describe("Exemplar-label pairs in the context. A sequence has twice as many tokens, plus the query."),
    burstiness: z
      .int()
      .min(1)
      .max(4096)
      .default(1)
      .describe("How often the query's class occurs in the context; the distractor class occurs as often."),
    labels: z.int().min(2).max(1024).default(5).describe("Number of labels, and of the model's outputs."),
    labelPairs: counts
      .optional()
      .describe(
        "Numbers of unordered label pairs for training, for validation and for testing. A sequence draws its two labels " +
          "from one of them. Default: 80 % of all pairs for training, the rest for validation ([8, 2, 0] with 5 labels).",
      ),
    zipf: z
      .number()
      .min(0)
      .max(16)
      .default(0)
      .describe(
        "Zipf exponent of the class distribution: the class of rank r is drawn in proportion to 1 / r^zipf. 0 is uniform.",
      ),
    distractor: z
      .boolean()
      .default(true)
      .describe(
        "Whether a second class, the distractor, occurs in the context as often as the query's class.",
      ),
    support: z
      .boolean()
      .default(true)
      .describe(
        "Whether the query's class occurs in the context. When false, other classes take its places.",
      ),
    uniqueRest: z
      .boolean()
      .default(false)
      .describe(
        "Whether the classes that fill up the context, besides the query's and the distractor, all differ.",
      ),
  })
  .transform((data) => ({ ...data, labelPairs: data.labelPairs ?? defaultLabelPairs(data.labels) }));

/** The experiment's `data` after validation, every default filled in. */
export type DataConfig = z.infer<typeof dataSchema>;

/** Label pairs when none are asked for: four fifths for training (enough for every label to occur), the rest for validation. */
export function defaultLabelPairs(labels: number): [number, number, number] {
  const all = (labels * (labels - 1)) / 2;
  const training = Math.max(Math.ceil(labels / 2), Math.floor((4 * all) / 5));
  return [training, all - training, 0];
}

/** Something wrong with a data configuration. */
export interface DataProblem {
  /** The key in `data` to change. */
  readonly path: (string | number)[];
  readonly message: string;
}

/** What the schema cannot see because it concerns several keys: all problems at once, none when the data are fine. */
export function checkData(data: DataConfig): DataProblem[] {
  return [...checkLabelPairs(data), ...checkContext(data), ...checkClasses(data)];
}

function checkLabelPairs({ labels, labelPairs }: DataConfig): DataProblem[] {
  const problems: DataProblem[] = [];
  const all = (labels * (labels - 1)) / 2;
  const asked = labelPairs[0] + labelPairs[1] + labelPairs[2];
  if (asked > all) {
    const message = `${labels} labels have ${all} unordered pairs, but ${labelPairs.join(" + ")} = ${asked} are asked for.`;
    problems.push({ path: ["labelPairs"], message });
  }
  const needed = Math.ceil(labels / 2);
  if (labelPairs[0] < needed) {
    const message = `Every label must occur in a training pair: ${labels} labels need at least ${needed} training pairs.`;
    problems.push({ path: ["labelPairs", 0], message });
  }
  return problems;
}

function checkContext(data: DataConfig): DataProblem[] {
  const { pairs, burstiness, distractor, labels } = data;
  if (burstiness * (distractor ? 2 : 1) > pairs) {
    const copies = distractor
      ? "copies of the query's class and as many of the distractor"
      : "copies of the query's class";
    const message = `${burstiness} ${copies} do not fit into a context of ${pairs} pairs.`;
    return [{ path: ["burstiness"], message }];
  }
  if (restPairs(data) > 0 && labels < 3) {
    const message = `Classes besides the query's and the distractor need a third label, but there are only ${labels}.`;
    return [{ path: ["labels"], message }];
  }
  return [];
}

function checkClasses(data: DataConfig): DataProblem[] {
  const problems: DataProblem[] = [];
  const rest = Math.max(0, restPairs(data));
  const needed = 1 + (data.distractor ? 1 : 0) + (data.uniqueRest ? rest : Math.min(rest, 1));
  for (const [part, name] of [
    [0, "training"],
    [2, "test"],
  ] as const) {
    if (data.classes[part] >= needed || (part === 2 && data.classes[2] === 0)) continue;
    const message = `A sequence needs ${needed} different ${name} classes, but there are ${data.classes[part]}.`;
    problems.push({ path: ["classes", part], message });
  }
  if (data.exemplars[0] < 1) {
    problems.push({ path: ["exemplars", 0], message: "At least one training exemplar per class is needed." });
  }
  return problems;
}

/** Context pairs that are neither the query's class nor the distractor. */
function restPairs({ pairs, burstiness, distractor, support }: DataConfig): number {
  return pairs - burstiness * ((support ? 1 : 0) + (distractor ? 1 : 0));
}
