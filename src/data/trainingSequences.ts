import type { Batch } from "./batch.ts";
import type { DataConfig } from "./dataSchema.ts";
import { SequenceSampler } from "./sequenceSampler.ts";
import { splitClasses, splitExemplars, splitLabelPairs } from "./splits.ts";

/** So many sequences are listed one by one, at most; of more, a sample is taken. */
export const mostListed = 2_000_000;

/** How large the sample is where there are too many sequences to list. */
export const sampledSequences = 100_000;

/** Where numbered sequences come from. */
export interface SequenceSource {
  /** How many there are. */
  readonly count: number;
  /** How many different exemplars they may hold. */
  readonly distinctExemplars: number;
  /** Writes sequences `first`, `first + 1`, … into the whole batch; after the last it goes on somehow. */
  fill(batch: Batch, first: number): void;
}

/** All sequences that training can see. */
export interface TrainingSequences extends SequenceSource {
  /** Whether they are listed one by one, each once; else they are a sample, fixed by the seed of the evaluation. */
  readonly exact: boolean;
}

/**
 * All sequences that training can see: ordered pairs of different training classes × ordered training label pairs ×
 * which of the two is queried (paper: 50·49·16·2 = 78,400); where a class has several training exemplars, also × the
 * exemplars of both and of the query. How often training draws each (Zipf's law) does not matter here: each counts once.
 *
 * They can be listed where a context is a query class and a distractor, once each, up to `mostListed` of them;
 * elsewhere a sample of `sampledSequences` is taken, as training draws them.
 */
export function trainingSequences(experiment: {
  readonly data: DataConfig;
  readonly seeds: { readonly data: number; readonly eval: number };
}): TrainingSequences {
  const { data, seeds } = experiment;
  const isListable = data.pairs === 2 && data.burstiness === 1 && data.support && data.distractor;
  if (isListable) {
    const listed = new ListedSequences(data, seeds.data);
    if (listed.count <= mostListed) return listed;
  }
  const sampler = new SequenceSampler(data, { kind: "evaluation", set: "train" }, seeds);
  return {
    count: sampledSequences,
    exact: false,
    distinctExemplars: sampler.distinctExemplars,
    fill: (batch, first) => {
      sampler.fill(batch, first);
    },
  };
}

/** Contexts of two pairs, in the exemplar numbering of `sampledExemplars`: training classes come first. */
class ListedSequences implements TrainingSequences {
  readonly exact = true;
  readonly count: number;
  readonly distinctExemplars: number;
  readonly #classes: number;
  /** Training exemplars of each class, the first one's place, and all exemplars of a class. */
  readonly #exemplars: number;
  readonly #firstExemplar: number;
  readonly #perClass: number;
  /** int32 [pairs, 2] */
  readonly #labelPairs: Int32Array;

  constructor(data: DataConfig, dataSeed: number) {
    const { start, count } = splitExemplars(data).train;
    this.#classes = splitClasses(data).train.count;
    this.#exemplars = count;
    this.#firstExemplar = start;
    this.#perClass = data.exemplars[0] + data.exemplars[1] + data.exemplars[2];
    this.#labelPairs = splitLabelPairs(data, dataSeed).train;
    // An ordered pair of labels for each unordered pair and order: as many as there are numbers in the list.
    const contexts = this.#classes * (this.#classes - 1) * this.#labelPairs.length;
    this.count = contexts * 2 * count ** 3;
    this.distinctExemplars = this.#classes * count;
  }

  fill(batch: Batch, first: number): void {
    for (let row = 0; row < batch.size; row++) this.#write(batch, 3 * row, (first + row) % this.count);
  }

  /** Sequence `number`, its digits from the last: who is queried, three exemplars, labels, second class, first class. */
  #write({ exemplars, labels }: Batch, at: number, number: number): void {
    let rest = number;
    const digit = (base: number): number => {
      const value = rest % base;
      rest = (rest - value) / base;
      return value;
    };
    const queried = digit(2);
    const [ofFirst, ofSecond, ofQuery] = [
      digit(this.#exemplars),
      digit(this.#exemplars),
      digit(this.#exemplars),
    ];
    const order = digit(2);
    const pair = 2 * digit(this.#labelPairs.length / 2);
    const other = digit(this.#classes - 1);
    const first = rest;
    const second = other < first ? other : other + 1;
    exemplars[at] = this.#row(first, ofFirst);
    exemplars[at + 1] = this.#row(second, ofSecond);
    exemplars[at + 2] = this.#row(queried === 0 ? first : second, ofQuery);
    labels[at] = this.#labelPairs[pair + order]!;
    labels[at + 1] = this.#labelPairs[pair + 1 - order]!;
    labels[at + 2] = labels[at + queried]!;
  }

  #row(ofClass: number, exemplar: number): number {
    return ofClass * this.#perClass + this.#firstExemplar + exemplar;
  }
}
