import type { Batch } from "./batch.ts";
import { ClassDistribution } from "./classDistribution.ts";
import type { DataConfig } from "./dataSchema.ts";
import { RandomStream } from "./random.ts";
import { splitClasses, splitExemplars, splitLabelPairs } from "./splits.ts";

/**
 * What an evaluation's sequences are made of: `train`, what training uses; or the same but for validation label pairs
 * (`relabel`), validation exemplars (`exemplar`), test classes (`class`).
 */
export type SetName = "train" | "relabel" | "exemplar" | "class";

/** All evaluation sets, in the order in which they are reported. */
export const evaluationSets: readonly SetName[] = ["train", "relabel", "exemplar", "class"];

/** What sequences are for: training and each evaluation set have streams of random numbers of their own. */
export type Purpose = { readonly kind: "training" } | { readonly kind: "evaluation"; readonly set: SetName };

/** The evaluation sets that the data can fill: those whose classes, exemplars and label pairs are not zero in number. */
export function availableSets(data: DataConfig): SetName[] {
  const available: Record<SetName, boolean> = {
    train: true,
    relabel: data.labelPairs[1] > 0,
    exemplar: data.exemplars[1] > 0,
    class: data.classes[2] > 0,
  };
  return evaluationSets.filter((set) => available[set]);
}

/**
 * Makes sequences. Sequence n is a function of the data configuration, the purpose, the seeds and n only (training:
 * the data seed; evaluation: the eval seed; the split of the label pairs: always the data seed), so that any batch can
 * be made again alone.
 *
 * A sequence: a query class and a different distractor class, each `burstiness` times in the context; the other pairs
 * are rest classes, neither of the two. The query's and the distractor's label are a label pair of the set in random
 * order; each rest class has a label outside that pair. A class has one label throughout a sequence, and the context
 * is in random order. Each occurrence draws its exemplar anew. The target is the query class's label.
 */
export class SequenceSampler {
  readonly #data: DataConfig;
  readonly #random: RandomStream;
  readonly #classes: number;
  /** Exemplars of each class that the set may draw. */
  readonly #exemplars: number;
  /** The row of the set's first exemplar in the exemplar matrix, and the rows of each class. */
  readonly #firstRow: number;
  readonly #perClass: number;
  readonly #distribution: ClassDistribution;
  /** int32 [pairs, 2]. */
  readonly #labelPairs: Int32Array;

  /** int32 [data.pairs]: the context's classes, counted from the set's first. */
  readonly #context: Int32Array;
  /** uint8 [classes]: 1 for a class that the rest must not draw; all 0 between sequences. */
  readonly #taken: Uint8Array;
  /** int32 [classes]: the class's label in this sequence, or -1; all -1 between sequences. */
  readonly #labelOf: Int32Array;

  /** How many different exemplars its sequences may hold. */
  get distinctExemplars(): number {
    return this.#classes * this.#exemplars;
  }

  /** @throws RangeError when the set is not one of `availableSets(data)` or a seed is not in [0, 2^32) */
  constructor(data: DataConfig, purpose: Purpose, seeds: { readonly data: number; readonly eval: number }) {
    const set = purpose.kind === "training" ? "train" : purpose.set;
    if (!availableSets(data).includes(set)) throw new RangeError(`There are no data for the set "${set}".`);
    const classes = splitClasses(data);
    const exemplars = splitExemplars(data);
    const labelPairs = splitLabelPairs(data, seeds.data);
    this.#data = data;
    this.#random =
      purpose.kind === "training"
        ? new RandomStream(seeds.data, "training sequences")
        : new RandomStream(seeds.eval, `evaluation sequences: ${set}`);
    // The numbering of `sampledExemplars`: the test classes follow the training classes.
    const firstClass = set === "class" ? classes.train.count : 0;
    const { start, count } = set === "exemplar" ? exemplars.validation : exemplars.train;
    this.#classes = set === "class" ? classes.test.count : classes.train.count;
    this.#exemplars = count;
    this.#perClass = data.exemplars[0] + data.exemplars[1] + data.exemplars[2];
    this.#firstRow = firstClass * this.#perClass + start;
    this.#labelPairs = set === "relabel" ? labelPairs.validation : labelPairs.train;
    this.#distribution = new ClassDistribution(this.#classes, data.zipf);
    this.#context = new Int32Array(data.pairs);
    this.#taken = new Uint8Array(this.#classes);
    this.#labelOf = new Int32Array(this.#classes).fill(-1);
  }

  /**
   * Writes sequences `firstSequence`, `firstSequence + 1`, … into the whole batch. Allocates nothing.
   * @throws RangeError when the batch has another number of pairs, or a sequence number is not in [0, 2^32)
   */
  fill(batch: Batch, firstSequence: number): void {
    if (batch.pairs !== this.#data.pairs) {
      throw new RangeError(`The batch has ${batch.pairs} pairs, the data ${this.#data.pairs}.`);
    }
    const columns = batch.pairs + 1;
    for (let row = 0; row < batch.size; row++) {
      this.#random.seek(firstSequence + row);
      this.#writeSequence(batch, row * columns);
    }
  }

  #writeSequence(batch: Batch, at: number): void {
    const random = this.#random;
    const context = this.#context;
    const labelOf = this.#labelOf;
    const data = this.#data;
    const query = this.#drawContext();
    random.shuffle(context);
    for (let i = 0; i < data.pairs; i++) {
      const c = context[i]!;
      batch.exemplars[at + i] = this.#drawExemplar(c);
      batch.labels[at + i] = labelOf[c]!;
    }
    batch.exemplars[at + data.pairs] = this.#drawExemplar(query);
    batch.labels[at + data.pairs] = labelOf[query]!;

    labelOf[query] = -1;
    for (let i = 0; i < data.pairs; i++) labelOf[context[i]!] = -1;
  }

  /** Fills `context`, not yet in random order, and `labelOf`; returns the query's class. */
  #drawContext(): number {
    const random = this.#random;
    const distribution = this.#distribution;
    const context = this.#context;
    const taken = this.#taken;
    const labelOf = this.#labelOf;
    const data = this.#data;
    const query = distribution.draw(random);
    taken[query] = 1;
    const distractor = data.distractor ? distribution.drawOther(random, taken) : -1;
    if (distractor >= 0) taken[distractor] = 1;

    const pair = random.below(this.#labelPairs.length / 2) * 2;
    const order = random.below(2);
    const queryLabel = this.#labelPairs[pair + order]!;
    const otherLabel = this.#labelPairs[pair + 1 - order]!;
    labelOf[query] = queryLabel;
    if (distractor >= 0) labelOf[distractor] = otherLabel;

    let filled = 0;
    if (data.support) for (let i = 0; i < data.burstiness; i++) context[filled++] = query;
    if (distractor >= 0) for (let i = 0; i < data.burstiness; i++) context[filled++] = distractor;
    const firstRest = filled;
    while (filled < data.pairs) {
      const rest = distribution.drawOther(random, taken);
      context[filled++] = rest;
      if (labelOf[rest] === -1) labelOf[rest] = this.#drawLabelOutside(queryLabel, otherLabel);
      if (data.uniqueRest) taken[rest] = 1;
    }

    taken[query] = 0;
    if (distractor >= 0) taken[distractor] = 0;
    for (let i = firstRest; i < filled; i++) taken[context[i]!] = 0;
    return query;
  }

  /** A label that is neither `a` nor `b`, uniformly. */
  #drawLabelOutside(a: number, b: number): number {
    let label = this.#random.below(this.#data.labels - 2);
    if (label >= Math.min(a, b)) label++;
    if (label >= Math.max(a, b)) label++;
    return label;
  }

  /** The row of an exemplar of class `c` (counted from the set's first) in the exemplar matrix. */
  #drawExemplar(c: number): number {
    return this.#firstRow + c * this.#perClass + this.#random.below(this.#exemplars);
  }
}
