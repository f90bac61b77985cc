import type { DataConfig } from "./dataSchema.ts";
import { RandomStream } from "./random.ts";

/** Three parts of something, none sharing an element with another. */
export interface Split<T> {
  readonly train: T;
  readonly validation: T;
  readonly test: T;
}

/** The integers from `start` up to, not including, `start + count`. */
export interface Range {
  readonly start: number;
  readonly count: number;
}

/** Which classes of the exemplar matrix belong to which part: in order, the first ones for training. */
export function splitClasses(data: DataConfig): Split<Range> {
  return inOrder(data.classes);
}

/** Which exemplars of each class belong to which part: in order, the first ones for training. */
export function splitExemplars(data: DataConfig): Split<Range> {
  return inOrder(data.exemplars);
}

/**
 * Unordered label pairs, each part int32 [pairs, 2], row-major, smaller label first. A random choice among all pairs
 * that depends on the number of labels, the three counts and the seed only. Every label occurs in a training pair.
 * @param seed the data seed
 * @throws RangeError when the counts are impossible (`checkData` finds that earlier, with its place)
 */
export function splitLabelPairs(
  data: Pick<DataConfig, "labels" | "labelPairs">,
  seed: number,
): Split<Int32Array> {
  const { labels, labelPairs } = data;
  const [train, validation, test] = labelPairs;
  const all: (readonly [number, number])[] = [];
  for (let a = 0; a < labels; a++) for (let b = a + 1; b < labels; b++) all.push([a, b]);
  if (train < Math.ceil(labels / 2) || train + validation + test > all.length) {
    throw new RangeError(`Cannot split the pairs of ${labels} labels into ${labelPairs.join(", ")}.`);
  }
  const random = new RandomStream(seed, "label pairs");
  random.shuffle(all);
  if (new Set(all.slice(0, train).flat()).size < labels) coverFirst(all, labels, random);
  const part = (start: number, count: number): Int32Array =>
    Int32Array.from(all.slice(start, start + count).flat());
  return { train: part(0, train), validation: part(train, validation), test: part(train + validation, test) };
}

/**
 * Moves ceil(labels/2) pairs that together hold every label to the front: neighbours in a random order of the labels
 * and, when one label is left over, it with a random other. The rest keeps its order.
 */
function coverFirst(all: (readonly [number, number])[], labels: number, random: RandomStream): void {
  const order = Array.from({ length: labels }, (_, label) => label);
  random.shuffle(order);
  if (labels % 2 === 1) order.push(order[random.below(labels - 1)]!);
  const chosen = new Set<number>();
  for (let i = 0; i < order.length; i += 2) {
    chosen.add(Math.min(order[i]!, order[i + 1]!) * labels + Math.max(order[i]!, order[i + 1]!));
  }
  const isChosen = ([a, b]: readonly [number, number]): boolean => chosen.has(a * labels + b);
  const front = all.filter(isChosen);
  const rest = all.filter((pair) => !isChosen(pair));
  all.splice(0, all.length, ...front, ...rest);
}

function inOrder([train, validation, test]: readonly [number, number, number]): Split<Range> {
  return {
    train: { start: 0, count: train },
    validation: { start: train, count: validation },
    test: { start: train + validation, count: test },
  };
}
